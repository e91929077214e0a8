from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jieting.domain.books.kind import steps_open_to
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.kinds.violation import VIOLATION, clock_of
from jieting.domain.books.move import Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.rectification import ClockState
from jieting.domain.periods import DAY, Instant, Month, local, shown
from tests.unit.books.moves import at, opened, taken, terms

POST_LOAN = terms("post-loan")
HOUR = DAY // 24


def violation(received: Instant, level: str = "2", category: str = "other", **more: int) -> Move:
    facts = {"level": level, "received_at": received, "category": category, "what": "x"}
    return opened("violation", received, facts, **more)


def put_right(move: Move, when: Instant) -> Move:
    return taken(move, "rectify", when, {"rectification": "done"})


@pytest.mark.parametrize(
    ("zone", "received", "due"),
    [
        ("Asia/Shanghai", "2026-10-12T23:59", "2026-10-13 23:59"),
        ("Asia/Shanghai", "2026-10-31T16:00", "2026-11-01 16:00"),
        ("Asia/Shanghai", "2026-02-28T00:00", "2026-03-01 00:00"),
        ("Europe/Berlin", "2026-03-28T12:00", "2026-03-29 13:00"),
        ("Europe/Berlin", "2026-10-24T12:00", "2026-10-25 11:00"),
        ("America/Mexico_City", "2026-10-31T23:30", "2026-11-01 23:30"),
    ],
)
def test_the_clock_runs_24_natural_hours(zone: str, received: str, due: str) -> None:
    contract = terms("post-loan", zone)
    clock = VIOLATION.clock(violation(at(received, zone)), contract)
    assert clock is not None
    assert shown(clock.due_at, contract.zone) == due
    assert clock.side is Side.SUPPLIER


def test_both_parties_read_one_moment_in_their_own_zones() -> None:
    received = at("2026-10-31T20:00", "America/Mexico_City")
    there, here = terms("post-loan", "America/Mexico_City"), terms("post-loan")
    clocks = [VIOLATION.clock(violation(received), each) for each in (there, here)]
    assert clocks[0] == clocks[1]
    months = [tuple(VIOLATION.months(violation(received), each)) for each in (there, here)]
    assert months == [(Month(2026, 10),), (Month(2026, 11),)]
    assert local(clocks[0].due_at, here.zone).date() == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("after", "state"), [(24 * HOUR, ClockState.IN_TIME), (24 * HOUR + 1, ClockState.LATE)]
)
def test_exactly_24_hours_is_in_time(after: Instant, state: ClockState) -> None:
    received = at("2026-10-12T10:00")
    move = put_right(violation(received), received + after)
    assert clock_of(move, POST_LOAN, received).state is state


@given(st.integers(0, 72 * HOUR), st.integers(0, 72 * HOUR))
def test_in_time_is_decided_by_the_hours_alone(early: int, wait: int) -> None:
    received = at("2026-10-30T00:00") + early
    move = put_right(violation(received), received + wait)
    in_time = clock_of(move, POST_LOAN, received).state is ClockState.IN_TIME
    assert in_time is (wait <= 24 * HOUR)


def test_a_rejection_does_not_start_the_clock_again() -> None:
    received = at("2026-10-12T10:00")
    move = put_right(violation(received), received + 2 * HOUR)
    assert VIOLATION.clock(move, POST_LOAN) is None
    rejected = taken(move, "reject", received + 30 * HOUR)
    [(_, record)] = VIOLATION.records(rejected, POST_LOAN)
    assert record.rectified_at is None
    assert VIOLATION.clock(rejected, POST_LOAN).due_at == received + 24 * HOUR
    again = put_right(rejected, received + 31 * HOUR)
    assert clock_of(again, POST_LOAN, received).state is ClockState.LATE
    [said] = VIOLATION.remarks(rejected, [], POST_LOAN, received)
    assert "2026-10-13 16:00" in str(said)


def test_level_1_and_a_contract_without_the_rule_have_no_clock() -> None:
    received = at("2026-10-12T10:00")
    assert VIOLATION.clock(violation(received, level="1"), POST_LOAN) is None
    assert VIOLATION.clock(violation(received), terms("ningde-12123")) is None


def test_what_was_withdrawn_is_no_record() -> None:
    move = taken(violation(at("2026-10-12T10:00")), "withdraw", at("2026-10-12T11:00"))
    assert list(VIOLATION.records(move, POST_LOAN)) == []


def test_the_supplier_rectifies_and_the_purchaser_judges() -> None:
    received = at("2026-10-12T10:00")
    move = violation(received)
    assert VIOLATION.waits_for(move) is Side.SUPPLIER
    assert [s.name for s in steps_open_to(VIOLATION, move, Side.SUPPLIER, "s")] == ["rectify"]
    handed_in = put_right(move, received)
    assert VIOLATION.waits_for(handed_in) is Side.PURCHASER
    names = [s.name for s in steps_open_to(VIOLATION, handed_in, Side.PURCHASER, "p")]
    assert names == ["accept", "reject", "withdraw"]


def test_it_belongs_to_the_clause_of_its_clock_and_the_duty_beside_it() -> None:
    assert list(VIOLATION.clauses(POST_LOAN)) == ["P-8.1", "P-8.2"]
    assert list(VIOLATION.clauses(terms("ningde-12123"))) == []


def accepted(received: Instant, when: Instant, **more: int) -> Move:
    return taken(put_right(violation(received, **more), when), "accept", when)


def said(move: Move, others: list[Move], now: Instant) -> str:
    return " ".join(str(s) for s in KINDS["violation"].remarks(move, others, POST_LOAN, now))


@pytest.mark.parametrize(
    ("after", "category", "again"),
    [
        (0, "other", True),
        (30 * DAY, "other", True),
        (30 * DAY + 1, "other", False),
        (-1, "other", False),
        (DAY, "harm", False),
    ],
)
def test_the_same_within_30_days_of_acceptance_is_a_recurrence(
    after: Instant, category: str, again: bool
) -> None:
    received = at("2026-10-12T10:00")
    earlier = accepted(received, received + HOUR)
    later = violation(received + HOUR + after, category=category, number=2)
    now = received + 40 * DAY
    assert ("A recurrence: M-1" in said(later, [earlier, later], now)) is again
    assert ("came again within 30 days: M-2" in said(earlier, [earlier, later], now)) is again


def test_an_accepted_one_is_watched_until_30_days_are_over() -> None:
    received = at("2026-10-12T10:00")
    move = accepted(received, received)
    assert "until 2026-11-11 10:00" in said(move, [move], received + 30 * DAY)
    assert said(move, [move], received + 30 * DAY + 1) == ""


def test_a_withdrawn_one_is_no_recurrence() -> None:
    received = at("2026-10-12T10:00")
    earlier = accepted(received, received)
    later = taken(violation(received + DAY, number=2), "withdraw", received + DAY)
    assert said(later, [earlier, later], received + DAY) == ""


def test_one_whose_complaint_was_overturned_is_to_be_withdrawn() -> None:
    received = at("2026-10-12T10:00")
    facts = {"call_id": "c", "received_at": received, "category": "attitude", "what": "rude"}
    heard = taken(opened("complaint", received, facts, number=7), "judge_justified", received)
    move = violation(received, number=8, about=7)
    assert said(move, [heard, move], received) == ""
    overturned = taken(heard, "overturn", received, to="unjustified")
    assert "M-7 on which it rests" in said(move, [overturned, move], received)
