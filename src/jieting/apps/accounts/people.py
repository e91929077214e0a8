"""People as the security administrator sees them: names, roles and doors, no business data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from jieting.apps.accounts.duties import needs_second_factor
from jieting.apps.accounts.lockout import locked_out_names, minutes_left
from jieting.apps.accounts.models import Membership, Party, User
from jieting.apps.accounts.words import role_word, roles_told
from jieting.domain.said import Said, say

STATES: dict[str, Said] = {
    "open": say("Open"),
    "locked": say("Locked"),
    "locked_out": say("Locked out for a while"),
    "unused": say("Not used for long"),
    "new_password": say("Must choose a password"),
}
"""What an account's state is called."""


@dataclass(frozen=True, slots=True)
class Row:
    """A person in the list."""

    user: User
    where: str
    roles: str
    states: tuple[Said, ...]
    second_factor: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is filtered by; empty for all."""

    text: str = ""
    party: str = ""
    role: str = ""
    state: str = ""


def people(wanted: Wanted) -> QuerySet[User]:
    """The people that fit, by party and name."""
    found = User.objects.filter(_by_state(wanted.state))
    if wanted.text:
        found = found.filter(Q(username__icontains=wanted.text) | Q(name__icontains=wanted.text))
    if wanted.party:
        found = found.filter(party=wanted.party)
    if wanted.role:
        held = Membership.objects.filter(user=OuterRef("pk"), role=wanted.role, ended_at=None)
        found = found.filter(Q(office=wanted.role) | Exists(held))
    return found.order_by("party__name", "name", "username")


def rows(found: QuerySet[User]) -> list[Row]:
    """People with their roles and states, in four queries however many they are."""
    running = Membership.objects.filter(ended_at=None).select_related("contract")
    totp = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    full = found.select_related("party").annotate(second_factor=Exists(totp))
    locked_out = locked_out_names()
    return [
        _row(user, locked_out)
        for user in full.prefetch_related(Prefetch("memberships", running, to_attr="running"))
    ]


def memberships_of(user: User) -> list[Membership]:
    """Every role that a person has or had, those that run first."""
    all_roles = Membership.objects.filter(user=user).select_related("contract")
    return sorted(all_roles, key=lambda one: (one.ended_at is not None, one.contract_id, one.role))


def states_of(user: User) -> list[Said]:
    """The states of one person."""
    names = frozenset({user.username}) if minutes_left(user.username) else frozenset()
    return list(_states(user, names))


def lacks_second_factor(user: User) -> bool:
    """Whether the policy asks a second factor of a person who has none."""
    has = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    return not has and needs_second_factor(user)


def parties() -> list[Party]:
    """Every organisation, suppliers first."""
    return list(Party.objects.order_by("-kind", "name"))


def _row(user: Any, locked_out: frozenset[str]) -> Row:
    where = user.party.name if user.party else ""
    if user.office:
        roles = roles_told([user.office])
    else:
        roles = roles_told({one.role for one in user.running})
    return Row(user, where, roles, tuple(_states(user, locked_out)), user.second_factor)


def _states(user: User, locked_out: frozenset[str]) -> list[Said]:
    held = {
        "locked": not user.is_active,
        "locked_out": user.username in locked_out,
        "unused": (user.last_login or user.date_joined) < _unused_since(),
        "new_password": user.must_change_password,
    }
    return [STATES[name] for name, true in held.items() if true] or [STATES["open"]]


def _by_state(state: str) -> Q:
    since = _unused_since()
    unused = Q(last_login__lt=since) | Q(last_login=None, date_joined__lt=since)
    return {
        "open": Q(is_active=True) & ~Q(username__in=locked_out_names()),
        "locked": Q(is_active=False),
        "locked_out": Q(username__in=locked_out_names()),
        "unused": unused,
        "new_password": Q(must_change_password=True),
    }.get(state, Q())


def _unused_since() -> datetime:
    return timezone.now() - timedelta(days=settings.JIETING_INACTIVE_DAYS)


def role_of(membership: Membership) -> Said:
    """What the role of a membership is called."""
    return role_word(membership.role)
