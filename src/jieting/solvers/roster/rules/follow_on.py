"""Shifts that may not follow each other on the next day."""

from __future__ import annotations

from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.model import Group, Model


def add(model: Model, settings: Settings) -> None:
    """No shift on the day after one that may not be followed by it."""
    for at, shift in enumerate(model.problem.shifts):
        after = [n for n, one in enumerate(model.problem.shifts) if one.id in shift.not_next]
        if after:
            for number in model.people:
                _never(model, number, at, after)


def _never(model: Model, number: int, one: int, after: list[int]) -> None:
    for day, later in model.runs(number, 2):
        both = model.works(number, day, one) + model.works_one_of(number, later, after)
        model.at_most(Group("follow_on", model.problem.people[number].id, later), both, 1)
