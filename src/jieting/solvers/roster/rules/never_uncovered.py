"""No minute with fewer answering than must be there."""

from __future__ import annotations

from jieting.domain.rostering.problem import SLOTS_A_DAY
from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.model import Expr, Group, Model
from jieting.solvers.roster.supply import Supplies


def add(model: Model, settings: Settings) -> None:
    """Each half hour has, at every minute, as many as must be there."""
    least: dict[tuple[int, int], tuple[Expr, int]] = {}
    supplies = Supplies(model)
    for need in model.problem.needs:
        if need.at_least:
            supply, day = supplies.of(need.skill, need.slot), need.slot // SLOTS_A_DAY
            key = id(supply), day
            known = least[key][1] if key in least else 0
            least[key] = (supply.expression, max(known, need.at_least))
    for (_, day), (expression, number) in least.items():
        model.at_least(Group("never_uncovered", "", day), expression, number)
