"""What a rule refused, or an input that cannot be understood, becomes a page that says so."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from jieting.domain.errors import JietingError, Refused

REFUSED = 409
"""The request is understood, and a rule forbids it as things stand."""
NOT_UNDERSTOOD = 422
"""What was given cannot be understood."""


class FindingsPage:
    """Answers an error of the domain that a view let pass with its findings and what to do.

    The API answers for itself. For htmx it is the findings alone, as a part of the page, with 200:
    another status would be shown as a lost request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the view does, where it does."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of the findings; None for an error that is not of the domain."""
        if not isinstance(error, JietingError) or request.path.startswith("/api/"):
            return None
        context = {
            "findings": error.findings,
            "layout": _layout(request),
            "back": _back(request),
        }
        if "HX-Request" in request.headers and "HX-Boosted" not in request.headers:
            return render(request, "components/findings.html", context)
        refused = isinstance(error, Refused)
        name, status = ("refused", REFUSED) if refused else ("not_understood", NOT_UNDERSTOOD)
        return render(request, f"errors/{name}.html", context, status=status)


def _layout(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return "base.html" if user is not None and user.is_authenticated else "signed_out.html"


def _back(request: HttpRequest) -> str:
    """The page that the person came from, where it is one of ours."""
    came = request.headers.get("Referer", "")
    return came if url_has_allowed_host_and_scheme(came, {request.get_host()}) else ""
