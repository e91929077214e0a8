"""Background work of accounts: what sessions and codes leave behind is cleared every night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from jieting.apps.accounts.models import UsedCode
from jieting.apps.base.jobs import job

_KEPT = timedelta(days=1)


@job("accounts.clear", every="50 18 * * *")
def clear() -> None:
    """Remove notes of sessions that are gone, and codes that are long void.

    A technical clearing, not an action: that a session ended is the audit's line.
    """
    before = datetime.now(UTC) - _KEPT
    alive = Session.objects.values("session_key")
    UserSession.objects.filter(last_seen_at__lt=before).exclude(session_key__in=alive).delete()
    UsedCode.objects.filter(used_at__lt=before).delete()
