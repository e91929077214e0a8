"""Sessions of people: when they end, which are open, and how they are ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest

from jieting.apps.accounts.models import User

BEGAN = "began_at"
SEEN = "seen_at"

# Written at most this often: a page with ten requests is one sign of life, not ten.
_NOTED_EVERY_S = 30


def begin(request: HttpRequest, now: datetime) -> None:
    """Start the clock of a session in which somebody has just signed in."""
    request.session[BEGAN] = request.session[SEEN] = int(now.timestamp())


def ended_because(request: HttpRequest, now: datetime) -> str:
    """``idle`` or ``lifetime`` for a session that must end, else nothing."""
    at = int(now.timestamp())
    session = request.session
    if at - session.get(SEEN, at) >= settings.JIETING_IDLE_MINUTES * 60:
        return "idle"
    if at - session.get(BEGAN, at) >= settings.JIETING_SESSION_HOURS * 3600:
        return "lifetime"
    return ""


def touch(request: HttpRequest, now: datetime, *, active: bool) -> None:
    """Note that the person is there; a request that the page made by itself changes nothing."""
    at = int(now.timestamp())
    session = request.session
    if BEGAN not in session:
        session[BEGAN] = session[SEEN] = at
    elif not active or at - session[SEEN] < _NOTED_EVERY_S:
        return
    session[SEEN] = at
    UserSession.objects.create_from_request(request)


def open_sessions(user: User) -> list[Any]:
    """The sessions in which a person is signed in, the one seen last first."""
    found: list[Any] = UserSession.objects.purge_and_list(user)
    now = datetime.now().astimezone()
    idle = timedelta(minutes=settings.JIETING_IDLE_MINUTES)
    # A session is only ended by its next request; one that would be is not open.
    alive = [one for one in found if now - one.last_seen_at < idle + _slack()]
    return sorted(alive, key=lambda one: one.last_seen_at, reverse=True)


def end_all(user: User, *, but: str = "") -> int:
    """End the sessions of a person, but for the one with a key; how many there were."""
    sessions = [one for one in UserSession.objects.filter(user=user) if one.session_key != but]
    for one in sessions:
        one.end()
    return len(sessions)


def end_one(user: User, number: int) -> bool:
    """End one session of a person; False when there is no such session."""
    found = UserSession.objects.filter(user=user, pk=number).first()
    if found is not None:
        found.end()
    return found is not None


def _slack() -> timedelta:
    return timedelta(seconds=_NOTED_EVERY_S)
