"""What half hours lose with so many answering: the surrogate that a roster for points is made by.

Lost calls of a half hour are those expected to abandon by Erlang A with 0, 1, 2, ... answering.
They are counted in hundredths of calls and made convex, so that a solver's relaxation is exact.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np

from jieting.domain.forecasting.forecast import Forecast, Slot
from jieting.domain.periods import HALF_HOUR, start_of_day
from jieting.domain.rostering.problem import SLOTS_A_DAY, Problem
from jieting.domain.staffing.expected import expected

HUNDREDTHS = 100
Table = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LostCalls:
    """The surrogate of a month: for each skill and half hour what is lost with 0, 1, ... answering.

    ``calls`` is how many calls are expected in all of them; the tables are in hundredths of calls,
    convex and falling.
    """

    tables: Mapping[tuple[str, int], Table]
    calls: float

    def lost(self, answering: Mapping[tuple[str, int], int]) -> float:
        """Calls lost with so many answering each half hour."""
        total = sum(table[answering[key]] for key, table in self.tables.items())
        return total / HUNDREDTHS


def lost_calls(
    problem: Problem, forecast: Forecast, zone: ZoneInfo, patience_s: float
) -> LostCalls:
    """The surrogate of the half hours of a forecast that lie within the problem's days.

    A queue is served by the skill of its name, or by anybody where no person of the problem has
    skills. ``patience_s`` is the mean patience of callers in seconds.
    """
    first = start_of_day(problem.first, zone)
    skilled = any(person.skills for person in problem.people)
    within = range(problem.days * SLOTS_A_DAY)
    chosen = [
        (one.queue if skilled else "", at, one)
        for one in forecast.slots
        if (at := (one.start - first) // HALF_HOUR) in within and one.calls > 0
    ]
    rows = _abandoned([one for _, _, one in chosen], patience_s, len(problem.people))
    tables: dict[tuple[str, int], Table] = {}
    for (skill, at, _), row in zip(chosen, rows, strict=True):
        known = tables.get((skill, at), (0,) * len(row))
        tables[skill, at] = tuple(a + b for a, b in zip(known, convex(row), strict=True))
    return LostCalls(tables, sum(one.calls for _, _, one in chosen))


def _abandoned(slots: Sequence[Slot], patience_s: float, most: int) -> list[list[float]]:
    """Hundredths of calls abandoned with 0 to ``most`` answering; shape: slots x (most + 1)."""
    if not slots:
        return []
    calls = np.array([one.calls for one in slots])[:, None]
    aht = np.array([max(one.aht_s, 1.0) for one in slots])[:, None]
    agents = np.arange(most + 1)[None, :]
    found: list[list[float]] = (
        expected(calls, aht, agents, patience_s).abandoned * HUNDREDTHS
    ).tolist()
    return found


def convex(values: Sequence[float]) -> Table:
    """Whole numbers near falling ``values`` whose falls never grow: each fall at most the last."""
    table, last = [round(values[0])], round(values[0])
    for here, there in itertools.pairwise(values):
        fall = max(0, min(round(here - there), last, table[-1]))
        table.append(table[-1] - fall)
        last = fall
    return tuple(table)
