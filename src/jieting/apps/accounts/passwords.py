"""The rules of passwords, said before typing and all at once after, and one-time passwords."""

from __future__ import annotations

import secrets
import string
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError

from jieting.apps.base.words import later, tell
from jieting.domain.said import Said, say

LEAST_LENGTH = 10
LEAST_CLASSES = 3
REMEMBERED = 5

_LENGTH = say("At least {least} characters.", least=LEAST_LENGTH)
_CLASSES = say("Three of four: capital letters, small letters, digits, other characters.")
_NAME = say("Not like your name or your sign-in name.")
_COMMON = say("Not one of the passwords that everybody tries first.")
_RECENT = say("Not one of your last {count} passwords.", count=REMEMBERED)

RULES = (_LENGTH, _CLASSES, _NAME, _COMMON, _RECENT)
"""The rules, in plain words."""


class HouseRules:
    """Django's validator of a new password: all rules of the house, every broken one told."""

    def validate(self, password: str, user: Any = None) -> None:
        """Errors: ValidationError with one message for each broken rule."""
        broken = list(_broken(password, user))
        # Comparing with old hashes is slow by design, and what breaks a rule never was one.
        if not broken and _recent(password, user):
            broken.append(_RECENT)
        if broken:
            raise ValidationError([ValidationError(later(rule), code="rule") for rule in broken])

    def get_help_text(self) -> str:
        """All rules in one text."""
        return " ".join(tell(rule) for rule in RULES)


def one_time_password() -> str:
    """A password to read out once: four groups, without letters that look like others."""
    letters = "".join(c for c in string.ascii_letters if c not in "IlOoSsZz")
    digits = "346789"
    while True:
        groups = ["".join(secrets.choice(letters + digits) for _ in range(4)) for _ in range(4)]
        password = "-".join(groups)
        if not list(_broken(password, None)):
            return password


def _broken(password: str, user: Any) -> Iterator[Said]:
    if len(password) < LEAST_LENGTH:
        yield _LENGTH
    if _classes(password) < LEAST_CLASSES:
        yield _CLASSES
    if not _passes(UserAttributeSimilarityValidator(("username", "name")), password, user):
        yield _NAME
    if not _passes(_common(), password, user):
        yield _COMMON


def _classes(password: str) -> int:
    return len({_class(character) for character in password})


def _class(character: str) -> str:
    if character.isdigit():
        return "digit"
    # A Chinese character is neither capital nor small: it counts as another character.
    return "capital" if character.isupper() else "small" if character.islower() else "other"


def _passes(validator: Any, password: str, user: Any) -> bool:
    try:
        validator.validate(password, user)
    except ValidationError:
        return False
    return True


def _recent(password: str, user: Any) -> bool:
    if user is None or user.pk is None:
        return False
    last = user.past_passwords.order_by("-set_at", "-pk")[:REMEMBERED]
    hashes = {user.password, *(past.hash for past in last)}
    return any(check_password(password, known) for known in hashes)


_COMMON_LIST: list[CommonPasswordValidator] = []


def _common() -> CommonPasswordValidator:
    """Django's list of common passwords, unpacked when first asked for."""
    if not _COMMON_LIST:
        _COMMON_LIST.append(CommonPasswordValidator())
    return _COMMON_LIST[0]
