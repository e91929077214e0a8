"""Wishes that are not met."""

from __future__ import annotations

from jieting.domain.rostering.problem import Wish
from jieting.solvers.roster.model import Model, Var


def add(model: Model) -> None:
    """Each wish costs its weight where it is not met."""
    numbers = {person.id: number for number, person in enumerate(model.problem.people)}
    for wish in model.problem.wishes:
        works = _works(model, numbers[wish.person], wish)
        if wish.wants:
            model.cost(wish.weight)
            model.cost(-wish.weight * works)
        else:
            model.cost(wish.weight * works)


def _works(model: Model, person: int, wish: Wish) -> Var:
    if not wish.shift:
        return model.on[person, wish.day]
    return model.x[person, wish.day, model.shift_number(wish.shift)]
