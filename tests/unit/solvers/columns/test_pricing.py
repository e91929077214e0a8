from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jieting.domain.rostering.problem import Problem
from jieting.solvers.columns.build import model_of
from jieting.solvers.columns.kernel import NONE
from jieting.solvers.columns.pricing import SCALE, Pricer, lagrangian
from tests.unit.solvers.columns.tiny import optimum, problems, rosters

pytestmark = pytest.mark.slow


@settings(max_examples=60)
@given(problems(people=1, days=6), st.integers(0, 2**32 - 1))
def test_the_program_finds_the_least_of_all_rosters_of_a_person(
    problem: Problem, seed: int
) -> None:
    model, person = model_of(problem), problem.people[0]
    prices = np.random.default_rng(seed).integers(-3000, 9000, len(model.table))
    found = Pricer(model).price([0], prices, 3)
    place = {"": -1, "E": 0, "L": 1}
    every = {
        row: SCALE * model.wish_cost(0, coded) - int(prices[model.covered(0, coded)].sum())
        for row in rosters(problem, person)
        for coded in [np.array([place[name] for name in row], np.int8)]
    }
    least = min(every.values(), default=NONE)
    # the programs count one cap exactly and may only be lower where another one binds
    assert found.lowest[0] <= least
    for row, value in zip(found.rows[0], found.values[0], strict=True):
        if value < NONE:
            assert every[tuple("" if s < 0 else "EL"[s] for s in row)] == value
    if found.values[0, 0] == found.lowest[0]:
        assert found.lowest[0] == least


@settings(max_examples=25)
@given(problems(), st.integers(0, 2**32 - 1))
def test_the_bound_holds_at_any_prices(problem: Problem, seed: int) -> None:
    model, best = model_of(problem), optimum(problem)
    prices = np.random.default_rng(seed).integers(-3000, 9000, len(model.table))
    found = Pricer(model).price([0, 1], prices, 1)
    if (found.lowest >= NONE).any():
        assert best is None
        return
    base = np.zeros(len(model.table), np.int64)
    scaled = int(found.lowest.sum()) + lagrangian(model.table, base, 2, prices)
    if best is not None:
        assert -(-scaled // SCALE) + model.constant <= best


def test_two_threads_find_what_one_finds() -> None:
    from jieting.domain.rostering.public_format import read_public
    from tests.unit.rostering.test_public_format import INSTANCE

    model = model_of(read_public(INSTANCE, "two"))
    prices = np.arange(len(model.table), dtype=np.int64) * 700
    both = Pricer(model, 2)
    one = Pricer(model).price(range(model.size), prices, 2)
    two = both.price(range(model.size), prices, 2)
    both.close()
    assert (one.rows == two.rows).all()
    assert (one.lowest == two.lowest).all()
