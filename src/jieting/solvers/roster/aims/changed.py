"""Days on which the roster differs from the one that people were told already."""

from __future__ import annotations

from jieting.domain.rostering.problem import Problem
from jieting.solvers.roster.model import Model


def add(model: Model) -> None:
    """Each day that differs costs the weight ``changed``."""
    problem = model.problem
    if not problem.weights.changed:
        return
    for (person, day), name in told(problem).items():
        same = model.x[person, day, model.shift_number(name)] if name else None
        differs = model.on[person, day] if same is None else 1 - same
        model.cost(problem.weights.changed * differs)


def told(problem: Problem) -> dict[tuple[int, int], str]:
    """The published shift of a person's number and a day; empty for a day off."""
    return {
        (number, day): name
        for number, person in enumerate(problem.people)
        for day, name in enumerate(problem.published.get(person.id, ())[: problem.days])
    }
