from __future__ import annotations

import threading
from datetime import date

from bench.six_people import six_people
from jieting.domain.rostering.check import check
from jieting.domain.rostering.problem import Cover, Person, Problem, RuleUse, Shift
from jieting.solvers.roster.build import built
from jieting.solvers.roster.search import Effort, Outcome, Progress, search
from jieting.solvers.roster.solve import make_roster
from jieting.solvers.roster.ways import best_roster


def test_a_stop_gives_the_best_roster_so_far() -> None:
    problem, stop, costs = six_people(14, 150), threading.Event(), []

    def told(now: Progress) -> None:
        costs.append(now.cost)
        stop.set()

    found = make_roster(problem, Effort(300), told=told, stop=stop)
    assert found.outcome is Outcome.FEASIBLE
    assert found.seconds < 200
    assert check(problem, found.rows).feasible
    assert found.bound <= found.cost <= min(costs)


def test_a_stop_before_any_roster_leaves_it_open() -> None:
    stop = threading.Event()
    stop.set()
    found = search(built(six_people(28, 200)), Effort(300), stop=stop)
    assert found.outcome in (Outcome.UNKNOWN, Outcome.FEASIBLE)


def test_a_published_roster_is_where_the_search_begins() -> None:
    problem = six_people(7, 100)
    first = make_roster(problem, Effort(60, gap=0.2))
    costs: list[int] = []
    make_roster(
        problem,
        Effort(60, gap=0.3),
        begin=first.rows,
        told=lambda now: costs.append(now.cost),
    )
    assert costs[0] == first.cost


def test_many_people_are_rostered_by_columns() -> None:
    shifts = (Shift("E", 360, 480), Shift("L", 840, 480))
    people = tuple(Person(f"P{n}") for n in range(40))
    cover = tuple(Cover(day, one.id, 12, 10, 1) for day in range(16) for one in shifts)
    rules = tuple(RuleUse(name) for name in ("weekly_hours", "weekly_rest_day"))
    problem = Problem("many", date(2026, 11, 2), 16, shifts, people, cover, rules=rules)
    found = best_roster(problem, Effort(3))
    assert found.cost == 0
    assert found.outcome is Outcome.OPTIMAL
    assert check(problem, found.rows).feasible
