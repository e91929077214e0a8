"""Rest between a shift and the next."""

from __future__ import annotations

from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.following import apart
from jieting.solvers.roster.model import Model


def add(model: Model, settings: Settings) -> None:
    """Two shifts that follow each other have the least rest between them."""
    least = settings.whole("least")
    for number in model.people:
        apart(model, "rest_between_shifts", number, least, lambda one, other: True)
