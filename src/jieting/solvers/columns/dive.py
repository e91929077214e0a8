"""A first roster: fix the columns the mix likes most, price again for the others, and so on."""

from __future__ import annotations

from time import monotonic

import numpy as np

from jieting.solvers.columns.generate import Generated, generate
from jieting.solvers.columns.master import Column, Pool
from jieting.solvers.columns.model import OFF, Model, Rows
from jieting.solvers.columns.pack import pack
from jieting.solvers.columns.pricing import Pricer

SURE = 0.95
FEW = 8


def dive(
    model: Model,
    pricer: Pricer,
    pool: Pool,
    root: Generated,
    until: float,
    dice: np.random.Generator,
) -> Rows | None:
    """A whole roster; None where time ran out or a person has no roster."""
    rows = np.full((model.size, model.days), OFF, np.int8)
    free, mix, prices = set(range(model.size)), root.mix, root.prices
    while free:
        for column in _sure(mix, free, dice):
            rows[column.person] = column.row
            free.discard(column.person)
        fixed = [p for p in range(model.size) if p not in free]
        if not free:
            break
        base = model.counts(rows, fixed)
        chosen = sorted(free)
        found = generate(
            model, pricer, pool, chosen, base,
            start=[c for _, c in mix if c.person in free] + _recent(pool, chosen, 20),
            prices=prices, rounds=8, per_person=3, until=min(until, monotonic() + 5.0),
        )  # fmt: skip
        if found is None or monotonic() > until:
            return None
        mix, prices = found.mix, found.prices
        if len(free) <= FEW:
            last = pack(model, likely(found, 40), base, None, 3.0, int(dice.integers(1 << 30)))
            for column in last or ():
                rows[column.person] = column.row
                free.discard(column.person)
    return rows


def likely(found: Generated, per_person: int) -> list[Column]:
    """The columns of least reduced cost, so many of each person."""
    reduced = found.master.reduced()
    of: dict[int, list[tuple[float, int]]] = {}
    for i, column in enumerate(found.master.columns):
        of.setdefault(column.person, []).append((reduced[i], i))
    return [
        found.master.columns[i] for mine in of.values() for _, i in sorted(mine)[:per_person]
    ]


def _recent(pool: Pool, people: list[int], most: int) -> list[Column]:
    return [column for p in people for column in pool.of[p][-most:]]


def _sure(
    mix: list[tuple[float, Column]], free: set[int], dice: np.random.Generator
) -> list[Column]:
    """The columns to fix now: those the mix is nearly sure of, and some more by a die."""
    taken: dict[int, Column] = {}
    share = max(1, len(free) // 6)
    for x, column in mix:
        if column.person not in free or column.person in taken:
            continue
        if x >= SURE or not taken or (len(taken) < share and x > 0.3 + 0.3 * dice.random()):
            taken[column.person] = column
    return list(taken.values())
