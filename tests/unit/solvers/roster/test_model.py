from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import HealthCheck, Phase, given, settings

from jieting.domain.rostering.check import check
from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.rostering.rules.registry import RULES
from jieting.solvers.roster.rules.registry import TWINS
from jieting.solvers.roster.search import Effort, Outcome
from jieting.solvers.roster.solve import make_roster
from tests.unit.solvers.roster.strategies import problems

QUICK = Effort(seconds=60, workers=1)


def all_rosters(problem: Problem) -> Iterator[Rows]:
    names = ("", *(shift.id for shift in problem.shifts))
    row = list(product(names, repeat=problem.days))
    for rows in product(row, repeat=len(problem.people)):
        yield {person.id: one for person, one in zip(problem.people, rows, strict=True)}


def test_each_rule_has_its_twin() -> None:
    assert TWINS.keys() == RULES.keys()


# a smaller counter-example is not worth minutes: every example is small
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(problems())
def test_the_best_roster_is_the_best_of_all_that_the_checker_allows(problem: Problem) -> None:
    checked = [check(problem, rows) for rows in all_rosters(problem)]
    costs = [one.cost.total for one in checked if one.feasible]
    found = make_roster(problem, QUICK)
    if not costs:
        assert found.outcome is Outcome.INFEASIBLE
        return
    assert found.outcome is Outcome.OPTIMAL
    assert found.cost == found.bound == min(costs)
