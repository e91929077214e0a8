"""Addresses of the API and of its pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils import translation
from django.utils.cache import patch_vary_headers

from jieting.apps.accounts.access import public
from jieting.web.api import pages
from jieting.web.api.errors import not_allowed, not_there
from jieting.web.api.root import ROOT, api, scopes

_NOT_ALLOWED = 405
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
_V1 = f"{ROOT}/".lstrip("/")
Respond = Callable[..., HttpResponse]


def for_programs(view: Respond) -> Respond:
    """A route of the API: it asks for a token itself, and answers in the language asked for."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = translation.get_language_from_request(request)
        with translation.override(language):
            response = view(request, *args, **kwargs)
            if response.status_code == _NOT_ALLOWED:
                response = not_allowed(request, response.headers.get("Allow", ""))
        response["Content-Language"] = language
        response["Cache-Control"] = "no-store"
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        return response

    return public(answered)


@for_programs
def nowhere(request: HttpRequest) -> HttpResponse:
    """An address below the API at which nothing is."""
    return not_there(request)


nowhere.csrf_exempt = True  # type: ignore[attr-defined]


def _routes() -> list[URLPattern]:
    """The routes, each with ``right``: its methods with the scope that each asks for."""
    known = scopes()
    routes = []
    for pattern in api.urls[0]:
        if not isinstance(pattern, URLPattern) or pattern.name == "api-root":
            continue
        written = str(pattern.pattern)
        view = for_programs(pattern.callback)
        described = _PARAMETER.sub(r"{\1}", written)
        view.right = known[f"{ROOT}/{described}"]  # type: ignore[attr-defined]
        routes.append(path(f"{_V1}{written}", view, name=f"api_{pattern.name}"))
    return routes


urlpatterns: list[URLPattern] = [
    path("api/", pages.api_pages, name="api_pages"),
    path("api/openapi.json", pages.openapi, name="api_description"),
    *_routes(),
    # Also with line feeds in it, which a path of Django's does not match.
    re_path(rf"^{_V1}[\s\S]*$", nowhere, name="api_nowhere"),
]
