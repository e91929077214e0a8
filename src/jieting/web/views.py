"""Pages that belong to no app: the way in, the language, and what is shown when things fail."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from jieting.apps.accounts.access import actor_of, anyone_signed_in, public
from jieting.apps.accounts.actions import choose_language
from jieting.apps.accounts.language import keep_language
from jieting.apps.accounts.queries import seats_of
from jieting.apps.base.words import tell
from jieting.apps.line.plan_now import has_telephone
from jieting.domain.said import Said, say
from jieting.web.navigation import way_in


@anyone_signed_in
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """To the person's first room, an agent to the own seat; who has none is told whom to ask."""
    user = request.user
    seats = [] if user.office else seats_of(user)
    first = way_in(seats, user.office, partial(has_telephone, user.username))
    return redirect(first) if first else render(request, "web/no_room.html")


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language of the pages, for this browser and for the person."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    if chosen in dict(settings.LANGUAGES):
        if request.user.is_authenticated and request.user.language != chosen:
            by = actor_of(request.user, request=request)
            choose_language(by=by, at=timezone.now(), user=request.user, language=chosen)
        keep_language(response, chosen)
    return response


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request is not one that a page of ours makes."""
    return _error(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the role does not have the right."""
    return _error(request, 403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without the token of its page; mostly one that was open for too long."""
    detail = say("The form was too old, or did not come from a page of Jieting. Nothing was done.")
    return _error(request, 403, detail)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404; who is not signed in is asked to, whether or not the address exists."""
    if _anonymous(request) and request.method == "GET" and not _machine(request):
        query = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{query}")
    return _error(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours; nothing here asks the database, which may be the cause."""
    if _machine(request):
        return _as_json(request, 500)
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    known = language in dict(settings.LANGUAGES)
    with translation.override(language if known else settings.LANGUAGE_CODE):
        context = {"request_id": getattr(request, "request_id", "")}
        return HttpResponse(render_to_string("errors/500.html", context), status=500)


def _error(request: HttpRequest, status: int, detail: Said | None = None) -> HttpResponse:
    if _machine(request):
        return _as_json(request, status, detail)
    layout = "signed_out.html" if _anonymous(request) else "base.html"
    context: dict[str, Any] = {"layout": layout, "detail": detail}
    return render(request, f"errors/{status}.html", context, status=status)


def _as_json(request: HttpRequest, status: int, detail: Said | None = None) -> HttpResponse:
    words = {"status": status, "request_id": getattr(request, "request_id", "")}
    return JsonResponse(words | ({"detail": tell(detail)} if detail else {}), status=status)


def _anonymous(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is None or not user.is_authenticated


def _machine(request: HttpRequest) -> bool:
    return request.path.startswith(("/api/v1/", "/static/", "/live/", "/health/", "/metrics/"))
