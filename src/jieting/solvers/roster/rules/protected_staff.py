"""Those whom the law spares nights and overtime."""

from __future__ import annotations

from jieting.domain.rostering.law import law_on
from jieting.domain.rostering.rules.protected_staff import WEEK
from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.model import Model


def add(model: Model, settings: Settings) -> None:
    """No nights, no days and weeks beyond the plain hours for protected people."""
    problem = model.problem
    longest = law_on(problem.first).day_minutes
    for number, person in enumerate(problem.people):
        if person.protection is None:
            continue
        if settings.flag("nights"):
            model.forbid_where("protected_staff", number, lambda _, one: problem.is_night(one))
        if settings.flag("overtime"):
            model.forbid_where("protected_staff", number, lambda _, one: one.worked > longest)
            _weeks(model, number)


def _weeks(model: Model, number: int) -> None:
    problem = model.problem
    most = law_on(problem.first).week_minutes
    for first in range(-problem.first.weekday(), problem.days, WEEK):
        model.minutes_at_most("protected_staff", number, first, first + WEEK, most)
