"""Working time of a week, Monday to Sunday."""

from __future__ import annotations

from jieting.domain.rostering.problem import HoursSystem
from jieting.domain.rostering.rules.rule import Settings
from jieting.domain.rostering.rules.weekly_hours import WEEK
from jieting.solvers.roster.model import Model


def add(model: Model, settings: Settings) -> None:
    """No week, also one cut by an edge, with more than the most."""
    problem = model.problem
    for number, person in enumerate(problem.people):
        if person.hours is HoursSystem.FLEXIBLE:
            continue
        for first in range(-problem.first.weekday(), problem.days, WEEK):
            last = min(first + WEEK, problem.days) - 1
            if not person.averages_on(problem.date_of(last)):
                most = settings.whole("most")
                model.minutes_at_most("weekly_hours", number, first, first + WEEK, most)
