"""The page that tells of the API, made from its own description: nothing is loaded from afar."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jieting.apps.accounts.access import anyone_signed_in
from jieting.apps.accounts.tokens import SCOPE_WORDS
from jieting.apps.base.words import tell
from jieting.domain.said import Said, say
from jieting.web.api.root import ROOT, description

_TAGS = {"calls": say("Calls and imports"), "months": say("Months and figures")}
_DEEPEST = 2


@anyone_signed_in
@require_GET
def api_pages(request: HttpRequest) -> HttpResponse:
    """Every route with its scope, parameters, body, answers and an example."""
    origin = request.build_absolute_uri("/").rstrip("/")
    groups = [
        {"title": title, "routes": [one for one in _routes(origin) if one["tag"] == tag]}
        for tag, title in _TAGS.items()
    ]
    context = {
        "crumbs": [(say("The API"), None)],
        "groups": groups,
        "root": f"{origin}{ROOT}",
        "scopes": list(SCOPE_WORDS.items()),
        "problem": _fields(_schemas()["ProblemOut"]),
    }
    return render(request, "api/pages.html", context)


@anyone_signed_in
@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    """The description for programs that read OpenAPI."""
    text = json.dumps(_described(), ensure_ascii=False, indent=2)
    return HttpResponse(text, content_type="application/json; charset=utf-8")


@cache
def _described() -> dict[str, Any]:
    return description()


def _schemas() -> dict[str, Any]:
    found: dict[str, Any] = _described()["components"]["schemas"]
    return found


def _routes(origin: str) -> Iterator[dict[str, Any]]:
    for path, methods in _described()["paths"].items():
        for method, operation in methods.items():
            yield _route(origin, path, method, operation)


def _route(origin: str, path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    body_type, body = _body(operation)
    return {
        "id": operation["operationId"].rsplit("_api_", 1)[-1],
        "tag": operation["tags"][0],
        "method": method.upper(),
        "path": path.removeprefix(ROOT),
        "scope": operation["x-scope"],
        "summary": _told(operation["summary"]),
        "text": _told(operation["description"]),
        "parameters": [_parameter(one) for one in operation.get("parameters", ())],
        "body_type": body_type,
        "body": _fields(body) if body else [],
        "answers": [_answer(status, one) for status, one in operation["responses"].items()],
        "example": _example(origin, path, method, body_type),
    }


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    schema = one["schema"]
    return {
        "name": one["name"],
        "where": one["in"],
        "type": _type(schema),
        "required": one.get("required", False),
        "text": _told(schema.get("description", "")),
        "default": _default(schema),
    }


def _default(schema: dict[str, Any]) -> str:
    default = schema.get("default")
    if isinstance(default, bool):
        return "true" if default else "false"
    return str(default) if default not in (None, "", []) else ""


def _body(operation: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    content = operation.get("requestBody", {}).get("content", {})
    return next(((kind, _resolved(one["schema"])) for kind, one in content.items()), ("", {}))


def _answer(status: str, one: dict[str, Any]) -> dict[str, Any]:
    """What a status brings; the fields of a problem are told once for all routes."""
    is_problem = int(status) >= 400
    schemas = [_resolved(media["schema"]) for media in one.get("content", {}).values()]
    return {
        "status": status,
        "title": one["description"],
        "fields": [] if is_problem else [row for schema in schemas for row in _fields(schema)],
    }


def _fields(schema: dict[str, Any], before: str = "", depth: int = 0) -> list[dict[str, Any]]:
    """The fields of an object, those of objects in it after it, down to a depth."""
    rows: list[dict[str, Any]] = []
    if "items" in schema and not before:
        return _fields(_resolved(schema["items"]), "[].", depth)
    for name, given in schema.get("properties", {}).items():
        field = _plain(given)
        rows.append(
            {
                "name": f"{before}{name}",
                "type": _type(given),
                "required": name in schema.get("required", ()),
                "text": _told(given.get("description") or field.get("description", "")),
            }
        )
        inner = _resolved(field["items"]) if "items" in field else field
        if "properties" in inner and depth < _DEEPEST:
            marks = "[]." if "items" in field else "."
            rows += _fields(inner, f"{before}{name}{marks}", depth + 1)
    return rows


def _type(schema: dict[str, Any]) -> str:
    """The type of a field in short words: string, integer | null, one of ..."""
    if "anyOf" in schema:
        return " | ".join(_type(one) for one in schema["anyOf"])
    found = _resolved(schema)
    if "enum" in found:
        return " | ".join(f'"{one}"' for one in found["enum"])
    if found.get("type") == "array":
        return f"{_type(found['items'])}[]"
    return str(found.get("format") or found.get("type", "object"))


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema without its null."""
    for one in schema.get("anyOf", ()):
        if one.get("type") != "null":
            return _resolved(one)
    return _resolved(schema)


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    name = str(schema.get("$ref", "")).rsplit("/", 1)[-1]
    return _schemas()[name] if name else schema


def _told(text: str) -> str:
    """A sentence of the description, which is English, in the language of the page."""
    return tell(Said(text)) if text else ""


def _example(origin: str, path: str, method: str, body_type: str) -> str:
    parts = ["curl", '-H "Authorization: Bearer $TOKEN"']
    if body_type.startswith("multipart"):
        parts.append("-F file=@calls.csv")
    elif body_type:
        parts.append(f'-H "Content-Type: {body_type}" --data @rows.json')
    elif method == "post":
        parts.append("-X POST")
    filled = path.replace("{contract}", "ningde-12123").replace("{month}", "2026-10")
    filled = filled.replace("{import_id}", "7").replace("{clause}", "N-4.1")
    return " ".join([*parts, f"{origin}{filled}"])
