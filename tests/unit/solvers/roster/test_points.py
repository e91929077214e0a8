from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.six_people import DAY, PATIENCE_S, six_people
from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import Refused
from jieting.domain.forecasting.forecast import Forecast, Slot
from jieting.domain.periods import HALF_HOUR, Month, start_of_day
from jieting.domain.rostering.aim import convex, lost_calls
from jieting.domain.rostering.problem import Problem
from jieting.domain.rostering.worth import Worth, worth_of
from jieting.domain.staffing.expected import expected
from jieting.solvers.roster.aims.points import Points
from jieting.solvers.roster.search import Effort
from jieting.solvers.roster.solve import make_roster

ZONE = ZoneInfo("Asia/Shanghai")
OCTOBER = Month(2026, 10)
CONTRACTS = Path(__file__).parents[4] / "contracts"


def contract(name: str = "ningde-12123") -> Contract:
    path = CONTRACTS / f"{name}.toml"
    return load_contract(path.read_text(encoding="utf-8"), str(path))[0]


def forecast(problem: Problem, calls: float) -> Forecast:
    first = start_of_day(problem.first, ZONE)
    shares = DAY / DAY.sum() * calls
    return Forecast(
        tuple(
            Slot("hotline", first + at * HALF_HOUR, n, n * 0.8, n * 1.2, 200.0)
            for at, n in enumerate(np.tile(shares, problem.days).tolist())
        ),
        0.8,
    )


@given(st.lists(st.floats(0, 500), min_size=1, max_size=8))
def test_convex_tables_fall_by_less_and_less(falls: list[float]) -> None:
    values = [sum(falls) + 5]
    for fall in sorted(falls, reverse=True):
        values.append(values[-1] - fall)
    table = convex(values)
    steps = [a - b for a, b in pairwise(table)]
    assert steps == sorted(steps, reverse=True)
    assert min(table) >= 0
    assert max(abs(a - b) for a, b in zip(table, values, strict=True)) <= len(values) / 2 + 1


def test_the_surrogate_is_the_formula_in_hundredths_of_calls() -> None:
    problem = six_people(2, 100)
    lost = lost_calls(problem, forecast(problem, 300), ZONE, PATIENCE_S)
    calls = float((DAY / DAY.sum() * 300)[20])
    formula = expected(calls, 200.0, np.arange(7), PATIENCE_S).abandoned * 100
    assert lost.calls == pytest.approx(600)
    assert np.abs(np.array(lost.tables["", 20]) - formula).max() <= 2


def worth(calls: int = 9000) -> Worth:
    return worth_of(contract(), OCTOBER, calls, None)


@pytest.mark.parametrize(
    ("lost", "points", "coefficient"),
    [(0, 27, "1"), (900, 25, "1"), (990, 24, "1"), (1800, 15, "1"), (1890, 14, "0.95")],
)
def test_each_count_is_judged_by_the_contract(lost: int, points: int, coefficient: str) -> None:
    outcome = worth().outcome(lost)
    assert outcome.points == points
    assert outcome.coefficient == Fraction(coefficient)


def test_the_curve_rises_and_a_month_for_sure_is_worth_what_it_is() -> None:
    curve = worth().curve(0, 400_000)
    assert all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(curve))
    sure = Worth(contract(), OCTOBER, 9000, Fraction(1000), crowding=0, error=0)
    assert sure.expected(1350).points == pytest.approx(20, abs=0.05)


def test_a_contract_without_points_is_refused() -> None:
    with pytest.raises(Refused, match="No scored line"):
        worth_of(contract("post-loan"), OCTOBER, 9000, None)


def test_a_roster_for_points_has_a_valid_bound() -> None:
    problem = six_people(3, 100)
    calls = lost_calls(problem, forecast(problem, 200), ZONE, PATIENCE_S)
    aim = Points(calls, worth_of(contract(), OCTOBER, calls.calls, None))
    found = make_roster(problem, Effort(10, gap=0.3), aim=aim)
    assert found.rows
    assert 0 <= found.bound <= found.cost
