"""Password and code once more, before somebody signs for a side; failures lock out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from axes.exceptions import AxesBackendPermissionDenied
from axes.handlers.proxy import AxesProxyHandler
from django.core.exceptions import PermissionDenied

from jieting.apps.accounts.actions import use_code
from jieting.apps.accounts.lockout import minutes_left, plain_name
from jieting.apps.accounts.models import User
from jieting.domain.errors import BadInput, Finding, Refused
from jieting.domain.said import Said, say


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Somebody who has just shown to be who they are; ``name`` is how they are called."""

    user_id: int
    username: str
    name: str
    at: datetime
    with_second_factor: bool


def confirm_person(*, user: User, password: str, code: str, at: datetime) -> Confirmed:
    """Check the password, and the code of who has a second factor; within a request.

    Errors: BadInput where one of them is wrong or the code was used before, Refused for a person
    who is locked out or has no password here.
    """
    if not user.has_usable_password():
        raise Refused(_no_password())
    _must_be_allowed(user)
    if not _is_password(user, password):
        _must_be_allowed(user)
        raise BadInput(_wrong(say("The password is wrong.")))
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if factor is not None and not _is_code(user, factor, code.replace(" ", ""), at):
        _must_be_allowed(user)
        what = say("The code is wrong, or was used before. Wait for the next one.")
        raise BadInput(_wrong(what))
    return Confirmed(user.pk, user.get_username(), str(user), at, factor is not None)


def _is_password(user: User, password: str) -> bool:
    try:
        return bool(get_adapter(context.request).reauthenticate(user, password))
    except (AxesBackendPermissionDenied, PermissionDenied):
        return False


def _is_code(user: User, factor: Authenticator, code: str, at: datetime) -> bool:
    if factor.wrap().validate_code(code) and use_code(user, code, at):
        return True
    authentication_failed.send(
        sender=Authenticator,
        request=context.request,
        user=user,
        authenticator=factor,
        reauthentication=True,
    )
    return False


def _must_be_allowed(user: User) -> None:
    if not AxesProxyHandler.is_allowed(context.request, {"username": user.get_username()}):
        raise Refused(_locked(minutes_left(plain_name(user.get_username()))))


def _wrong(what: Said) -> Finding:
    return Finding(
        "not_confirmed",
        what,
        say("A signature needs the person: nothing was signed."),
        say("Try again; after several failures the account is locked for a while."),
    )


def _locked(minutes: int) -> Finding:
    return Finding(
        "locked_out",
        say("After several failures the account is locked out."),
        say("Somebody may have tried to guess: nothing was signed."),
        say("Try again in {minutes} minutes, or ask the security administrator.", minutes=minutes),
    )


def _no_password() -> Finding:
    return Finding(
        "no_password",
        say("You have no password of this product."),
        say("A signature needs a password, and the company's own sign-in gives none here."),
        say("Ask the security administrator for a one-time password, then choose your own."),
    )
