"""Lines of the audit log for what allauth and axes do: signing in and out, failures, factors."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_logged_in as signed_in
from allauth.mfa import signals as factor
from allauth.mfa.models import Authenticator
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from jieting.apps.accounts.access import actor_of
from jieting.apps.accounts.lockout import plain_name
from jieting.apps.accounts.models import Membership, User
from jieting.apps.accounts.sessions import begin
from jieting.apps.audit.actions import looked, refused
from jieting.apps.base.actor import Actor

UNKNOWN = "unknown"
"""Who a typed name that nobody bears is in the audit log: it may be a password, typed too early."""


@receiver(user_logged_in)
def _clock(sender: Any, request: Any, user: User, **_: Any) -> None:
    begin(request, timezone.now())


@receiver(signed_in)
def _in(sender: Any, request: Any, user: User, **_: Any) -> None:
    looked("accounts.signed_in", by=person(user, request), at=timezone.now(), object=user.username)


@receiver(user_logged_out)
def _out(sender: Any, request: Any, user: User | None, **_: Any) -> None:
    if user is None:
        return
    why = getattr(request, "session_ended_because", "")
    event = "accounts.session.ended" if why else "accounts.signed_out"
    by = person(user, request)
    looked(event, by=by, at=timezone.now(), object=user.username, reason=why)


@receiver(user_login_failed)
def _failed(sender: Any, credentials: dict[str, Any], request: Any = None, **_: Any) -> None:
    by = _typed(str(credentials.get("username") or ""), request)
    reason = str(credentials.get("factor", "password"))
    if _was_locked(request):
        reason = "locked out"
    refused("accounts.sign_in.failed", by=by, at=timezone.now(), reason=reason)


@receiver(user_locked_out)
def _locked(sender: Any, request: Any, username: str | None = None, **_: Any) -> None:
    # While a lockout lasts axes says so at every try; the line is for its beginning.
    if _was_locked(request):
        return
    refused("accounts.locked_out", by=_typed(username or "", request), at=timezone.now())


@receiver(factor.authentication_failed)
def _wrong_code(sender: Any, request: Any, user: User, **_: Any) -> None:
    credentials = {"username": user.get_username(), "factor": "code"}
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)


@receiver(factor.authenticator_added)
@receiver(factor.authenticator_removed)
@receiver(factor.authenticator_reset)
def _factor_changed(signal: Any, user: User, authenticator: Any, request: Any, **_: Any) -> None:
    done = {
        factor.authenticator_added: "added",
        factor.authenticator_removed: "removed",
        factor.authenticator_reset: "renewed",
    }[signal]
    event = f"accounts.second_factor.{done}"
    by = person(user, request)
    looked(event, by=by, at=timezone.now(), object=user.username, type=authenticator.type)


@receiver(factor.authenticator_used)
def _factor_used(sender: Any, user: User, authenticator: Any, request: Any, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        by = person(user, request)
        looked("accounts.recovery_code.used", by=by, at=timezone.now(), object=user.username)


def person(user: User, request: Any) -> Actor:
    """A person outside any contract, with all roles that run."""
    running = Membership.objects.filter(user=user, ended_at=None).order_by("role")
    roles = running.values_list("role", flat=True).distinct()
    return actor_of(user, ",".join(roles), request)


def _was_locked(request: Any) -> bool:
    """Whether the account was locked out before this try; then axes does not count it."""
    locked = getattr(request, "axes_locked_out", False)
    return bool(locked) and request.axes_failures_since_start is None


def _typed(name: str, request: Any) -> Actor:
    user = User.objects.filter(username=plain_name(name)).first()
    if user is not None:
        return person(user, request)
    meta = request.META if request is not None else {}
    return Actor(
        name=UNKNOWN,
        address=str(meta.get("REMOTE_ADDR", "")),
        request=str(getattr(request, "request_id", "")),
    )
