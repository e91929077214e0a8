"""A day off in each week."""

from __future__ import annotations

from jieting.domain.rostering.rules.rule import Settings
from jieting.domain.rostering.rules.weekly_rest_day import WEEK
from jieting.solvers.roster.model import Model


def add(model: Model, settings: Settings) -> None:
    """Each week from Monday has the days off, as far as its days are known."""
    most, problem = WEEK - settings.whole("least"), model.problem
    for number in model.people:
        for first in range(-problem.first.weekday(), problem.days, WEEK):
            model.days_at_most("weekly_rest_day", number, first, first + WEEK, most)
