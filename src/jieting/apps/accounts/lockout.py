"""Locking out who guesses: by account, and by address with a higher limit."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

LONGEST_NAME = 150


class Handler(AxesDatabaseHandler):
    """Failures count in the database: one limit for the account, another for the address."""

    def get_failures(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        """Failures of the account; the account's limit when the address has reached its own."""
        by_name, by_address = (
            _sum(found) for found in self.get_user_attempts(request, credentials)
        )
        at_limit = by_address >= settings.JIETING_ADDRESS_FAILURES
        return max(by_name, settings.AXES_FAILURE_LIMIT) if at_limit else by_name

    def reset_user_attempts(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        """Forget the failures of who has signed in, but not those of others at the address."""
        name = name_of(request, credentials)
        return int(AccessAttempt.objects.filter(username=name).delete()[0])


def name_of(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The name under which failures count: however it is written, an account is one account."""
    return plain_name(str((credentials or {}).get("username") or ""))


def plain_name(typed: str) -> str:
    """A sign-in name as it is compared: small letters, one width, no space around it."""
    return unicodedata.normalize("NFKC", typed).strip().lower()[:LONGEST_NAME]


def locked_page(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """What happened, for how long, and whom to ask; the same for names that nobody bears."""
    minutes = minutes_left(name_of(request, credentials)) or settings.JIETING_LOCK_MINUTES
    context = {"minutes": minutes, "failures": settings.AXES_FAILURE_LIMIT}
    return render(request, "account/locked.html", context, status=429)


def minutes_left(username: str) -> int:
    """Whole minutes until an account opens by itself; 0 for one that is not locked out."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    attempts = AccessAttempt.objects.filter(username=username, attempt_time__gte=since)
    found = attempts.aggregate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    if (found["failures"] or 0) < settings.AXES_FAILURE_LIMIT:
        return 0
    left = found["last"] + settings.AXES_COOLOFF_TIME - timezone.now()
    return max(1, -(-left // timedelta(minutes=1)))


def locked_out_names() -> frozenset[str]:
    """The names that are locked out now, whether or not anybody bears them."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    recent = AccessAttempt.objects.filter(attempt_time__gte=since).values("username")
    counted = recent.annotate(failures=Sum("failures_since_start"))
    over = counted.filter(failures__gte=settings.AXES_FAILURE_LIMIT)
    return frozenset(over.order_by().values_list("username", flat=True))


def forget_failures(username: str) -> int:
    """Open a locked-out account again; how many notes of failures there were."""
    return int(AccessAttempt.objects.filter(username=plain_name(username)).delete()[0])


def _sum(attempts: Any) -> int:
    return int(attempts.aggregate(failures=Sum("failures_since_start"))["failures"] or 0)
