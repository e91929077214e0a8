"""The purchaser suspends payment on a clause that allows it, and alone lifts it again."""

from __future__ import annotations

from jieting.domain.books.kind import steps_open_to
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.kinds.suspension import SUSPENSION, suspending_clauses
from jieting.domain.books.move import Act, Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.periods import Month
from tests.unit.books.quarters import HOTLINE, LOANS

FACTS = {"ground": "limit", "clause": "P-3.2", "month": "2026-10", "reason": "three bad days"}


def move(state: str = "running") -> Move:
    opened = Act(1, "open", "running", Side.PURCHASER, "p", 0, FACTS)
    return Move(3, "suspension", state, FACTS, (opened,))


def codes(**more: object) -> set[str]:
    return {finding.code for finding in SUSPENSION.check({**FACTS, **more}, LOANS)}


def test_it_is_registered_and_only_the_purchaser_opens_it_by_a_decision() -> None:
    assert KINDS["suspension"] is SUSPENSION
    assert (SUSPENSION.opens, SUSPENSION.open_decides) == ({Side.PURCHASER}, True)


def test_it_rests_on_a_limit_with_a_remedy() -> None:
    assert {"P-3.2", "P-8.2"} <= {clause.id for clause in suspending_clauses(LOANS)}
    assert codes() == set()
    assert codes(clause="P-9.9") == {"suspension_clause"}
    assert codes(month=None) == {"suspension_month"}
    assert codes(ground="violation", month=None) == set()


def test_a_contract_without_such_a_clause_allows_none() -> None:
    assert all(clause.remedy for clause in suspending_clauses(HOTLINE))


def test_it_waits_for_the_purchaser_who_alone_lifts_it() -> None:
    running = move()
    assert SUSPENSION.waits_for(running) is Side.PURCHASER
    assert [s.name for s in steps_open_to(SUSPENSION, running, Side.PURCHASER, "x")] == ["lift"]
    assert steps_open_to(SUSPENSION, running, Side.SUPPLIER, "x") == ()
    lifted = move("lifted")
    assert not SUSPENSION.is_open(lifted)
    assert SUSPENSION.waits_for(lifted) is None


def test_it_tells_its_clause_and_month_and_touches_that_month() -> None:
    assert str(SUSPENSION.summary(move(), LOANS)) == (
        "payment suspended, P-3.2 in 2026-10: three bad days"
    )
    assert list(SUSPENSION.months(move(), LOANS)) == [Month(2026, 10)]
