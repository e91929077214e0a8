"""Working time of a day."""

from __future__ import annotations

from jieting.domain.rostering.problem import HoursSystem, Shift
from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.model import Model


def add(model: Model, settings: Settings) -> None:
    """Nobody works a shift with more working time than the person's system allows."""
    problem = model.problem
    for number, person in enumerate(problem.people):
        if person.hours is HoursSystem.FLEXIBLE:
            continue

        def is_long(day: int, shift: Shift, who: int = number) -> bool:
            averaged = problem.people[who].averages_on(problem.date_of(day))
            return shift.worked > settings.whole("most_averaged" if averaged else "most")

        model.forbid_where("daily_hours", number, is_long)
