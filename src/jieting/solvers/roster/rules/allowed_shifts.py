"""Only the shifts that a person may work."""

from __future__ import annotations

from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.model import Model


def add(model: Model, settings: Settings) -> None:
    """Nobody works a shift that is not open to them."""
    for number, person in enumerate(model.problem.people):
        if person.may_work is not None:
            _only(model, number, person.may_work)


def _only(model: Model, number: int, allowed: frozenset[str]) -> None:
    model.forbid_where("allowed_shifts", number, lambda _, shift: shift.id not in allowed)
