"""What people change about themselves: their password and their language."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from jieting.apps.accounts.models import PastPassword, UsedCode, User
from jieting.apps.accounts.passwords import REMEMBERED
from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor

# Longer than an authenticator's code can be valid, by however much its clock is wrong.
_CODES_KEPT = timedelta(minutes=5)


def choose_language(*, by: Actor, at: datetime, user: User, language: str) -> None:
    """Keep the language in which a person wants the pages."""
    with audited("accounts.language.chosen", by=by, at=at, object=user.username, to=language):
        user.language = language
        user.save(update_fields=["language"])


def change_password(*, by: Actor, at: datetime, user: User, password: str) -> None:
    """Set the password that a person has chosen, by rules that were checked before."""
    with audited("accounts.password.changed", by=by, at=at, object=user.username):
        keep_password(user, password, at, chosen=True)


def keep_password(user: User, password: str, at: datetime, *, chosen: bool) -> None:
    """Write a password and remember it; one that was not chosen by the person must be changed.

    Only within an action.
    """
    user.set_password(password)
    user.password_changed_at = at
    user.must_change_password = not chosen
    user.save(update_fields=["password", "password_changed_at", "must_change_password"])
    PastPassword.objects.create(user=user, hash=user.password, set_at=at)
    last = user.past_passwords.order_by("-set_at", "-pk").values_list("pk", flat=True)
    user.past_passwords.exclude(pk__in=list(last[:REMEMBERED])).delete()


def use_code(user: User, code: str, at: datetime) -> bool:
    """Use up a code of an authenticator; False for one that was used before.

    A technical note like a session's, not an action: that somebody signed in is the audit's line.
    """
    UsedCode.objects.filter(used_at__lt=at - _CODES_KEPT).delete()
    try:
        with transaction.atomic():
            UsedCode.objects.create(user=user, code=code, used_at=at)
    except IntegrityError:
        return False
    return True
