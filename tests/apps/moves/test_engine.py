from __future__ import annotations

import pytest

from jieting.apps.accounts.roles import Role
from jieting.apps.assessment.queries import records_of
from jieting.apps.moves.actions import Attachment, open_move, take_step
from jieting.apps.moves.models import Act, EvidenceFile, Move
from jieting.domain.errors import BadInput, Refused
from jieting.domain.periods import SECOND, instant
from tests.apps.world import AT, World

NINGDE = "ningde-12123"
START = instant(AT)
OUTAGE = {"from": START, "to": START + 3600 * SECOND, "cause": "outage", "reason": "trunk cut"}


def propose(world: World, role: Role = Role.CONTRACT_MANAGER, **more: object) -> Move:
    by = world.actor(role)
    return open_move(by=by, at=AT, contract_id=NINGDE, kind="exclusion", facts=OUTAGE, **more)


def step(world: World, move: Move, name: str, role: Role, **more: object) -> Move:
    by = world.actor(role)
    return take_step(by=by, at=AT, contract_id=NINGDE, number=move.number, step=name, **more)


def codes(error: pytest.ExceptionInfo) -> set[str]:
    return {finding.code for finding in error.value.findings}


def test_a_proposal_waits_for_the_other_side_and_is_a_record_not_agreed(world: World) -> None:
    move = propose(world)
    assert (move.state, move.waits_for, move.is_open) == ("proposed", "purchaser", True)
    [record] = records_of(NINGDE).exclusion
    assert (record.agreed, record.ref, record.reason) == (False, "M-1", "trunk cut")


def test_what_the_purchaser_agrees_to_is_agreed_in_the_records(world: World) -> None:
    move = step(world, propose(world), "agree", Role.DECIDER, revision=1)
    assert (move.state, move.waits_for, move.is_open) == ("agreed", "", False)
    [record] = records_of(NINGDE).exclusion
    assert record.agreed


def test_nobody_decides_a_proposal_of_the_own_side(world: World) -> None:
    move = propose(world)
    with pytest.raises(Refused) as error:
        step(world, move, "agree", Role.CONTRACT_MANAGER)
    assert codes(error) == {"move_not_your_side"}


def test_a_role_without_the_right_does_not_decide(world: World) -> None:
    move = propose(world, Role.PURCHASER_SUPERVISOR)
    with pytest.raises(Refused) as error:
        step(world, move, "agree", Role.TRAINER)
    assert codes(error) == {"move_no_right"}


def test_the_second_of_two_deciders_is_told_that_somebody_acted(world: World) -> None:
    move = propose(world)
    step(world, move, "agree", Role.DECIDER, revision=1)
    with pytest.raises(Refused) as error:
        step(world, move, "refuse", Role.PURCHASER_SUPERVISOR, revision=1, text="no")
    assert codes(error) == {"move_acted_meanwhile"}
    assert Act.objects.filter(move=move).count() == 2


def test_a_refusal_without_a_reason_is_not_taken(world: World) -> None:
    with pytest.raises(BadInput) as error:
        step(world, propose(world), "refuse", Role.DECIDER)
    assert codes(error) == {"move_no_reason"}


def test_evidence_is_kept_sealed_and_a_wrong_kind_refused(world: World) -> None:
    propose(world, files=[Attachment("outage.txt", b"trunk 3 down")])
    [kept] = EvidenceFile.objects.all()
    assert b"trunk" not in bytes(kept.content)
    with pytest.raises(BadInput) as error:
        propose(world, files=[Attachment("tool.exe", b"MZ"), Attachment("a.pdf", b"no")])
    assert codes(error) == {"evidence_kind"}
