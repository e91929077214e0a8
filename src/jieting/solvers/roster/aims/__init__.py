"""The soft aims of a roster, one file each; what they cost is defined in ``rostering/cost``.

The objective is counted in hundredths of the problem's unit, because overtime is.
"""

from __future__ import annotations

from jieting.solvers.roster.aims import changed, cover, fairness, needs, overtime, wishes
from jieting.solvers.roster.model import Model
from jieting.solvers.roster.supply import Supplies


def add_aims(model: Model, supplies: Supplies, *, with_cover: bool = True) -> None:
    """Put every soft aim into the objective; without cover the aim of points takes its place."""
    if with_cover:
        cover.add(model)
        needs.add(model, supplies)
    wishes.add(model)
    fairness.add(model)
    changed.add(model)
    overtime.add(model)
