"""Too few or too many answering in a half hour."""

from __future__ import annotations

from jieting.solvers.roster.aims.cover import miss_table
from jieting.solvers.roster.model import Model
from jieting.solvers.roster.supply import Supplies, Supply


def add(model: Model, supplies: Supplies) -> None:
    """Each ``Need`` costs its weight for each person short or over.

    Half hours with the same shifts are priced together, so that there is one table for them all.
    """
    tables: dict[int, tuple[Supply, list[int]]] = {}
    for need in model.problem.needs:
        supply = supplies.of(need.skill, need.slot)
        table = miss_table(supply.most, need.need, need.under, need.over)
        if id(supply) in tables:
            table = [a + b for a, b in zip(tables[id(supply)][1], table, strict=True)]
        tables[id(supply)] = (supply, table)
    for supply, table in tables.values():
        model.pay(supply.expression, table)
