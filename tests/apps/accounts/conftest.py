"""Fixtures of the tests about people: fast hashes, a policy of one's own, a clock to move."""

from __future__ import annotations

from datetime import timedelta

import axes.attempts
import axes.handlers.proxy
import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from jieting.apps.accounts.models import User
from jieting.apps.accounts.roles import Office, Role


@pytest.fixture
def policy(settings):
    """The second factor as an installation has it that says nothing else."""
    settings.JIETING_TOTP_ROLES = frozenset(
        {Role.CONTRACT_MANAGER, Role.DECIDER, Role.PURCHASER_SUPERVISOR, *Office}
    )


@pytest.fixture(autouse=True)
def quick_hashes(settings, world):
    """No test here is about how slow a hash is."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    User.objects.update(password=make_password(world.password, hasher="md5"))


@pytest.fixture
def clock(monkeypatch):
    """Moves what Django takes for the time: ``clock(minutes=31)``."""
    real = timezone.now
    state = {"ahead": timedelta()}
    for place in (timezone, axes.attempts, axes.handlers.proxy):
        monkeypatch.setattr(place, "now", lambda: real() + state["ahead"])

    def move(**by: float) -> None:
        state["ahead"] += timedelta(**by)

    return move
