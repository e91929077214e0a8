"""A person's working time over the horizon."""

from __future__ import annotations

from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.model import Group, Model


def add(model: Model, settings: Settings) -> None:
    """Everybody's working time lies within the limits."""
    for number, person in enumerate(model.problem.people):
        if person.limits.minutes is not None:
            least, most = person.limits.minutes
            worked = model.minutes(number, 0, model.problem.days)
            model.at_least(Group("total_minutes", person.id), worked, least)
            model.at_most(Group("total_minutes", person.id), worked, most)
