"""Overtime of a day and of a month."""

from __future__ import annotations

from jieting.domain.rostering.law import law_on
from jieting.domain.rostering.overtime import DayKind, ordinary_minutes
from jieting.domain.rostering.problem import HoursSystem, Shift
from jieting.domain.rostering.rules.overtime import month_share
from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.extra import extras, of_months
from jieting.solvers.roster.model import Group, Model


def add(model: Model, settings: Settings) -> None:
    """Overtime of a day (standard hours) and of a month keeps to its limits."""
    problem = model.problem
    for number, person in enumerate(problem.people):
        if person.hours is HoursSystem.FLEXIBLE:
            continue
        if person.averages_on(problem.first):
            _in_horizon(model, number, settings.whole("month"))
        else:
            _in_days(model, number, settings)
            _in_months(model, number, settings.whole("month"))


def _in_days(model: Model, number: int, settings: Settings) -> None:
    most = settings.whole("day_special" if settings.flag("special") else "day")
    normal = law_on(model.problem.first).day_minutes

    def is_long(day: int, shift: Shift) -> bool:
        return ordinary_minutes(model.problem, day, shift) - normal > most

    model.forbid_where("overtime", number, is_long)


def _in_months(model: Model, number: int, most: int) -> None:
    for first, minutes in of_months(model, number):
        model.at_most(Group("overtime", model.problem.people[number].id, first), minutes, most)


def _in_horizon(model: Model, number: int, month: int) -> None:
    most = month_share(month, model.problem.days)
    for kind, minutes in extras(model, number):
        if kind is not DayKind.HOLIDAY:
            group = Group("overtime", model.problem.people[number].id)
            model.at_most(group, minutes, most)
