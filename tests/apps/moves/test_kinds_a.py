from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from jieting.apps.accounts.roles import Role
from jieting.apps.assessment.actions import keep_records
from jieting.apps.assessment.queries import records_of
from jieting.apps.moves.actions import open_move, take_step
from jieting.apps.moves.models import Act, Move
from jieting.domain.errors import BadInput, Refused
from jieting.domain.periods import SECOND, Month, instant
from tests.apps.assessment.months import keep_calls, simulated, terms
from tests.apps.world import AT, BY, CONTRACTS, World

NINGDE, POST_LOAN = CONTRACTS
START = instant(AT)
HOUR = 3600 * SECOND
NOW = AT + timedelta(days=2)
RUDE = {"received_at": START, "category": "attitude", "what": "rude"}


@pytest.fixture
def call(world: World) -> str:
    """A call that is kept in both contracts."""
    kept = simulated(NINGDE)[0][:1]
    for contract_id in CONTRACTS:
        keep_calls(contract_id, kept)
    return kept[0].call_id


def make(
    world: World, kind: str, facts: dict[str, Any], role: Role = Role.DECIDER, c: str = NINGDE
) -> Move:
    return open_move(by=world.actor(role, c), at=NOW, contract_id=c, kind=kind, facts=facts)


def step(world: World, move: Move, name: str, role: Role = Role.DECIDER, **more: Any) -> Move:
    c = move.contract_id
    given = {"at": NOW, **more}
    return take_step(by=world.actor(role, c), contract_id=c, number=move.number, step=name, **given)


def codes(error: pytest.ExceptionInfo) -> set[str]:
    return {finding.code for finding in error.value.findings}


def test_a_complaint_is_investigated_and_judged_and_counts(world: World, call: str) -> None:
    move = make(world, "complaint", {"call_id": call, **RUDE}, Role.CONTRACT_MANAGER)
    found = {"findings": "heard the recording", "opinion": "unjustified"}
    step(world, move, "investigate", Role.QUALITY_INSPECTOR, facts=found)
    assert [c.verdict for c in records_of(NINGDE).complaint] == ["open"]
    step(world, move, "judge_justified", text="the agent shouted")
    [complaint] = records_of(NINGDE).complaint
    assert (complaint.verdict, complaint.ref) == ("justified", move_ref(move))


def move_ref(move: Move) -> str:
    return f"M-{move.number}"


def test_the_same_complaint_is_not_registered_twice(world: World, call: str) -> None:
    facts = {"call_id": call, **RUDE}
    first = make(world, "complaint", facts)
    with pytest.raises(BadInput) as error:
        make(world, "complaint", facts, Role.CONTRACT_MANAGER)
    assert codes(error) == {"complaint_registered_already"}
    make(world, "complaint", {**facts, "received_at": START + HOUR})
    step(world, first, "withdraw")
    assert make(world, "complaint", facts).number == 3


def test_a_complaint_of_the_kept_records_is_not_registered_again(world: World, call: str) -> None:
    text = f'[[complaint]]\ncall_id = "{call}"\nreceived_at = {AT.isoformat()}\nverdict = "open"\n'
    keep_records(by=BY, at=AT, contract_id=NINGDE, text=text)
    with pytest.raises(BadInput) as error:
        make(world, "complaint", {"call_id": call, **RUDE})
    assert codes(error) == {"complaint_registered_already"}


def test_what_has_not_happened_yet_is_not_registered(world: World, call: str) -> None:
    late = instant(NOW) + 1
    with pytest.raises(BadInput) as error:
        make(world, "complaint", {"call_id": call, **RUDE, "received_at": late})
    assert codes(error) == {"move_in_future"}
    tomorrow = str((NOW + timedelta(days=1)).date())
    with pytest.raises(BadInput) as error:
        make(world, "confidentiality", {"day": tomorrow, "what": "x", "consequence": "none"})
    assert codes(error) == {"move_in_future"}


