"""Improve a roster: free a few people, generate columns for them, pack the best ones."""

from __future__ import annotations

from time import monotonic

import numpy as np
import numpy.typing as npt

from jieting.solvers.columns.dive import likely
from jieting.solvers.columns.generate import generate
from jieting.solvers.columns.master import Column, Pool
from jieting.solvers.columns.model import FORBIDDEN, Ints, Model, Rows
from jieting.solvers.columns.pack import pack
from jieting.solvers.columns.pricing import Pricer


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
    start: list[Column] = []
    for p in chosen:
        pool.add(p, rows[p])
        start += pool.of[p][-60:]
        start += _of_row(pool, p, rows[p])
    found = generate(
        model, pricer, pool, chosen, base,
        start=start, prices=prices, rounds=25, per_person=3, until=until, enough=now,
    )  # fmt: skip
    if found is None or found.bound >= now:
        return None
    taken = pack(
        model, likely(found, 80), base, now, max(0.1, min(3.0, until - monotonic())), seed
    )
    if taken is None:
        return None
    better = rows.copy()
    for column in taken:
        better[column.person] = column.row
    return better


def _of_row(pool: Pool, person: int, row: Rows) -> list[Column]:
    recent = {id(column) for column in pool.of[person][-60:]}
    return [
        column
        for column in pool.of[person]
        if id(column) not in recent and (column.row == row).all()
    ]


def choose_people(
    model: Model, rows: Rows, size: int, dice: np.random.Generator, by_row: bool
) -> list[int]:
    """People to free: any, or those who could mend a row that costs more than it must."""
    score = dice.random(model.size)
    if by_row:
        counts = model.counts(rows)
        costs = model.table[np.arange(len(counts)), counts]
        bad = np.flatnonzero(costs > model.table.min(axis=1))
        if len(bad):
            weight = np.sqrt(costs[bad] - model.table[bad].min(axis=1))
            score += _could(model, int(dice.choice(bad, p=weight / weight.sum())))
    return sorted(int(p) for p in np.argsort(-score)[:size])


def _could(model: Model, row: int) -> npt.NDArray[np.float64]:
    """One for each person who could count in a row, else nothing."""
    able = np.zeros(model.size)
    for p in range(model.size):
        at = model.cover_at[model.group(p)]
        for day, s in model.cells[row]:
            if at[day, s] < at[day, s + 1]:
                able[p] = max(able[p], float(model.cost[p, day, s] < FORBIDDEN))
    return able
