from __future__ import annotations

from threading import Event

import pytest
from hypothesis import given, settings

from jieting.domain.rostering.check import check
from jieting.domain.rostering.problem import Problem
from jieting.domain.rostering.public_format import read_public
from jieting.solvers.columns.portfolio import Progress, solve_clauses, solve_columns
from tests.shared_data import shared
from tests.unit.rostering.test_public_format import INSTANCE, OPTIMUM
from tests.unit.solvers.columns.tiny import optimum, problems

pytestmark = pytest.mark.slow


@settings(max_examples=5)
@given(problems())
def test_the_optimum_of_tiny_problems_is_found_and_the_checker_agrees(problem: Problem) -> None:
    best, roster = optimum(problem), solve_columns(problem, 10.0)
    if best is None:
        assert roster is None
        return
    assert roster is not None
    checked = check(problem, roster.rows)
    assert checked.feasible
    assert checked.cost.total == best
    assert roster.bound is not None
    assert roster.bound <= best


@settings(max_examples=5)
@given(problems())
def test_clauses_alone_prove_what_they_find(problem: Problem) -> None:
    best, roster = optimum(problem), solve_clauses(problem, 10.0, 0, 1)
    assert (None if roster is None else roster.bound) == best


def test_a_small_instance_is_solved_and_proven() -> None:
    problem = read_public(INSTANCE, "small")
    told: list[Progress] = []
    roster = solve_columns(problem, 20.0, 1, told.append)
    assert roster is not None
    checked = check(problem, roster.rows)
    assert (checked.feasible, checked.cost.total, roster.bound) == (True, OPTIMUM, OPTIMUM)
    costs = [one.cost for one in told if one.cost is not None]
    assert costs == sorted(costs, reverse=True)
    assert told[-1].cost == told[-1].bound == OPTIMUM


def test_a_stop_ends_the_work_at_once_with_a_roster_that_keeps_the_rules() -> None:
    problem, stop = read_public(INSTANCE, "small"), Event()
    stop.set()
    roster = solve_columns(problem, 600.0, stop=stop)
    assert roster is not None
    assert check(problem, roster.rows).feasible
    assert roster.seconds < 60


@pytest.mark.parametrize(("number", "best"), [(2, 828), (4, 1716)])
def test_the_bound_of_public_instances_is_their_best_known(number: int, best: int) -> None:
    text = (shared("shift_scheduling") / f"Instance{number}.txt").read_text()
    problem = read_public(text, "public")
    roster = solve_columns(problem, 3.0, 1)
    assert roster is not None
    checked = check(problem, roster.rows)
    assert checked.feasible
    assert roster.bound is not None
    assert roster.bound <= best <= checked.cost.total
