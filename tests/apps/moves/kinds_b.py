from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from jieting.apps.accounts.access import actor_of
from jieting.apps.accounts.models import Membership, User
from jieting.apps.accounts.roles import Role
from jieting.apps.base.actor import Actor
from jieting.apps.moves.actions import open_move, take_step
from jieting.apps.moves.models import Move
from jieting.domain.calls.call import Call, Outcome
from jieting.domain.periods import SECOND, instant
from tests.apps.assessment.months import keep_calls
from tests.apps.world import AT, World

NINGDE = "ningde-12123"
LATER = datetime.fromisoformat("2026-11-05T09:00:00+08:00")
OCTOBER = instant(datetime.fromisoformat("2026-10-12T09:00:00+08:00"))
DECIDER, SECOND_DECIDER = Role.DECIDER, Role.PURCHASER_SUPERVISOR
MANAGER = Role.CONTRACT_MANAGER


def opened(world: World, kind: str, facts: dict, role: Role, **more: object) -> Move:
    by, at = world.actor(role), more.pop("at", LATER)
    return open_move(by=by, at=at, contract_id=NINGDE, kind=kind, facts=facts, **more)


def step(world: World, move: Move, name: str, who: Role | Actor, **more: object) -> Move:
    by = who if isinstance(who, Actor) else world.actor(who)
    at = more.pop("at", LATER)
    return take_step(by=by, at=at, contract_id=NINGDE, number=move.number, step=name, **more)


def another(world: World, role: Role) -> Actor:
    """A second person of a role."""
    party = world.user(role).party
    user = User.objects.create(
        username=f"other-{role}", name="o", party=party, password_changed_at=AT
    )
    Membership.objects.create(user=user, contract_id=NINGDE, role=role, since=AT)
    return replace(actor_of(user, role.value), roles=frozenset({role}))


def codes(error: pytest.ExceptionInfo) -> set[str]:
    return {finding.code for finding in error.value.findings}


def call(number: int, agent: str = "A1", recording: str = "y", at: int = OCTOBER) -> Call:
    at += number * 60 * SECOND
    return Call(
        call_id=f"C-{number:03}", direction="inbound", queue="", caller="", arrived_at=at,
        queued_at=at, answered_at=at, ended_at=at + 60 * SECOND, outcome=Outcome.ANSWERED,
        agent=agent, talk_s=60, hold_s=0, wrap_up_s=0, recording=recording,
    )  # fmt: skip


def kept(count: int, **more: object) -> None:
    """So many calls of October in the books."""
    keep_calls(NINGDE, [call(number, **more) for number in range(count)])


def refreshed(move: Move) -> Move:
    return Move.objects.get(pk=move.pk)


def days(number: int) -> timedelta:
    return timedelta(days=number)
