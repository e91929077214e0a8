"""Points of a month: bounds, sums and steps, checked against whole-number arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from jieting.domain.contracts.assess import Assessment, Counted, assess
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import (
    ConfidentialityFinding,
    Records,
    Report,
    SelfAssessment,
    SpotCheck,
    Training,
)
from jieting.domain.contracts.what_if import what_if
from jieting.domain.figures import Figure
from tests.property.assess_months import HOTLINE, MONTH, POST_LOAN, WHOLE, readings

CAPS = {"N-5.2.3": 2, "N-5.2.4": 2}
"""Points that a line may rise above its full mark."""

shares = st.integers(0, 30_000).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))
near_90 = st.integers(1, 30_000).flatmap(
    lambda base: st.tuples(
        st.integers(-3, 3).map(lambda d: min(base, max(0, base * 9 // 10 + d))), st.just(base)
    )
)


def counted(
    connection: tuple[int, int] = (9, 10),
    satisfaction: tuple[int, int] = (95, 100),
    complaints: tuple[int, int] = (0, 10),
    sample: tuple[int, int] = (900, 9),
) -> Counted:
    """A month with these numbers."""
    two = {"N-4.1": connection, "N-4.2": satisfaction, "N-4.3": complaints}
    figures = {
        use.clause: Figure(HOTLINE.definition(use), *two[use.clause]) for use in HOTLINE.figures
    }
    return Counted({}, figures, {}, *sample)


@st.composite
def any_records(draw: st.DrawFn) -> Records:
    """Records of a month with so many of everything, reports there or not."""
    due = WHOLE.end + 1
    late = st.sampled_from([None, due - 1, due, due + 1])
    items = st.integers(0, 6).map(lambda n: tuple("x" * n))
    report = Report(
        kind="operations", due_at=due, submitted_at=draw(late), missing=draw(items), month=MONTH
    )
    own = SelfAssessment(due_at=due, submitted_at=draw(late), untrue_items=draw(items), month=MONTH)
    harms = draw(st.lists(st.sampled_from(["none", "harm"]), max_size=5))
    held = draw(st.lists(st.tuples(st.sampled_from(["special", "other"]), items), max_size=3))
    return Records(
        training=tuple(
            Training(date=date(2026, 10, 8), kind=kind, attendees=who) for kind, who in held
        ),
        spot_check=tuple(
            SpotCheck(call_id="1", scoring_error=wrong)
            for wrong in draw(st.lists(st.booleans(), max_size=30))
        ),
        report=(report,) if draw(st.booleans()) else (),
        self_assessment=(own,) if draw(st.booleans()) else (),
        confidentiality_finding=tuple(
            ConfidentialityFinding(date=date(2026, 10, 8), consequence=c) for c in harms
        ),
    )


months = st.builds(counted, shares, shares, shares, st.tuples(st.integers(0, 5000), st.just(3)))


def earned(assessment: Assessment) -> Mapping[str, Fraction | None]:
    """What each line earned."""
    return {line.clause: line.earned for line in assessment.lines}


@given(months, any_records(), readings(HOTLINE))
def test_the_score_is_the_sum_of_its_lines(
    month: Counted, records: Records, contract: Contract
) -> None:
    result = assess(contract, MONTH, month, records)
    lines = list(earned(result).values())
    if None in lines:
        assert result.score is result.coefficient is None
        return
    total = max(Fraction(0), sum((x for x in lines if x is not None), Fraction(0)))
    capped = contract.reading("total_cap") == "no"
    assert result.score == (min(total, Fraction(100)) if capped else total)
    assert result.coefficient is not None


@given(months, any_records(), readings(HOTLINE))
def test_a_line_stays_between_nothing_and_its_full_mark_with_bonus(
    month: Counted, records: Records, contract: Contract
) -> None:
    for line in assess(contract, MONTH, month, records).lines:
        if line.earned is not None:
            assert line.earned <= line.full + CAPS.get(line.clause, 0)
            assert line.earned >= 0 or contract.reading("floor") == "total"
            assert (line.earned * 100).denominator == 1


@given(st.one_of(shares, near_90), readings(HOTLINE))
def test_connection_by_whole_numbers(share: tuple[int, int], contract: Contract) -> None:
    """Points of the connection rate, worked out without a fraction."""
    line = earned(assess(contract, MONTH, counted(connection=share), Records()))["N-5.2.3"]
    number, base = share
    if base == 0:
        full = contract.reading("undefined_rate") == "full_marks"
        assert line == (25 if full else None)
        return
    if contract.reading("score_on") == "shown":  # hundredths of a percent, half up
        number, base = (20_000 * number + base) // (2 * base), 10_000
    below = 90 * base - 100 * number  # the distance from 90 %, in percent, times the base
    cents = _bonus(contract, -below, base) if below <= 0 else -_lost(contract, below, base)
    expected = Fraction(2500 + cents, 100)
    assert line == (max(expected, 0) if contract.reading("floor") == "row" else expected)


def _lost(contract: Contract, below: int, base: int) -> int:
    """Hundredths of points for missing the target by ``below / base`` percentage points."""
    partial = contract.reading("partial_point", "N-5.2.3")
    if partial == "whole":
        return below // base * 100
    if partial == "started":
        return -(-below // base) * 100
    return (200 * below + base) // (2 * base)


def _bonus(contract: Contract, above: int, base: int) -> int:
    """Hundredths of points for passing it by ``above / base`` percentage points."""
    if contract.reading("bonus_step") == "whole":
        return min(200, 2 * above // base * 20)
    return min(200, (80 * above + base) // (2 * base))


@given(shares, readings(HOTLINE))
def test_one_more_call_answered_never_costs_points(
    share: tuple[int, int], contract: Contract
) -> None:
    number, base = share
    if number < base:
        fewer = earned(assess(contract, MONTH, counted(connection=share), Records()))
        more = earned(assess(contract, MONTH, counted(connection=(number + 1, base)), Records()))
        low, high = fewer["N-5.2.3"], more["N-5.2.3"]
        assert low is not None
        assert high is not None
        assert high >= low


@given(st.integers(0, 30), st.integers(1, 30_000), readings(HOTLINE))
def test_one_more_complaint_never_earns_points(number: int, base: int, contract: Contract) -> None:
    one, two = (
        earned(assess(contract, MONTH, counted(complaints=(n, base)), Records()))["N-5.2.5"]
        for n in (number, number + 1)
    )
    assert one is not None
    assert two is not None
    assert two <= one


@given(months, any_records(), readings(HOTLINE))
def test_a_reading_and_back_again_is_the_same_month(
    month: Counted, records: Records, contract: Contract
) -> None:
    base = assess(contract, MONTH, month, records)
    for choice, value in contract.alternatives():
        other = contract.with_reading(choice, value)
        place = contract.choices.index(choice)
        assert other.choices[place] == replace(choice, value=value)
        assert other.with_reading(other.choices[place], choice.value) == contract
        if value == choice.value:
            assert assess(other, MONTH, month, records) == base


@given(months, any_records())
def test_what_if_gives_every_value_of_every_choice_once(month: Counted, records: Records) -> None:
    base = assess(HOTLINE, MONTH, month, records)
    rows = list(what_if(base, lambda other: assess(other, MONTH, month, records)))
    assert [(r.choice, r.value) for r in rows] == list(HOTLINE.alternatives())
    assert sum(row.chosen for row in rows) == len(HOTLINE.choices)
    for row in rows:
        if row.chosen:
            assert (row.score, row.coefficient, row.moved) == (base.score, base.coefficient, ())


@given(
    st.lists(st.sampled_from(["bad", "good", "none"]), min_size=31, max_size=31),
    st.sampled_from(["ends", "bridges"]),
)
def test_runs_of_bad_days_as_a_reader_marks_them(days: list[str], gap: str) -> None:
    """Written as letters, a broken clause is three bad days with nothing but gaps between."""
    use = POST_LOAN.figure_use("P-3.1")
    definition = POST_LOAN.definition(use)
    shares = {"bad": (31, 100), "good": (30, 100)}
    daily = {
        day: Figure(definition, *shares[kind])
        for day, kind in zip(MONTH.days(), days, strict=True)
        if kind != "none"
    }
    choice = next(c for c in POST_LOAN.choices if c.name == "streak_gap")
    contract = POST_LOAN.with_reading(choice, gap)
    month = Counted({}, {"P-3.1": Figure(definition, 0, 100)}, {"P-3.1": daily})
    result = assess(contract, MONTH, month, Records())
    met = next(limit.met for limit in result.limits if limit.clause == "P-3.2")
    line = "".join(
        {"bad": "x", "good": ".", "none": "" if gap == "bridges" else "."}[d] for d in days
    )
    assert met == ("xxx" not in line)
