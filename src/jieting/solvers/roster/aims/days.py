"""Half hours priced by how many answer in them, day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from jieting.domain.rostering.problem import SLOTS_A_DAY
from jieting.solvers.roster.aims.day_cuts import Priced, add_day_cuts
from jieting.solvers.roster.model import Expr, Model, total
from jieting.solvers.roster.supply import Supplies


class Days:
    """The half hours of each day; those with the same shifts share one table of their prices."""

    def __init__(self, model: Model, supplies: Supplies) -> None:
        self._model = model
        self._supplies = supplies
        self._days: dict[int, dict[int, Priced]] = defaultdict(dict)

    def put(self, skill: str, slot: int, table: Sequence[int], at_least: int = 0) -> None:
        """Price a half hour by a convex table; beyond its end its last number holds."""
        supply = self._supplies.of(skill, slot)
        day = self._days[slot // SLOTS_A_DAY]
        known = day.get(id(supply), Priced(supply, [0] * (supply.most + 1), 0))
        longer = zip_longest(known.table, table, fillvalue=table[-1])
        least = max(known.least, at_least)
        day[id(supply)] = Priced(supply, [a + b for a, b in longer], least)

    def prices(self) -> Iterator[Expr]:
        """What each day costs; what is known of the day as a whole is put into the model."""
        for _, day in sorted(self._days.items()):
            halves = list(day.values())
            price = total(self._model.priced(one.supply.expression, one.table) for one in halves)
            add_day_cuts(self._model, self._supplies, halves, price)
            yield price

    def range(self) -> tuple[int, int]:
        """The least and the most that all tables together can come to."""
        tables = [one.table for day in self._days.values() for one in day.values()]
        return sum(map(min, tables)), sum(map(max, tables))
