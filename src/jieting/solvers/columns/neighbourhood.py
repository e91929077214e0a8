"""Improve a roster: free a few people, generate columns for them, pack the best ones."""

from __future__ import annotations

from time import monotonic

import numpy as np
import numpy.typing as npt

from jieting.solvers.columns.generate import Generated, generate
from jieting.solvers.columns.kernel import Ints, Rows
from jieting.solvers.columns.master import Column, Pool
from jieting.solvers.columns.model import FORBIDDEN, Model
from jieting.solvers.columns.pack import pack
from jieting.solvers.columns.pricing import SCALE, Pricer

RECENT = 60
"""So many of a person's latest columns are known to the small master from the start."""
ROW_FIRST = 0.6
"""How often a row that costs too much decides who is freed."""


def free_and_pack(
    model: Model,
    pricer: Pricer,
    pool: Pool,
    rows: Rows,
    chosen: list[int],
    prices: Ints,
    until: float,
    seed: int,
) -> Rows | None:
    """A roster that costs less, the people not ``chosen`` staying as they are; None without one.

    The bound of the small problem often proves that there is none before anything is packed.
    """
    staying = [p for p in range(model.size) if p not in set(chosen)]
    base = model.counts(rows, staying)
    now = sum(model.wish_cost(p, rows[p]) for p in chosen) + model.row_cost(model.counts(rows))
    start = [pool.column(p, rows[p]) for p in chosen]
    for p in chosen:
        start += pool.of[p][-RECENT:]
    found = generate(
        model, pricer, pool, chosen, base,
        start=start, prices=prices, rounds=25, per_person=3, until=until, enough=now,
    )  # fmt: skip
    if found is None or found.bound >= now:
        return None
    taken = pack(model, likely(found, 80), base, now, max(0.1, min(3.0, until - monotonic())), seed)
    if taken is None:
        return None
    better = rows.copy()
    for column in taken:
        better[column.person] = column.row
    return better


def choose_people(
    model: Model, rows: Rows, size: int, prices: Ints, dice: np.random.Generator
) -> list[int]:
    """People to free, by the die and by what these prices say.

    More likely are those whose roster is dear at them, and those who could mend a row that costs
    more than it must.
    """
    counts = model.counts(rows)
    score = 2.0 * dice.random(model.size)
    n = np.arange(model.table.shape[1])
    worth = model.table * SCALE + prices[:, None] * n[None, :]
    above = worth[np.arange(len(counts)), counts] - worth.min(axis=1)
    if above.sum() > 0 and dice.random() < ROW_FIRST:
        score += _could(model, int(dice.choice(len(above), p=above / above.sum())))
    dear = np.array([_reduced(model, p, rows[p], prices) for p in range(model.size)], np.float64)
    dear -= dear.min()
    if dear.max() > 0:
        score += dear / dear.max()
    return sorted(int(p) for p in np.argsort(-score)[:size])


def _reduced(model: Model, person: int, row: Rows, prices: Ints) -> int:
    """What a roster costs beyond what its rows are worth, scaled."""
    return model.wish_cost(person, row) * SCALE - int(prices[model.covered(person, row)].sum())


def _could(model: Model, row: int) -> npt.NDArray[np.float64]:
    """One for each person who could count in a row, else nothing."""
    able = np.zeros(model.size)
    for p in range(model.size):
        at = model.cover_at[model.group(p)]
        for day, s in model.cells[row]:
            if at[day, s] < at[day, s + 1]:
                able[p] = max(able[p], float(model.cost[p, day, s] < FORBIDDEN))
    return able


def likely(found: Generated, per_person: int) -> list[Column]:
    """The columns of least reduced cost, so many of each person."""
    reduced = found.master.reduced()
    of: dict[int, list[tuple[float, int]]] = {}
    for i, column in enumerate(found.master.columns):
        of.setdefault(column.person, []).append((reduced[i], i))
    return [found.master.columns[i] for mine in of.values() for _, i in sorted(mine)[:per_person]]
