"""Long shifts and averaged hours need a valid approval."""

from __future__ import annotations

from jieting.domain.rostering.problem import HoursSystem
from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.model import Model


def add(model: Model, settings: Settings) -> None:
    """No day under averaged hours without approval, no long shift under standard hours."""
    longest = settings.whole("longest")
    for number, person in enumerate(model.problem.people):
        if person.hours is HoursSystem.COMPREHENSIVE:
            _unapproved(model, number)
        elif person.hours is HoursSystem.STANDARD:
            model.forbid_where("hours_system", number, lambda _, shift: shift.worked > longest)


def _unapproved(model: Model, number: int) -> None:
    for day in model.days:
        if not model.problem.people[number].averages_on(model.problem.date_of(day)):
            model.day_off("hours_system", number, day)
