"""Quarters: between their months, whatever the order; more score never pays less."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from jieting.domain.contracts.assess import coefficient_of
from jieting.domain.contracts.clauses.renewal import Renewal
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.contracts.settle import quarter_score, settle
from jieting.domain.contracts.settlement import MonthResult
from jieting.domain.periods import Month
from jieting.domain.quantities import round_half_up
from tests.property.assess_months import HOTLINE, readings

OCTOBER = Month(2026, 10)
cents = st.integers(0, 10_000)
scores = cents.map(lambda n: Fraction(n, 100))
quarters = st.lists(st.tuples(scores, st.integers(0, 50_000)), min_size=3, max_size=3)


def results(rows: list[tuple[Fraction, int]]) -> list[MonthResult]:
    """Assessed months with these scores and calls, from October on."""
    return [
        MonthResult(HOTLINE.id, HOTLINE.version, OCTOBER.plus(n), score, arrived)
        for n, (score, arrived) in enumerate(rows)
    ]


@given(quarters, readings(HOTLINE))
def test_a_quarter_lies_between_its_months(
    rows: list[tuple[Fraction, int]], contract: Contract
) -> None:
    score = quarter_score(contract, results(rows))
    given_scores = [score for score, _ in rows]
    assert min(given_scores) <= score <= max(given_scores)
    assert (score * 100).denominator == 1
    if contract.reading("quarter_score") == "worst":
        assert score == min(given_scores)


@given(st.lists(cents, min_size=3, max_size=3))
def test_the_mean_in_whole_cents_half_up(given_cents: list[int]) -> None:
    rows = [(Fraction(n, 100), 1) for n in given_cents]
    whole = (2 * sum(given_cents) + 3) // 6
    assert quarter_score(HOTLINE, results(rows)) == Fraction(whole, 100)


@given(quarters, st.permutations(range(3)), readings(HOTLINE))
def test_the_order_of_months_changes_nothing(
    rows: list[tuple[Fraction, int]], order: list[int], contract: Contract
) -> None:
    months = results(rows)
    first = settle(contract, months, Records(), now=0)
    second = settle(contract, [months[n] for n in order], Records(), now=0)
    assert first == second


@given(quarters)
def test_payable_is_fee_times_coefficient_in_cents(rows: list[tuple[Fraction, int]]) -> None:
    (quarter,) = settle(HOTLINE, results(rows), Records(), now=0).quarters
    assert quarter.coefficient in {Fraction(n, 100) for n in (100, 95, 85, 75, 60, 50)}
    assert quarter.payable == Fraction(round_half_up(quarter.fee * quarter.coefficient, 2))
    assert quarter.fee / 2 <= quarter.payable <= quarter.fee


@given(scores, scores)
def test_more_score_never_has_a_smaller_coefficient(one: Fraction, other: Fraction) -> None:
    low, high = (coefficient_of(HOTLINE, score) for score in sorted((one, other)))
    assert low is not None
    assert high is not None
    assert low <= high


@given(st.lists(scores, max_size=12), scores)
def test_renewal_once_out_of_reach_stays_so(given_scores: list[Fraction], more: Fraction) -> None:
    rule = Renewal(10, 12, Fraction(90))
    before = rule.state(given_scores)
    assert before.good + sum(score < 90 for score in given_scores) == before.given
    if before.given < 12:
        after = rule.state([*given_scores, more])
        assert before.still_possible or not after.still_possible
        assert after.still_needed in (before.still_needed, before.still_needed - 1)
    else:
        assert before.still_possible == (before.good >= 10)
