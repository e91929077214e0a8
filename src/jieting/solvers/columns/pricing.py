"""Best rosters of many people for given prices of the rows, in as many threads as asked.

Prices are whole numbers, ``SCALE`` to the unit. With price ``p`` of each row the Lagrangian bound

    constant + (sum over people of the least (SCALE * cost - prices of the rows it covers)
                + sum over rows of the least over counts n of (SCALE * table[n] + p * n)) / SCALE

is at most the cost of every roster, whatever the prices are: each roster is one of the choices
on the left and its counts are one of those on the right. It is computed in whole numbers and
rounded up only at the end, because costs are whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from jieting.domain.kernel import kernel_with_arrays
from jieting.solvers.columns.kernel import GROUP, NONE, Ints, Rows
from jieting.solvers.columns.model import Model
from jieting.solvers.columns.search import Everybody, one_of
from jieting.solvers.columns.trace import best_rows

SCALE = 1000


@kernel_with_arrays
def _values(all_: Everybody, p: int, prices: Ints, scale: int, value: Ints) -> None:
    """Fill ``value`` [D, S] with the scaled cost of each shift less the prices of its rows."""
    cost, at = all_.cost[p], all_.cover_at[all_.par[p, GROUP]]
    for day in range(cost.shape[0]):
        for shift in range(cost.shape[1]):
            worth = cost[day, shift] * scale if cost[day, shift] < NONE else NONE
            if worth < NONE:
                for i in range(at[day, shift], at[day, shift + 1]):
                    worth -= prices[all_.covers[i]]
            value[day, shift] = worth


@kernel_with_arrays
def price_some(
    all_: Everybody, chosen: Ints, prices: Ints, scale: int, rows: Rows, values: Ints, lowest: Ints
) -> None:
    """For each chosen person fill ``rows``, ``values`` and ``lowest`` (see ``best_rows``)."""
    value = np.empty(all_.cost.shape[1:], np.int64)
    for i in range(chosen.shape[0]):
        _values(all_, chosen[i], prices, scale, value)
        values[i, :] = NONE
        lowest[i], _ = best_rows(one_of(all_, chosen[i]), value, rows[i], values[i])


@dataclass(frozen=True)
class Priced:
    """What pricing found: rosters and their scaled reduced values per person, and the least."""

    rows: Rows
    values: Ints
    lowest: Ints


class Pricer:
    """Prices people of a model; ``threads`` at once."""

    def __init__(self, model: Model, threads: int = 1) -> None:
        self.model = model
        self.threads = threads
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None

    def close(self) -> None:
        """Let the threads go."""
        if self._pool is not None:
            self._pool.shutdown()

    def price(self, chosen: Sequence[int], prices: Ints, most: int) -> Priced:
        """Up to ``most`` rosters for each of ``chosen`` at these scaled prices."""
        people = np.asarray(chosen, np.int64)
        found = Priced(
            np.full((len(people), most, self.model.days), -1, np.int8),
            np.full((len(people), most), NONE, np.int64),
            np.full(len(people), NONE, np.int64),
        )
        if self._pool is None or len(people) < 2 * self.threads:
            self._run(people, prices, found, slice(None))
        else:
            cuts = [len(people) * i // self.threads for i in range(self.threads + 1)]
            parts = [slice(a, b) for a, b in pairwise(cuts)]
            list(self._pool.map(lambda part: self._run(people, prices, found, part), parts))
        return found

    def _run(self, people: Ints, prices: Ints, found: Priced, part: slice) -> None:
        price_some(
            self.model.all,
            people[part],
            prices,
            SCALE,
            found.rows[part],
            found.values[part],
            found.lowest[part],
        )


def lagrangian(table: Ints, base: Ints, room: int, prices: Ints) -> int:
    """The scaled least of table plus price over counts, ``room`` people beyond ``base`` counts.

    Counts are of the people who choose; ``base`` people cover the rows whatever they do.
    """
    n = np.arange(room + 1)
    columns = np.minimum(base[:, None] + n[None, :], table.shape[1] - 1)
    costs = np.take_along_axis(table, columns, axis=1) * SCALE + prices[:, None] * n[None, :]
    return int(costs.min(axis=1).sum())
