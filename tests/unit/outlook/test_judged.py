"""Every replication is judged as ``assess`` judges a month with the same numbers."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jieting.domain.contracts.assess import assess
from jieting.domain.contracts.model import Contract
from jieting.domain.outlook.alike import NO_BASE, shown_units
from jieting.domain.outlook.chances import Ints
from jieting.domain.outlook.possible import Judge
from jieting.domain.outlook.still_open import Open
from tests.unit.outlook.months import (
    OCTOBER,
    Numbers,
    complete,
    contract,
    counted,
    drawn,
    figure,
    known,
)


def readings() -> list[Contract]:
    """The contract under each reading of how figures are compared and steps are counted."""
    found = [contract()]
    names = ("score_on", "partial_point", "partial_step", "bonus_step", "undefined_rate")
    for choice, value in contract().alternatives():
        if choice.name in names and value != choice.value:
            found.append(contract().with_reading(choice, value))
    return found


@st.composite
def numbers(draw: st.DrawFn, most: int = 3000) -> Numbers:
    """Two numbers of a figure, with nothing at all among them."""
    base = draw(st.integers(0, most))
    return base * draw(st.integers(800, 1000)) // 1000, base


@given(
    st.sampled_from(readings()),
    numbers(),
    st.lists(numbers(), min_size=1, max_size=3),
    st.lists(st.integers(0, 4), min_size=3, max_size=3),
)
@settings(max_examples=20)
def test_lines_and_score_are_those_of_assess(
    of: Contract, so_far: Numbers, rest: list[Numbers], complaints: list[int]
) -> None:
    start = {"N-4.1": so_far, "N-4.2": so_far, "N-4.3": (1, so_far[0])}
    month = known(of, counted(of, start), complete())
    more = {
        "N-4.1": rest,
        "N-4.2": rest[::-1],
        "N-4.3": [(c, pair[0]) for c, pair in zip(complaints, rest, strict=False)],
    }
    possible = Judge.of(month, Open.DONE).judged(drawn(month, more))
    for place in range(len(rest)):
        whole = {
            clause: (start[clause][0] + pairs[place][0], start[clause][1] + pairs[place][1])
            for clause, pairs in more.items()
        }
        expected = assess(of, OCTOBER, counted(of, whole), complete())
        ours = {clause: column.of(place) for clause, column in possible.lines.items()}
        assert ours == {line.clause: line.earned for line in expected.lines}
        assert possible.score is not None
        assert possible.score.of(place) == expected.score
        assert possible.coefficient is not None
        assert possible.coefficient.of(place) == expected.coefficient


@given(
    st.lists(st.tuples(st.integers(0, 10), st.just(10)), min_size=2, max_size=2),
    st.lists(
        st.lists(st.tuples(st.integers(0, 10), st.sampled_from((0, 10))), min_size=4, max_size=4),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(("ends", "bridges")),
    st.sampled_from(("exact", "shown")),
)
@settings(max_examples=20)
def test_limits_with_bad_days_are_those_of_assess(
    first: list[Numbers], later: list[list[Numbers]], gap: str, score_on: str
) -> None:
    of = contract("post-loan")
    for name, value in (("streak_gap", gap), ("score_on", score_on)):
        of = of.with_reading(next(c for c in of.choices if c.name == name), value)
    later = [[(min(n, of_), of_) for n, of_ in row] for row in later]
    before = {14: first[0], 15: first[1]}
    whole = (sum(n for n, _ in first), sum(n for _, n in first))
    month = known(of, counted(of, {"P-3.1": whole}, before), complete())
    days = tuple(date(2026, 10, day) for day in (16, 17, 18, 19))
    rest = drawn(month, {"P-3.1": [(0, 0)] * len(later)}, 0, days, {"P-3.1": later})
    possible = Judge.of(month, Open.DONE).judged(rest)
    for place, row in enumerate(later):
        total = (whole[0] + sum(n for n, _ in row), whole[1] + sum(n for _, n in row))
        after = {day: pair for day, pair in zip((16, 17, 18, 19), row, strict=True) if pair[1]}
        expected = assess(of, OCTOBER, counted(of, {"P-3.1": total}, before | after), complete())
        ours = {clause: column.of(place) for clause, column in possible.limits.items()}
        assert ours == {limit.clause: limit.met for limit in expected.limits}


@given(st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 9000)), min_size=1, max_size=20))
def test_shown_units_are_the_shown_value(pairs: list[Numbers]) -> None:
    of = contract()
    use = of.figure_use("N-4.1")
    above: Ints = np.array([a for a, _ in pairs])
    below: Ints = np.array([b for _, b in pairs])
    units = shown_units(of.definition(use), 2, above, below)
    for unit, pair in zip(units.tolist(), pairs, strict=True):
        shown = figure(of, "N-4.1", pair).shown(2)
        assert unit == (NO_BASE if shown is None else Fraction(shown) * 100)


def test_with_nothing_left_the_outlook_is_the_assessment() -> None:
    of = contract()
    so_far = counted(
        of, {"N-4.1": (8123, 9000), "N-4.2": (2801, 3000), "N-4.3": (5, 6000)}, None, 5900, 20
    )
    month = known(of, so_far, complete(), OCTOBER.period(of.zone).end)
    possible = Judge.of(month, Open.DONE).judged(drawn(month, {}))
    expected = assess(of, OCTOBER, so_far, complete())
    assert possible.score is not None
    assert possible.score.of(0) == expected.score
    assert expected.score is not None
    assert expected.score < 100
    assert {c: v.of(0) for c, v in possible.lines.items()} == {
        line.clause: line.earned for line in expected.lines
    }