def test_nothing_is_left_out_of_a_month_before_the_contract(world: World) -> None:
    before = Month(2025, 12).period(terms(NINGDE).zone).start
    facts = {"from": before, "to": before + HOUR, "cause": "outage", "reason": "cut"}
    with pytest.raises(BadInput) as error:
        make(world, "exclusion", facts)
    assert codes(error) == {"contract_not_in_force"}


def test_a_confirmed_complaint_opens_a_violation_with_the_clock_of_the_verdict(
    world: World, call: str
) -> None:
    complaint = make(world, "complaint", {"call_id": call, **RUDE}, c=POST_LOAN)
    step(world, complaint, "judge_justified", text="the agent shouted")
    violation = Move.objects.get(contract_id=POST_LOAN, kind="violation")
    assert violation.about == complaint
    assert (violation.waits_for, violation.due_at) == ("supplier", instant(NOW) + 24 * HOUR)
    assert Act.objects.get(move=violation).side == "purchaser"
    [record] = records_of(POST_LOAN).violation
    assert (record.level, record.received_at) == (2, instant(NOW))


def test_when_it_was_put_right_comes_from_the_act_and_never_from_a_form(world: World) -> None:
    facts = {"level": "2", "received_at": START, "category": "other", "what": "x"}
    move = make(world, "violation", facts, c=POST_LOAN)
    edge = AT + timedelta(hours=24)
    with pytest.raises(BadInput) as error:
        step(world, move, "rectify", Role.SUPERVISOR, at=edge)
    assert codes(error) == {"move_field_missing"}
    written = {"rectification": "done", "rectified_at": START}
    step(world, move, "rectify", Role.SUPERVISOR, at=edge, facts=written)
    assert [v.rectified_at for v in records_of(POST_LOAN).violation] == [instant(edge)]
    step(world, move, "reject", text="no cause is named", at=edge)
    assert [v.rectified_at for v in records_of(POST_LOAN).violation] == [None]
    move.refresh_from_db()
    assert (move.waits_for, move.due_at) == ("supplier", START + 24 * HOUR)


def test_the_supplier_neither_finds_nor_withdraws_a_violation(world: World) -> None:
    facts = {"level": "1", "received_at": START, "category": "crime", "what": "x"}
    with pytest.raises(Refused) as error:
        make(world, "violation", facts, Role.CONTRACT_MANAGER, POST_LOAN)
    assert "move_not_your_side" in codes(error)
    move = make(world, "violation", facts, c=POST_LOAN)
    with pytest.raises(Refused) as error:
        step(world, move, "withdraw", Role.CONTRACT_MANAGER, text="no")
    assert codes(error) == {"move_not_your_side"}


def test_a_finding_that_the_supplier_reports_itself_counts_when_confirmed(world: World) -> None:
    facts = {"day": str(AT.date()), "what": "list left open", "consequence": "none"}
    move = make(world, "confidentiality", facts, Role.CONTRACT_MANAGER)
    assert move.waits_for == "supplier"
    step(world, move, "answer", Role.CONTRACT_MANAGER, facts={"answer": "locked since"})
    assert records_of(NINGDE).confidentiality_finding == ()
    step(world, move, "confirm", text="a caller was harmed", facts={"consequence": "harm"})
    [finding] = records_of(NINGDE).confidentiality_finding
    assert finding.consequence == "harm"


def test_a_spot_check_counts_at_once(world: World, call: str) -> None:
    facts = {"call_id": call, "day": str(AT.date()), "scoring_error": "yes", "what": "greeting"}
    move = make(world, "spot_check", facts)
    assert (move.waits_for, move.is_open) == ("supplier", True)
    calm = make(world, "spot_check", {**facts, "scoring_error": "no"})
    assert (calm.state, calm.is_open) == ("no_error", False)
    assert [check.scoring_error for check in records_of(NINGDE).spot_check] == [True, False]
    step(world, move, "accept", Role.CONTRACT_MANAGER)
    assert [check.scoring_error for check in records_of(NINGDE).spot_check] == [True, False]
