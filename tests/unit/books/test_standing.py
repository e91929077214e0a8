from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jieting.domain.books.kinds import KINDS
from jieting.domain.books.move import Move
from jieting.domain.books.reminding import NEAR, Stage, clock_began, stage_of
from jieting.domain.books.standing import belongs, evidence, stand_by_moves, was_late
from jieting.domain.contracts.assess import Counted, assess
from jieting.domain.contracts.board.look import Look, look_at
from jieting.domain.contracts.board.moves import moves_of
from jieting.domain.contracts.board.standing import Side, Standing, State
from jieting.domain.contracts.board.standings import stand
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.figures import Figure
from jieting.domain.periods import SECOND, Month
from tests.unit.books.moves import at, opened, taken, terms

OCTOBER = Month(2026, 10)
HOTLINE, POST_LOAN = terms("ningde-12123"), terms("post-loan")
ORDERED = at("2026-10-05 09:00")
TASK = {"title": "leaflet", "what": "x", "due_at": at("2026-10-12 18:00")}
FOUND = {"level": "2", "received_at": ORDERED, "category": "complaint", "what": "rude"}


def look(now: str, contract: Contract = HOTLINE) -> Look:
    figures = {use.clause: Figure(contract.definition(use), 99, 100) for use in contract.figures}
    days = {use.clause: {} for use in contract.figures}
    assessment = assess(contract, OCTOBER, Counted({}, figures, days), Records())
    return look_at(assessment, Records(), at(now))


def standing(clause: str, moves: list[Move], now: str, contract: Contract = HOTLINE) -> Standing:
    found = look(now, contract)
    every = stand_by_moves(stand(found), evidence(moves, found), found)
    return next(one for one in every if one.clause.id == clause)


def task() -> Move:
    return opened("task", ORDERED, TASK)


def done(when: str) -> Move:
    return taken(task(), "done", at(when), {"done": "posted"})


@pytest.mark.parametrize(
    ("move", "now", "state"),
    [
        (None, "2026-10-06 09:00", State.NOT_DUE),
        (task(), "2026-10-06 09:00", State.AT_RISK),
        (task(), "2026-10-12 18:00", State.AT_RISK),
        (task(), "2026-10-12 18:01", State.BREACHED),
        (done("2026-10-12 10:00"), "2026-10-13 09:00", State.AT_RISK),
        (done("2026-10-12 10:00"), "2026-11-02 09:00", State.WAITING),
        (done("2026-10-13 10:00"), "2026-10-13 11:00", State.BREACHED),
        (taken(done("2026-10-12 10:00"), "accept", ORDERED), "2026-11-02 09:00", State.MET),
        (taken(done("2026-10-13 10:00"), "accept", ORDERED), "2026-11-02 09:00", State.BREACHED),
        (taken(task(), "withdraw", ORDERED), "2026-11-02 09:00", State.NOT_DUE),
    ],
)
def test_a_duty_without_a_rule_stands_by_its_tasks(move, now, state):
    found = standing("N-2.3.2", [move] if move else [], now)
    assert (found.state, found.is_counted) == (state, True)


def test_the_worst_of_several_moves_decides_and_says_why():
    late = replace(opened("task", ORDERED, TASK, number=2), facts=TASK)
    kept = taken(done("2026-10-12 10:00"), "accept", ORDERED)
    found = standing("N-2.3.2", [kept, late], "2026-10-20 09:00")
    assert found.state is State.BREACHED
    assert [str(words) for words in found.why] == ["Task M-2: Finish the task (overdue)"]
    [todo] = found.moves
    assert (todo.side, todo.refs, todo.due_at) == (Side.SUPPLIER, ("M-2",), TASK["due_at"])


def test_a_violation_keeps_the_clause_of_rectification_and_a_late_one_breaks_it():
    violation = opened("violation", ORDERED, FOUND)
    before = standing("P-8.1", [violation], "2026-10-05 20:00", POST_LOAN)
    assert before.state is State.AT_RISK
    assert before.next_at == at("2026-10-06 09:00")
    assert standing("P-8.1", [violation], "2026-10-06 09:01", POST_LOAN).state is State.BREACHED
    told = {"rectification": "trained"}
    late = taken(violation, "rectify", at("2026-10-06 10:00"), told)
    accepted = taken(late, "accept", at("2026-10-06 11:00"))
    assert was_late(KINDS["violation"], accepted, POST_LOAN)
    assert standing("P-8.1", [accepted], "2026-10-20 10:00", POST_LOAN).state is State.BREACHED


