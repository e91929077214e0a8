"""Too few or too many answering in a half hour."""

from __future__ import annotations

from jieting.solvers.roster.aims.cover import miss_table
from jieting.solvers.roster.aims.days import Days
from jieting.solvers.roster.model import Model
from jieting.solvers.roster.supply import Supplies


def add(model: Model, supplies: Supplies) -> None:
    """Each ``Need`` costs its weight for each person short or over."""
    days = Days(model, supplies)
    for need in model.problem.needs:
        most = supplies.of(need.skill, need.slot).most
        table = miss_table(most, need.need, need.under, need.over)
        days.put(need.skill, need.slot, table, need.at_least)
    for price in days.prices():
        model.cost(price)
