from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from jieting.apps.accounts.roles import Role
from jieting.apps.assessment.effects import effects, money_of
from jieting.apps.assessment.queries import assessed_month
from jieting.apps.moves.actions import open_move, take_step
from jieting.apps.moves.hooks import effects_of
from jieting.apps.moves.models import Move
from jieting.apps.moves.queries import move_of
from jieting.domain.books.differences import differences
from jieting.domain.books.effect import Effect
from jieting.domain.calls.call import Outcome
from jieting.domain.contracts.board.standing import Side
from jieting.domain.periods import SECOND, instant
from tests.apps.assessment.months import MONTH, simulated
from tests.apps.world import AT, BY, CONTRACTS, World

NINGDE, POST_LOAN = CONTRACTS
LATER = AT + timedelta(days=40)
HOUR = 3600 * SECOND

pytestmark = pytest.mark.django_db


def opened(world: World, kind: str, contract: str = NINGDE, **facts: Any) -> Move:
    by = world.actor(Role.DECIDER, contract)
    return open_move(by=by, at=LATER, contract_id=contract, kind=kind, facts=facts)


def abandoned_hour(contract: str = NINGDE) -> dict[str, int]:
    lost = next(c for c in simulated(contract)[0] if c.outcome is Outcome.ABANDONED)
    return {"from": lost.arrived_at, "to": lost.arrived_at + HOUR}


def an_answered_call(contract: str = NINGDE) -> str:
    return next(c.call_id for c in simulated(contract)[0] if c.outcome is Outcome.ANSWERED)


def complaint(world: World, contract: str = NINGDE) -> Move:
    return opened(
        world,
        "complaint",
        contract,
        call_id=an_answered_call(contract),
        received_at=MONTH.period(assessed_month(contract, MONTH).terms.zone).start + 50 * HOUR,
        category="attitude",
        what="rude",
    )


def of(found: list[Effect], outcome: str) -> Effect:
    [one] = [e for e in found if e.outcome == outcome and e.month == MONTH]
    return one


def told_truly(told: Effect, contract: str, before: Any) -> None:
    """What was told is what the month has become."""
    after = assessed_month(contract, MONTH).assessment
    shown = tuple(c for c in told.changes if str(c.before) != "none")
    assert shown == differences(before, after)
    assert (told.score_after, told.coefficient_after) == (after.score, after.coefficient)
    assert told.money_after == money_of(after)
    assert (told.score_before, told.money_before) == (before.score, money_of(before))


@pytest.mark.parametrize(("step", "outcome"), [("agree", "agreed"), ("refuse", "refused")])
def test_an_exclusion_does_what_was_told(months: World, step: str, outcome: str) -> None:
    row = opened(months, "exclusion", **abandoned_hour(), cause="outage", reason="cut")
    before = assessed_month(NINGDE, MONTH).assessment
    told = of(effects_of(NINGDE, move_of(row)), outcome)
    assert bool(told.changes) is (outcome == "agreed")
    take_step(
        by=months.actor(Role.CONTRACT_MANAGER),
        at=LATER,
        contract_id=NINGDE,
        number=row.number,
        step=step,
        text="so",
    )
    told_truly(told, NINGDE, before)


def test_a_whole_day_left_out_moves_the_limit_that_was_told(months: World) -> None:
    day = str(MONTH.first_day + timedelta(days=4))
    row = opened(months, "exclusion", POST_LOAN, day=day, cause="purchaser", reason="fire")
    before = assessed_month(POST_LOAN, MONTH).assessment
    told = of(effects_of(POST_LOAN, move_of(row)), "agreed")
    assert told.money_after is None
    assert "P-3.1" in {change.clause for change in told.changes}
    by = months.actor(Role.CONTRACT_MANAGER, POST_LOAN)
    take_step(by=by, at=LATER, contract_id=POST_LOAN, number=row.number, step="agree")
    told_truly(told, POST_LOAN, before)


@pytest.mark.parametrize("verdict", ["justified", "unjustified"])
def test_a_verdict_on_a_complaint_does_what_was_told(months: World, verdict: str) -> None:
    row = complaint(months)
    before = assessed_month(NINGDE, MONTH).assessment
    told = of(effects_of(NINGDE, move_of(row)), verdict)
    assert bool(told.changes) is (verdict == "justified")
    take_step(
        by=months.actor(Role.DECIDER),
        at=LATER,
        contract_id=NINGDE,
        number=row.number,
        step=f"judge_{verdict}",
        text="heard it",
    )
    told_truly(told, NINGDE, before)


