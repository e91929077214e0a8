"""Who opened a stream, and the rooms of which they may hear."""

from __future__ import annotations

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest
from django.utils import timezone

from jieting.apps.accounts.duties import open_duty
from jieting.apps.accounts.queries import seats_of
from jieting.apps.accounts.sessions import ended_because

_MAX_COOKIES = 8_192


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person: contracts with a running role, or the office of an administrator."""

    person: int
    rooms: frozenset[str]


def session_key(headers: list[tuple[bytes, bytes]]) -> str:
    """The session that a request's cookies name; empty where there is none."""
    text = "; ".join(value.decode("latin-1") for name, value in headers if name == b"cookie")
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(text[:_MAX_COOKIES])
    except CookieError:
        return ""
    found = jar.get(settings.SESSION_COOKIE_NAME)
    return found.value if found else ""


def look(key: str) -> Visitor | None:
    """As ``visitor``, in a thread that no request cleans up after."""
    close_old_connections()
    try:
        return visitor(key)
    finally:
        close_old_connections()


def visitor(key: str) -> Visitor | None:
    """The person of a session that is still alive; None where there is none.

    Looking keeps no session awake: nothing is written.
    """
    request = HttpRequest()
    request.session = _store()(key)
    if not key or not request.session.exists(key):
        return None
    user: Any = get_user(request)
    request.user = user
    if not user.is_authenticated or ended_because(request, timezone.now()):
        return None
    if open_duty(request) is not None:
        return Visitor(user.pk, frozenset())
    if user.office:
        return Visitor(user.pk, frozenset({user.office}))
    return Visitor(user.pk, frozenset(seat.contract for seat in seats_of(user)))


def _store() -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore
