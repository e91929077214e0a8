"""Quarters are those of the contract's year; renewal is told in words."""

from __future__ import annotations

import pytest

from jieting.domain.books.quarter import (
    QuarterMonth,
    projected,
    quarter_months,
    quarter_of,
    quarters_until,
    renewal_words,
    results_of,
)
from jieting.domain.contracts.clauses.renewal import RenewalState
from jieting.domain.contracts.settle import renewal_state, settled_quarter
from jieting.domain.periods import Month
from tests.unit.books.quarters import HOTLINE, JANUARY, result, sealed


@pytest.mark.parametrize(
    ("begins", "month", "first"),
    [
        ("2026-01", "2026-03", "2026-01"),
        ("2026-02", "2026-04", "2026-02"),
        ("2026-02", "2027-01", "2026-11"),
        ("2026-11", "2026-11", "2026-11"),
    ],
)
def test_a_month_lies_in_a_quarter_of_the_contract_s_year(
    begins: str, month: str, first: str
) -> None:
    assert quarter_of(Month.parse(begins), Month.parse(month)) == Month.parse(first)


def test_the_quarters_of_a_year_cover_its_months_once() -> None:
    firsts = list(quarters_until(JANUARY, Month(2026, 12)))
    months = [month for first in firsts for month in quarter_months(first)]
    assert months == [JANUARY.plus(n) for n in range(12)]


def test_a_sealed_month_stands_before_its_estimate() -> None:
    [seal] = sealed(JANUARY, 90)
    both = QuarterMonth(JANUARY, seal, result(JANUARY, 50))
    assert results_of([both, QuarterMonth(JANUARY.plus(1))]) == (seal.result,)


def test_a_quarter_so_far_is_told_from_the_months_there_are() -> None:
    quarter = settled_quarter(HOTLINE, [result(JANUARY, 84), result(JANUARY.plus(1), 92)])
    assert (quarter.score, quarter.payable) == (88, 285_000)


@pytest.mark.parametrize(
    ("good", "given", "words"),
    [
        (10, 11, "is reached"),
        (3, 6, "mark is missed"),
        (5, 6, "5 more good months are needed of 6 still to come; 1 may miss"),
    ],
)
def test_renewal_in_words(good: int, given: int, words: str) -> None:
    assert words in str(renewal_words(RenewalState(good, given, 10, 12)))


def test_the_projection_rounds_down_and_needs_a_month() -> None:
    assert projected(RenewalState(5, 6, 10, 12)) == 10
    assert projected(RenewalState(4, 5, 10, 12)) == 9
    assert projected(RenewalState(0, 0, 10, 12)) is None


def test_renewal_counts_the_months_of_the_year_that_the_contract_began() -> None:
    months = [result(Month(2026, 11), 95), result(Month(2027, 1), 95), result(Month(2027, 2), 80)]
    state = renewal_state(HOTLINE, months, Month(2026, 11))
    assert state is not None
    assert (state.good, state.given) == (2, 3)
    later = renewal_state(HOTLINE, months, JANUARY)
    assert later is not None
    assert (later.good, later.given, later.still_needed) == (1, 2, 9)