def test_what_one_move_asks_for_two_clauses_is_one_thing_to_do():
    found = look("2026-10-05 20:00", POST_LOAN)
    violation = opened("violation", ORDERED, FOUND)
    records = Records(violation=tuple(
        record for _, record in KINDS["violation"].records(violation, POST_LOAN)
    ))  # fmt: skip
    found = look_at(found.assessment, records, found.now)
    every = stand_by_moves(stand(found), evidence([violation], found), found)
    asked = [one for one in moves_of(Side.SUPPLIER, found, every) if "M-1" in one.move.refs]
    assert [set(one.clauses) for one in asked] == [{"P-8.1", "P-8.2"}]


def test_clauses_of_the_books_are_counted_and_others_stay_where_they_were():
    found = look("2026-10-20 09:00", POST_LOAN)
    every = stand_by_moves(stand(found), {}, found)
    counted = {one.clause.id for one in every if one.is_counted}
    assert {"P-2.1", "P-3.1", "P-3.2", "P-3.3", "P-4.1.4", "P-8.1", "P-8.2"} <= counted
    assert "P-6.1" not in counted
    service = next(one for one in every if one.clause.id == "P-2.1")
    assert service.state is State.MET
    assert "09:00–12:00" in str(service.why[0])


def test_a_move_belongs_to_its_month_and_while_it_is_open_to_later_ones():
    kind = KINDS["task"]
    ended = taken(task(), "withdraw", ORDERED)
    months = [OCTOBER.plus(n) for n in (-1, 0, 1)]
    assert [belongs(kind, task(), month, HOTLINE) for month in months] == [False, True, True]
    assert [belongs(kind, ended, month, HOTLINE) for month in months] == [False, True, False]


def test_a_paper_on_file_holds_on_until_it_expires():
    facts = {"clause": "N-4.4", "title": "plan", "content": "x", "valid_until": "2026-10-20"}
    filed = opened("filing", at("2026-08-05 09:00"), facts, Side.SUPPLIER)
    confirmed = taken(filed, "confirm", at("2026-08-06 09:00"))
    assert standing("N-4.4", [confirmed], "2026-10-20 09:00").state is State.MET
    assert standing("N-4.4", [confirmed], "2026-10-21 09:00").state is State.BREACHED
    returned = taken(filed, "return", at("2026-08-06 09:00"))
    assert not evidence([returned], look("2026-10-20 09:00"))


@given(st.integers(1, 10**6), st.integers(-(10**6), 2 * 10**6))
def test_a_clock_goes_through_its_stages_in_order(length, gone):
    began, due_at = 0, length * SECOND
    order = [None, Stage.HALF, Stage.NEAR, Stage.OVERDUE]
    now, later = (order.index(stage_of(began, due_at, (gone + n) * SECOND)) for n in (0, 60))
    assert now <= later
    assert (stage_of(began, due_at, due_at), stage_of(began, due_at, due_at + 1)) == (
        Stage.NEAR, Stage.OVERDUE,
    )  # fmt: skip
    if due_at > 2 * NEAR:
        assert stage_of(began, due_at, due_at // 2) is Stage.HALF


def test_a_clock_that_was_set_anew_begins_anew():
    moved = {"due_at": at("2026-10-30 18:00")}
    again = taken(done("2026-10-12 10:00"), "return", at("2026-10-13 10:00"), moved)
    kind = KINDS["task"]
    clock = kind.clock(again, HOTLINE)
    assert clock is not None
    assert clock_began(kind, again, HOTLINE, clock) == at("2026-10-13 10:00")
    first = kind.clock(task(), HOTLINE)
    assert first is not None
    assert clock_began(kind, taken(task(), "remark", TASK["due_at"]), HOTLINE, first) == ORDERED
