"""A shift is for somebody whose qualification is valid that day."""

from __future__ import annotations

from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.model import Model


def add(model: Model, settings: Settings) -> None:
    """Nobody works on a day without any valid qualification, where one is asked."""
    problem = model.problem
    for number, person in enumerate(problem.people):
        if person.qualified is None:
            continue
        asked = person.skills or frozenset(person.qualified)
        for day in model.days:
            if not any(person.qualified_for(skill, problem.date_of(day)) for skill in asked):
                model.day_off("qualification", number, day)