def test_a_verdict_that_starts_a_clock_tells_until_when(months: World) -> None:
    row = complaint(months, POST_LOAN)
    decided = AT + timedelta(days=10)
    told = of(effects(POST_LOAN, move_of(row), decided), "justified")
    [clock] = [change for change in told.changes if str(change.before) == "none"]
    assert (str(clock.what), clock.clause) == ("Violation", "P-8.1")
    assert "2026-10-12 10:00 if decided now" in str(clock.after)
    before = assessed_month(POST_LOAN, MONTH).assessment
    take_step(
        by=months.actor(Role.DECIDER, POST_LOAN),
        at=decided,
        contract_id=POST_LOAN,
        number=row.number,
        step="judge_justified",
        text="heard it",
    )
    told_truly(told, POST_LOAN, before)
    assert Move.objects.get(contract_id=POST_LOAN, kind="violation").about == row


def test_a_clock_that_starts_in_a_month_without_calls_is_told_in_words(months: World) -> None:
    found = effects(POST_LOAN, move_of(complaint(months, POST_LOAN)), LATER)
    [told] = [e for e in found if e.month != MONTH]
    assert (str(told.month), told.outcome, told.score_after) == ("2026-11", "justified", None)
    assert "if decided now" in str(told.changes[0].after)


def test_a_rejected_rectification_breaks_the_limit_again(months: World) -> None:
    found_at = instant(AT)
    facts = {"level": "2", "received_at": found_at, "category": "other", "what": "x"}
    row = opened(months, "violation", POST_LOAN, **facts)
    take_step(
        by=months.actor(Role.CONTRACT_MANAGER, POST_LOAN),
        at=AT + timedelta(hours=5),
        contract_id=POST_LOAN,
        number=row.number,
        step="rectify",
        facts={"rectification": "done"},
    )
    row.refresh_from_db()
    found = effects_of(POST_LOAN, move_of(row))
    assert "P-8.2" in {change.clause for change in of(found, "open").changes}
    assert of(found, "accepted").changes == ()


def test_a_confirmed_finding_costs_what_was_told(months: World) -> None:
    row = opened(
        months, "confidentiality", day=str(MONTH.first_day), what="list left", consequence="harm"
    )
    before = assessed_month(NINGDE, MONTH).assessment
    found = effects_of(NINGDE, move_of(row))
    assert of(found, "dismissed").changes == ()
    told = of(found, "confirmed")
    assert [change.clause for change in told.changes] == ["N-5.2.1"]
    take_step(
        by=months.actor(Role.DECIDER),
        at=LATER,
        contract_id=NINGDE,
        number=row.number,
        step="confirm",
        text="seen",
    )
    told_truly(told, NINGDE, before)


def test_what_is_decided_has_no_effect_any_more(months: World) -> None:
    row = complaint(months)
    by = months.actor(Role.DECIDER)
    take_step(by=by, at=LATER, contract_id=NINGDE, number=row.number, step="withdraw")
    row.refresh_from_db()
    assert effects_of(NINGDE, move_of(row)) == []


def test_a_dispute_tells_what_the_other_verdict_would_change(months: World) -> None:
    row = opened(
        months,
        "spot_check",
        call_id=an_answered_call(),
        day=str(MONTH.first_day),
        scoring_error="yes",
        what="greeting",
    )
    before = assessed_month(NINGDE, MONTH).assessment
    facts = {
        "subject": row.number,
        "first": "spot_check/found",
        "if_upheld": "error",
        "reason": "the greeting was there",
        "reviewed_by": "purchaser",
    }
    dispute = open_move(
        by=BY,
        at=LATER,
        contract_id=NINGDE,
        kind="dispute",
        facts=facts,
        about=row.number,
        as_side=Side.SUPPLIER,
    )
    found = effects_of(NINGDE, move_of(dispute))
    assert of(found, "upheld").changes == ()
    told = of(found, "overturned")
    assert [change.clause for change in told.changes] == ["N-5.2.7"]
    take_step(
        by=months.actor(Role.PURCHASER_SUPERVISOR),
        at=LATER,
        contract_id=NINGDE,
        number=dispute.number,
        step="overturn_it",
        facts={"outcome": "spot_check/no_error"},
        text="heard it again",
    )
    told_truly(told, NINGDE, before)
