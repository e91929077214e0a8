"""Clause kinds by themselves: brackets, requirements of a sample, runs, deadlines."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from jieting.domain.contracts.clauses.coefficient import Bracket, Coefficient
from jieting.domain.contracts.clauses.duty import Duty
from jieting.domain.contracts.clauses.events import Events
from jieting.domain.contracts.clauses.minimum_count import counts
from jieting.domain.contracts.clauses.renewal import Renewal
from jieting.domain.contracts.clauses.sample import Sample
from jieting.domain.contracts.records import Complaint, Records, Training, Violation
from jieting.domain.periods import SECOND

BRACKETS = Coefficient(
    tuple(
        Bracket(Fraction(score), Fraction(share, 100))
        for score, share in [(90, 100), (85, 95), (80, 85), (70, 75), (60, 60), (0, 50)]
    )
)


@pytest.mark.parametrize(
    ("score", "share"),
    [
        ("104", 100),
        ("100", 100),
        ("90", 100),
        ("89.99", 95),
        ("85", 95),
        ("84.99", 85),
        ("80", 85),
        ("79.99", 75),
        ("70", 75),
        ("69.99", 60),
        ("60", 60),
        ("59.99", 50),
        ("0", 50),
    ],
)
def test_the_edge_of_a_bracket_reaches_it(score: str, share: int) -> None:
    assert BRACKETS.of(Fraction(score)) == Fraction(share, 100)


@pytest.mark.parametrize(
    ("base", "up", "half_up"),
    [(0, 0, 0), (1, 1, 0), (49, 1, 0), (50, 1, 1), (100, 1, 1), (149, 2, 1), (9901, 100, 99)],
)
def test_how_many_calls_a_sample_needs(base: int, up: int, half_up: int) -> None:
    rule = Sample(Fraction(1), Fraction(10), Fraction("0.2"))
    assert rule.required(base, "up") == up
    assert rule.required(base, "half_up") == half_up


@pytest.mark.parametrize(
    ("kind", "signed", "reading", "counted"),
    [
        ("special", True, "special_signed", True),
        ("special", False, "special_signed", False),
        ("ordinary", True, "special_signed", False),
        ("special", False, "special", True),
        ("ordinary", True, "special", False),
        ("ordinary", True, "any_signed", True),
        ("special", False, "any_signed", False),
    ],
)
def test_which_training_counts(kind: str, signed: bool, reading: str, counted: bool) -> None:
    who = ("A01",) if signed else ()
    assert counts(Training(date=date(2026, 10, 1), kind=kind, attendees=who), reading) is counted


def test_a_deadline_runs_from_receipt_in_natural_hours() -> None:
    rule = Duty(Events("violation", (("level", 2),)), 24, None)
    violation = Violation(level=2, received_at=0, rectified_at=None)
    assert rule.deadline(violation) == 24 * 3600 * SECOND


def test_a_record_without_a_deadline_is_refused() -> None:
    rule = Duty(Events("complaint", ()), 24, None)
    with pytest.raises(TypeError):
        rule.deadline(Complaint(call_id="1", received_at=0, verdict="open"))


def test_events_are_those_that_meet_every_condition() -> None:
    one, two = (Violation(level=n, received_at=0, rectified_at=None) for n in (1, 2))
    records = Records(violation=(one, two))
    assert Events("violation", (("level", 2),)).of(records) == (two,)
    assert Events("violation", ()).of(records) == (one, two)
    assert Events("report", ()).is_waiting(records)
    assert not Events("violation", (("level", 3),)).is_waiting(records)


def test_renewal_counts_the_edge_as_good() -> None:
    state = Renewal(10, 12, Fraction(90)).state([Fraction(90), Fraction("89.99"), Fraction(91)])
    assert (state.good, state.given, state.still_needed, state.still_possible) == (2, 3, 8, True)
