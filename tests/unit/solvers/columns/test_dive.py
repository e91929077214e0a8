from __future__ import annotations

from threading import Event
from time import monotonic

import pytest

from bench.large_house import SHIFTS, large_house
from jieting.domain.rostering.check import check
from jieting.domain.rostering.problem import Problem
from jieting.domain.rostering.public_format import read_public
from jieting.solvers.columns.build import model_of
from jieting.solvers.columns.dive import Dives
from jieting.solvers.columns.incumbent import Incumbent
from jieting.solvers.columns.master import Pool
from jieting.solvers.columns.model import Model
from jieting.solvers.columns.pricing import Pricer
from jieting.solvers.columns.ways import root_bound
from tests.unit.rostering.test_public_format import INSTANCE, OPTIMUM

pytestmark = pytest.mark.slow
SECONDS = 60.0


def dives(problem: Problem) -> tuple[Dives, Incumbent, Model]:
    """Dives below the root of a problem, with no roster known yet."""
    model = model_of(problem)
    found, pool = Incumbent(model, SECONDS, Event()), Pool(model)
    root = root_bound(model, Pricer(model), pool, found, 1.0)
    assert root is not None
    return Dives(model, pool, root, found, 1), found, model


def named(model: Model, found: Incumbent) -> dict[str, tuple[str, ...]]:
    assert found.rows is not None
    ids = [shift.id for shift in SHIFTS]
    return {
        person: tuple("" if s < 0 else ids[s] for s in row.tolist())
        for person, row in zip(model.people, found.rows, strict=True)
    }


def test_what_a_dive_finds_keeps_every_rule_and_lies_near_the_bound() -> None:
    problem = large_house(8, 7, seed=3)
    below, found, model = dives(problem)
    assert below.run(monotonic() + SECONDS)
    checked = check(problem, named(model, found))
    assert checked.breaches == ()
    assert checked.cost.total == found.cost
    assert found.bound is not None
    assert found.bound <= checked.cost.total <= 1.15 * found.bound


def test_below_a_roster_that_is_the_best_there_is_nothing_to_find() -> None:
    below, found, _ = dives(read_public(INSTANCE, "two"))
    while not found.proven:
        below.run(monotonic() + SECONDS)
    assert found.cost == OPTIMUM
    assert not below.run(monotonic() + SECONDS)


def test_a_dive_ends_with_its_time() -> None:
    below, found, _ = dives(large_house(12, 14, seed=3))
    began = monotonic()
    assert not below.run(began)
    assert monotonic() - began < SECONDS / 4
    assert found.rows is None
