"""Working time averaged over the approved period, or over any days in a row."""

from __future__ import annotations

from jieting.domain.rostering.problem import HoursSystem
from jieting.domain.rostering.rules.rolling_hours import WEEK
from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.model import Model


def add(model: Model, settings: Settings) -> None:
    """No window of days with more working time than its share of the average week."""
    for number, person in enumerate(model.problem.people):
        if person.hours is HoursSystem.FLEXIBLE:
            continue
        length = settings.whole("days")
        if person.approval is not None and person.averages_on(model.problem.first):
            length = person.approval.period_days
        known = model.problem.days - model.first_known(number)
        _windows(model, number, min(length, known), settings.whole("average_week"))


def _windows(model: Model, number: int, length: int, average_week: int) -> None:
    most = average_week * length // WEEK
    for days in model.runs(number, length):
        model.minutes_at_most("rolling_hours", number, days.start, days.stop, most)
