"""What a person must do before anything else: change a password, set up a second factor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from jieting.apps.accounts.models import Membership, User

_ALWAYS = ("account_logout", "account_reauthenticate", "language")
_DONE = "second_factor"


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that must be done first: its page, then the pages that are open meanwhile."""

    name: str
    pages: tuple[str, ...]


PASSWORD = Duty("password", ("account_change_password", *_ALWAYS))
SECOND_FACTOR = Duty("second_factor", ("mfa_activate_totp", *_ALWAYS, "account_change_password"))


def open_duty(request: HttpRequest) -> Duty | None:
    """What the signed-in person must do before anything else."""
    if password_due(request.user):
        return PASSWORD
    if request.session.get(_DONE):
        return None
    if needs_second_factor(request.user):
        if not has_second_factor(request.user):
            return SECOND_FACTOR
        # Removing a second factor ends the person's sessions, and this note with them.
        request.session[_DONE] = True
    return None


def password_due(user: Any) -> bool:
    """Whether the password was given by somebody else, or is older than the policy allows."""
    if not user.has_usable_password():
        return False
    if user.must_change_password or user.password_changed_at is None:
        return True
    days = settings.JIETING_PASSWORD_DAYS
    return bool(days and timezone.now() - user.password_changed_at >= timedelta(days=days))


def needs_second_factor(user: User) -> bool:
    """Whether the policy asks a second factor of the person's office or of one of the roles."""
    policy = settings.JIETING_TOTP_ROLES
    if not policy:
        return False
    if user.office:
        return user.office in policy
    running = Membership.objects.filter(user=user, ended_at=None)
    return running.filter(role__in=[str(role) for role in policy]).exists()


def has_second_factor(user: User) -> bool:
    """Whether the person has set up codes of an authenticator."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
