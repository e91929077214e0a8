"""Overtime at the law's factors; what counts as overtime is told in ``rostering/overtime``."""

from __future__ import annotations

from jieting.domain.rostering.law import law_on
from jieting.domain.rostering.overtime import factor
from jieting.solvers.roster.extra import extras
from jieting.solvers.roster.model import Model


def add(model: Model) -> None:
    """Each minute of overtime costs ``overtime_minute`` times its factor."""
    weight = model.problem.weights.overtime_minute
    if not weight:
        return
    law = law_on(model.problem.first)
    for person in model.people:
        for kind, minutes in extras(model, person):
            model.cost_hundredths(weight * factor(law, kind) * minutes)
