"""A shift is for somebody who can serve a queue that is needed."""

from __future__ import annotations

from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.model import Model


def add(model: Model, settings: Settings) -> None:
    """Nobody without any of the skills needed works; nothing where none is needed."""
    needed = {need.skill for need in model.problem.needs}
    if not needed or "" in needed:
        return
    for number, person in enumerate(model.problem.people):
        if not person.skills & needed:
            for day in model.days:
                model.day_off("skills", number, day)
