"""How often a person works each shift."""

from __future__ import annotations

from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.model import Group, Model, total


def add(model: Model, settings: Settings) -> None:
    """Nobody works a shift more often than the limit."""
    for number, person in enumerate(model.problem.people):
        for name, most in person.limits.of_shift.items():
            shift = model.shift_number(name)
            worked = total(model.x[number, day, shift] for day in model.days)
            model.at_most(Group("shift_limits", person.id), worked, most)
