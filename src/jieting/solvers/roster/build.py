"""The model of a problem: its rules, its aims, and a roster to begin the search with."""

from __future__ import annotations

from jieting.domain.rostering.problem import Problem, Rows
from jieting.solvers.roster.aims import add_aims, points
from jieting.solvers.roster.aims.points import Points
from jieting.solvers.roster.model import Keep, Model
from jieting.solvers.roster.rules.registry import add_rules
from jieting.solvers.roster.supply import Supplies


def built(problem: Problem, aim: Points | None = None) -> Model:
    """The whole model, rules and aims; for points where they are given, else for cover."""
    model = Model(problem)
    supplies = Supplies(model)
    add_rules(model)
    add_aims(model, supplies, with_cover=aim is None)
    if aim is not None:
        points.add(model, supplies, aim)
    model.finish()
    return model


def rules_only(problem: Problem, keep: Keep = lambda group: True) -> Model:
    """The model of the rules alone, of those groups of constraints that are kept."""
    model = Model(problem, keep)
    add_rules(model)
    return model


def begin_with(model: Model, rows: Rows) -> None:
    """Hint a roster to the search: where it starts, not what it must keep."""
    problem = model.problem
    for number, person in enumerate(problem.people):
        row = rows.get(person.id, ())
        for day, name in zip(model.days, row, strict=False):
            for shift, known in enumerate(problem.shifts):
                model.cp.add_hint(model.x[number, day, shift], int(known.id == name))


def fixed_to(model: Model, rows: Rows) -> None:
    """Leave a model no roster but this one."""
    problem = model.problem
    for number, person in enumerate(problem.people):
        for day, name in enumerate(rows[person.id]):
            for shift, known in enumerate(problem.shifts):
                model.cp.add(model.x[number, day, shift] == int(known.id == name))
