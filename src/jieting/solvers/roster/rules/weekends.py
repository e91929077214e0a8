"""A person's own limit of weekends with work."""

from __future__ import annotations

from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.aims.fairness import weekends_worked
from jieting.solvers.roster.model import Group, Model, total


def add(model: Model, settings: Settings) -> None:
    """Nobody works on more weekends than the limit."""
    for number, person in enumerate(model.problem.people):
        most = person.limits.weekends
        if most is not None:
            worked = total(weekends_worked(model, number))
            model.at_most(Group("weekends", person.id), worked, most)
