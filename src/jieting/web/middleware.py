"""Around every request: its number, its language, the clock of the session, the person's duties."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone, translation

from jieting.apps.accounts.duties import open_duty
from jieting.apps.accounts.sessions import ended_because, touch

Respond = Callable[[HttpRequest], HttpResponseBase]

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""The number of the request under way, for log lines."""

BACKGROUND = "X-Background"
"""The header of a request that a page makes by itself; it keeps no session awake."""

_ACCOUNT_PAGES = "/accounts/"
_QUIET = ("/live/", "/health/", "/metrics/", "/static/", "/api/v1/")


class RequestIdFilter(logging.Filter):
    """Gives every log record the number of the request under way."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, with ``request_id`` set."""
        record.request_id = REQUEST_ID.get()
        return True


class RequestId:
    """Gives a request its number: for logs, the audit log, and the person who asks for help."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Number the request; what a client sends as a number is not believed."""
        request.request_id = secrets.token_hex(8)
        token = REQUEST_ID.set(request.request_id)
        try:
            response = self.get_response(request)
        finally:
            REQUEST_ID.reset(token)
        response["X-Request-ID"] = request.request_id
        return response


class ChosenLanguage:
    """Chinese, until the person has chosen another language; the browser's is not asked.

    Times on pages that belong to no contract are in the zone of the installation.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the language of the cookie."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language), timezone.override(settings.JIETING_ZONE):
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        return response


class SessionClock:
    """Ends a session that nobody used for too long, or that has lasted too long."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """End the session, or note that its person is there; then answer."""
        if request.user.is_authenticated:
            now = timezone.now()
            if why := ended_because(request, now):
                return self._ended(request, why)
            touch(request, now, active=_by_person(request))
        response = self.get_response(request)
        return _whole_page(request, response)

    def _ended(self, request: HttpRequest, why: str) -> HttpResponseBase:
        if not _by_person(request):
            # Refused, and left to the page itself, which then tells the person why it has ended.
            return HttpResponse(status=401)
        request.session_ended_because = why
        logout(request)
        asked = {"next": request.get_full_path()} if request.method == "GET" else {}
        query = urlencode({"ended": why, **({} if _fragment(request) else asked)})
        return _whole_page(request, HttpResponseRedirect(f"{_sign_in()}?{query}"))


class Duties:
    """Leads a person to what must be done before anything else: a password, a second factor."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; whether the person may go on is asked once the page is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """The page of the open duty, unless the person is on the way to it or out."""
        if not request.user.is_authenticated or getattr(view, "right", "") == "public":
            return None
        duty = open_duty(request)
        if duty is None or request.resolver_match.url_name in duty.pages:
            return None
        return _whole_page(request, HttpResponseRedirect(reverse(duty.pages[0])))


def _by_person(request: HttpRequest) -> bool:
    return not _background(request) and not request.path.startswith(_QUIET)


def _background(request: HttpRequest) -> bool:
    return BACKGROUND in request.headers


def _fragment(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers and "HX-Boosted" not in request.headers


def _whole_page(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A way to the sign-in or a duty is for the whole page, never for the part htmx asked for."""
    away = response.headers.get("Location", "")
    if not _fragment(request) or not away.startswith(_ACCOUNT_PAGES):
        return response
    to_sign_in = away.startswith(_sign_in()) and "?ended=" not in away
    answer = HttpResponse(status=200)
    # Where to go after signing in was the address of a part; the page itself is not known.
    answer["HX-Redirect"] = _sign_in() if to_sign_in else away
    return answer


def _sign_in() -> str:
    return str(resolve_url(settings.LOGIN_URL))
