from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bench.large_house import SHIFTS, large_house
from jieting.domain.rostering.check import check
from jieting.domain.rostering.problem import RuleUse, Weights
from jieting.solvers.columns.build import model_of
from jieting.solvers.columns.known import unknown
from jieting.solvers.columns.portfolio import solve_columns

pytestmark = pytest.mark.slow


def test_a_house_with_half_hour_need_and_the_law_is_rostered_and_the_checker_agrees() -> None:
    problem = large_house(12, 14, seed=3)
    assert unknown(problem) == ()
    roster = solve_columns(problem, 4.0, 1)
    assert roster is not None
    checked = check(problem, roster.rows)
    assert checked.breaches == ()
    place = {"": -1} | {shift.id: s for s, shift in enumerate(SHIFTS)}
    rows = np.array([[place[name] for name in row] for row in roster.rows.values()], np.int8)
    assert model_of(problem).total(rows) == checked.cost.total
    assert roster.bound is not None
    assert roster.bound <= checked.cost.total


def test_days_before_the_first_count_for_rest_runs_and_cover() -> None:
    problem = large_house(4, 14, seed=3)
    nights = {person.id: ("", "A", "N", "N") for person in problem.people}
    problem = replace(
        problem,
        before=nights,
        people=tuple(replace(one, leave=frozenset()) for one in problem.people),
    )
    roster = solve_columns(problem, 3.0, 1)
    assert roster is not None
    checked = check(problem, roster.rows)
    assert checked.breaches == ()
    place = {"": -1} | {shift.id: s for s, shift in enumerate(SHIFTS)}
    rows = np.array([[place[name] for name in row] for row in roster.rows.values()], np.int8)
    assert model_of(problem).total(rows) == checked.cost.total


def test_what_the_columns_do_not_keep_is_named() -> None:
    problem = large_house(4, 14, seed=3)
    asked = replace(
        problem,
        rules=(*problem.rules, RuleUse("lead_on_duty")),
        weights=Weights(night_spread=1),
    )
    assert unknown(asked) == ("lead_on_duty", "fairness")
