"""No shift on a day of leave."""

from __future__ import annotations

from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.model import Model


def add(model: Model, settings: Settings) -> None:
    """Nobody begins a shift on a day of leave."""
    problem = model.problem
    for number, person in enumerate(problem.people):
        for on in person.leave:
            if (day := problem.day_of(on)) in model.days:
                model.day_off("leave", number, day)
