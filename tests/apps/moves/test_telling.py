from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from jieting.apps.accounts.roles import Role
from jieting.apps.base.packed import unpacked_words
from jieting.apps.moves.actions import open_move, take_step
from jieting.apps.moves.models import Move
from jieting.apps.moves.queries import running_clocks
from jieting.apps.moves.telling import remind
from jieting.apps.notices.models import Notice
from jieting.domain.periods import SECOND, instant
from tests.apps.world import AT, World

NINGDE, POST_LOAN = "ningde-12123", "post-loan"
START = instant(AT)
OUTAGE = {"from": START, "to": START + 3600 * SECOND, "cause": "outage", "reason": "trunk cut"}
FOUND = {"level": "2", "received_at": START, "category": "complaint", "what": "rude"}
RECTIFIED = {"rectification": "trained again"}


@pytest.fixture
def proposal(world: World) -> Move:
    by = world.actor(Role.CONTRACT_MANAGER)
    return open_move(by=by, at=AT, contract_id=NINGDE, kind="exclusion", facts=OUTAGE)


@pytest.fixture
def violation(world: World) -> Move:
    by = world.actor(Role.DECIDER, POST_LOAN)
    found = open_move(by=by, at=AT, contract_id=POST_LOAN, kind="violation", facts=FOUND)
    Notice.objects.all().delete()
    return found


def told() -> set[tuple[str, str]]:
    rows = Notice.objects.select_related("user")
    return {(row.user.username.partition("@")[0], row.event) for row in rows}


def later(**hours: float) -> datetime:
    return AT + timedelta(**hours)


def test_a_proposal_is_told_to_those_of_the_other_side_who_decide(proposal: Move) -> None:
    assert told() == {("decider", "moves.waits"), ("purchaser_supervisor", "moves.waits")}
    words = unpacked_words(Notice.objects.first().words)
    with translation.override("en"):
        assert str(words).startswith("Exclusion M-1: proposed by contract_manager@ningde-12123")
    assert "trunk cut" not in str(words)


def test_a_decision_is_told_to_who_proposed_and_the_deciders_of_that_side(
    world: World, proposal: Move
) -> None:
    Notice.objects.all().delete()
    by = world.actor(Role.DECIDER)
    take_step(by=by, at=AT, contract_id=NINGDE, number=proposal.number, step="agree")
    assert told() == {("contract_manager", "moves.acted"), ("supervisor", "moves.acted")}


def test_who_took_part_hears_of_the_own_side_too(world: World, proposal: Move) -> None:
    Notice.objects.all().delete()
    by = world.actor(Role.SUPERVISOR)
    take_step(by=by, at=AT, contract_id=NINGDE, number=proposal.number, step="withdraw")
    assert ("contract_manager", "moves.acted") in told()
    assert ("decider", "moves.acted") in told()


def test_each_stage_of_a_clock_is_told_once(violation: Move) -> None:
    assert running_clocks() == [(POST_LOAN, violation.number)]
    number = violation.number
    assert not remind(POST_LOAN, number, later(hours=11, minutes=59))
    assert remind(POST_LOAN, number, later(hours=12))
    assert not remind(POST_LOAN, number, later(hours=13))
    assert ("contract_manager", "moves.clock.half") in told()
    assert not any(name == "decider" for name, _ in told())
    assert remind(POST_LOAN, number, later(hours=22))
    assert remind(POST_LOAN, number, later(hours=24, seconds=1))
    assert not remind(POST_LOAN, number, later(hours=48))
    assert ("decider", "moves.clock.overdue") in told()


def test_who_looked_too_late_is_told_only_that_it_is_overdue(violation: Move) -> None:
    assert remind(POST_LOAN, violation.number, later(hours=30))
    assert {event for _, event in told()} == {"moves.clock.overdue"}


def test_what_is_done_is_not_reminded_of(world: World, violation: Move) -> None:
    by = world.actor(Role.SUPERVISOR, POST_LOAN)
    take_step(
        by=by, at=AT, contract_id=POST_LOAN, number=violation.number, step="rectify",
        facts=RECTIFIED,
    )  # fmt: skip
    Notice.objects.all().delete()
    assert not remind(POST_LOAN, violation.number, later(hours=30))
    assert told() == set()


def test_a_remark_does_not_start_the_clock_anew(world: World, violation: Move) -> None:
    by = world.actor(Role.SUPERVISOR, POST_LOAN)
    take_step(
        by=by, at=later(hours=10), contract_id=POST_LOAN, number=violation.number,
        step="remark", text="we are at it",
    )  # fmt: skip
    assert remind(POST_LOAN, violation.number, later(hours=12))
