"""The root of the API: its routers, its errors, and its description as OpenAPI."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI

from jieting import __version__
from jieting.apps.assessment.api import router as months
from jieting.apps.base.problems import MEDIA_TYPE
from jieting.apps.calls.api import router as calls
from jieting.domain.said import say
from jieting.web.api.errors import add_handlers

ROOT = "/api/v1"
_PREFIX = "/contracts/{slug:contract}"


def _made() -> NinjaAPI:
    api = NinjaAPI(
        title="Jieting",
        version=__version__,
        urls_namespace="api",
        docs_url=None,
        openapi_url="",
        description=str(say("Bring calls in, read calls, figures and months of a contract.")),
    )
    for router in (calls, months):
        api.add_router(_PREFIX, router)
    add_handlers(api)
    return api


api = _made()


def description() -> dict[str, Any]:
    """The API as OpenAPI 3.1: every route, parameter, answer, and the scope that it asks for."""
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=f"{ROOT}/"))
    for path in found["paths"].values():
        for operation in path.values():
            _finish(operation)
    found["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    return found


def scopes() -> dict[str, dict[str, str]]:
    """The path of every route to its methods with the scope that each asks for."""
    return {
        path: {method.upper(): operation["x-scope"] for method, operation in methods.items()}
        for path, methods in description()["paths"].items()
    }


def _finish(operation: dict[str, Any]) -> None:
    """Problems have a type of their own; the one scheme names the scope."""
    operation["security"] = [{"token": [operation["x-scope"]]}]
    answers = {str(status): answer for status, answer in operation["responses"].items()}
    operation["responses"] = dict(sorted(answers.items()))
    for answer in operation["responses"].values():
        content = answer.get("content", {})
        if _is_problem(content):
            answer["content"] = {MEDIA_TYPE: content["application/json"]}


def _is_problem(content: dict[str, Any]) -> bool:
    schema = content.get("application/json", {}).get("schema", {})
    return str(schema.get("$ref", "")).endswith("/ProblemOut")
