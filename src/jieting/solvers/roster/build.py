"""The model of a problem: its rules, its aims, and a roster to begin the search with."""

from __future__ import annotations

from ortools.sat.python import cp_model

from jieting.domain.rostering.problem import Problem, Rows
from jieting.solvers.roster.aims import add_aims, points
from jieting.solvers.roster.aims.points import Points
from jieting.solvers.roster.model import Keep, Model
from jieting.solvers.roster.rules.registry import add_rules
from jieting.solvers.roster.supply import Supplies
from jieting.solvers.satisfaction import cp_sat

_COMPLETE_S = 5.0


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


def fewest_lost(problem: Problem, aim: Points) -> Model:
    """The model that only loses as few calls as can be, in hundredths of calls."""
    model = Model(problem)
    add_rules(model)
    model.cost_hundredths(points.lost_calls(model, Supplies(model), aim)[0])
    model.finish()
    return model


def rules_only(problem: Problem, keep: Keep = lambda group: True) -> Model:
    """The model of the rules alone, of those groups of constraints that are kept."""
    model = Model(problem, keep)
    add_rules(model)
    return model


def begin_with(model: Model, rows: Rows) -> None:
    """Hint a roster to the search: where it starts, not what it must keep.

    Where it keeps every rule all that follows from it is hinted too, so that it is found at once.
    """
    hinted = cell_values(model, rows)
    whole = model.cp.clone()
    for index, value in hinted.items():
        whole.add(whole.get_bool_var_from_proto_index(index) == value)
    solver = cp_sat(_COMPLETE_S)
    if solver.solve(whole) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        hinted = dict(enumerate(solver.response_proto.solution))
    for index, value in hinted.items():
        model.cp.add_hint(model.cp.get_int_var_from_proto_index(index), value)


def fixed_to(model: Model, rows: Rows) -> None:
    """Leave a model no roster but this one."""
    for index, value in cell_values(model, rows).items():
        model.cp.add(model.cp.get_bool_var_from_proto_index(index) == value)


def cell_values(model: Model, rows: Rows) -> dict[int, int]:
    """The value of each variable of person, day and shift, by its index; missing rows left out."""
    problem = model.problem
    return {
        model.x[number, day, shift].index: int(known.id == name)
        for number, person in enumerate(problem.people)
        for day, name in zip(model.days, rows.get(person.id, ()), strict=False)
        for shift, known in enumerate(problem.shifts)
    }
