"""What a line still needs: the arithmetic done by hand, and promised by ``assess`` itself."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jieting.domain.contracts.assess import assess
from jieting.domain.outlook.needed import RateNeed, Reach, Unit, rate_needs
from tests.unit.outlook.months import (
    OCTOBER,
    Numbers,
    complete,
    contract,
    counted,
    drawn,
    known,
    months,
)

CONNECTION, SATISFACTION, COMPLAINTS = "N-4.1", "N-4.2", "N-4.3"
LINES = {CONNECTION: "N-5.2.3", SATISFACTION: "N-5.2.4", COMPLAINTS: "N-5.2.5"}


def need(clause: str, so_far: Numbers, rest: Numbers, of: str = "ningde-12123") -> RateNeed:
    """What the line of a figure needs."""
    month = known(contract(of), counted(contract(of), {clause: so_far}))
    (found,) = rate_needs(months(month, drawn(month, {clause: [rest]})))
    return found


@pytest.mark.parametrize(
    ("figure", "so_far", "rest", "number", "points"),
    [
        # 881 + 900 of 2000 are 89.05 %: less than one whole point below 90; 1780 are 89.00 %
        (CONNECTION, (900, 1000), (950, 1000), 881, 25),
        # 89.01 % of 4100 are 3649.41: 3650 are 89.02 %, and 3649 are 89.00 %
        (CONNECTION, (3600, 4000), (90, 100), 50, 25),
        # 94.995 % of 2000 are 1899.9: shown as 95.00 %
        (SATISFACTION, (950, 1000), (900, 1000), 950, 25),
        # 3 of 6000 are 0.050 %; 4 are 0.067 %, one whole step of 0.01 above
        (COMPLAINTS, (1, 3000), (0, 3000), 2, 10),
        # one complaint in 1000 calls is 0.100 %: 2 more calls for 1 complaint, 5 in 8475 are 0.059
        (COMPLAINTS, (1, 1000), (0, 7475), 4, 10),
    ],
)
def test_full_marks_need(
    figure: str, so_far: Numbers, rest: Numbers, number: int, points: int
) -> None:
    found = need(figure, so_far, rest)
    assert found.reach is Reach.OPEN
    assert found.full is not None
    assert (found.full.number, found.full.of) == (number, rest[1])
    assert found.full.points == points


def test_next_step_above_what_is_expected() -> None:
    # 1850 of 2000 are 92.50 %: five half points above 90; the sixth is 93.00 %, from 92.995 on
    found = need(CONNECTION, (900, 1000), (950, 1000))
    assert found.higher is not None
    assert found.higher.number == 960
    assert found.higher.points == Fraction("26.2")


def test_what_can_no_longer_be_had_tells_the_best() -> None:
    # at best 100 of 1100 are 9.09 %: 80 whole points below 90, so 25 points are gone
    found = need(CONNECTION, (0, 1000), (90, 100))
    assert found.reach is Reach.LOST
    assert found.full is None
    # 860 of 1000 and at best 100 of 100: 87.27 %, two whole points lost
    found = need(CONNECTION, (860, 1000), (90, 100))
    assert found.best is not None
    # 88.00 % is the least that loses only two: 968 of 1100 are out of reach, 87.01 % are not
    assert found.best.points == 23
    assert found.best.number == 98  # 958 are 87.09 %, 957 exactly 87.00 %


def test_safe_whatever_comes() -> None:
    found = need(CONNECTION, (1000, 1000), (9, 10))
    assert found.reach is Reach.SAFE


def test_limit_of_calls_not_answered() -> None:
    # 200 of 2000 are exactly 10 %, which keeps the limit
    month = known(contract("post-loan"), counted(contract("post-loan"), {"P-3.1": (100, 1000)}))
    rest = drawn(month, {"P-3.1": [(50, 1000)]})
    (found,) = rate_needs(months(month, rest))
    assert found.unit is Unit.AT_MOST
    assert found.full is not None
    assert found.full.number == 100


def earned(figure: str, so_far: Numbers, more: Numbers) -> Fraction | None:
    """What ``assess`` gives the line of a figure for the whole month."""
    numbers = (so_far[0] + more[0], so_far[1] + more[1])
    of = contract()
    result = assess(of, OCTOBER, counted(of, {figure: numbers}), complete())
    return next(line.earned for line in result.lines if line.clause == LINES[figure])


shares = st.integers(0, 100)


@given(
    st.sampled_from((CONNECTION, SATISFACTION)), st.integers(1, 5000), shares, st.integers(1, 4000)
)
@settings(max_examples=30)
def test_the_rate_needed_gives_the_points_and_one_call_fewer_does_not(
    figure: str, so_far: int, share: int, rest: int
) -> None:
    seen = (so_far * share // 100, so_far)
    found = need(figure, seen, (rest * share // 100, rest))
    for step in (found.full, found.best, found.higher):
        if step is None:
            continue
        assert earned(figure, seen, (step.number, step.of)) == step.points
        if step.number:
            fewer = earned(figure, seen, (step.number - 1, step.of))
            assert fewer is not None
            assert step.points is not None
            assert fewer < step.points


@given(st.integers(0, 9), st.integers(500, 9000), st.integers(1, 9000))
@settings(max_examples=20)
def test_one_complaint_more_than_allowed_costs_points(
    complaints: int, answered: int, rest: int
) -> None:
    found = need(COMPLAINTS, (complaints, answered), (0, rest))
    if found.full is None:
        assert earned(COMPLAINTS, (complaints, answered), (0, rest)) != 10
        return
    assert earned(COMPLAINTS, (complaints, answered), (found.full.number, rest)) == 10
    more = earned(COMPLAINTS, (complaints, answered), (found.full.number + 1, rest))
    assert more is not None
    assert more < 10
