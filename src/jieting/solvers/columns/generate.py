"""Column generation: master and pricing in turn until the bound meets the mix."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

import numpy as np

from jieting.solvers.columns.kernel import NONE
from jieting.solvers.columns.master import Column, Master, Pool
from jieting.solvers.columns.model import Ints, Model
from jieting.solvers.columns.pricing import SCALE, Pricer, lagrangian

SMOOTHING = 0.5
"""How much of the best prices so far is mixed into the master's: fewer, calmer rounds."""


@dataclass
class Generated:
    """Where generation stood: cost of the mix, proven bound (both with rows), prices, shares."""

    cost: float
    bound: int
    prices: Ints
    mix: list[tuple[float, Column]]
    master: Master
    complete: bool


def generate(
    model: Model,
    pricer: Pricer,
    pool: Pool,
    chosen: Sequence[int],
    base: Ints,
    *,
    start: Sequence[Column],
    prices: Ints | None,
    rounds: int,
    per_person: int,
    until: float,
    enough: int | None = None,
    told: Callable[[int], None] = lambda bound: None,
) -> Generated | None:
    """Solve the linear relaxation over the chosen people, the others being counted in ``base``.

    Stops when bound and mix agree to the next whole number, when the bound reaches ``enough``,
    after ``rounds``, or at ``until``. The bound is that of the best prices met. None where some
    person has no roster at all.
    """
    master = Master(model, chosen, base)
    master.add(start)
    best, centre = -(1 << 62), prices
    complete = False
    for _ in range(rounds):
        if centre is None or master.columns:
            if not master.solve(max(1.0, until - monotonic())):
                break
            now = master.prices(SCALE)
        else:
            now = centre
        smooth = centre is not None and centre is not now
        use = _mixed(centre, now) if centre is not None and smooth else now
        added, bound = _round(model, pricer, pool, master, chosen, base, use, per_person)
        if bound is None:
            return None
        if bound > best:
            best, centre = bound, use
            told(-(-best // SCALE))
        if enough is not None and -(-best // SCALE) >= enough:
            complete = True
            break
        if not added and not (smooth and (use != now).any()):
            complete = True
            break
        if not added:
            centre = None
        if monotonic() > until:
            break
        if master.columns and -(-best // SCALE) >= master.cost - 1e-3 and added == 0:
            complete = True
            break
    if not master.solve(max(10.0, until - monotonic())):
        return None
    return Generated(
        master.cost, -(-best // SCALE), master.prices(SCALE), master.mix(), master, complete
    )


def _mixed(centre: Ints, now: Ints) -> Ints:
    return np.rint(SMOOTHING * centre + (1 - SMOOTHING) * now).astype(np.int64)


def _round(
    model: Model,
    pricer: Pricer,
    pool: Pool,
    master: Master,
    chosen: Sequence[int],
    base: Ints,
    prices: Ints,
    per_person: int,
) -> tuple[int, int | None]:
    """Price everybody: how many new columns, and the scaled bound at these prices."""
    found = pricer.price(chosen, prices, per_person)
    if (found.lowest >= NONE).any():
        return 0, None
    bound = int(found.lowest.sum()) + lagrangian(model.table, base, len(chosen), prices)
    new = []
    for i, person in enumerate(chosen):
        for row, value in zip(found.rows[i], found.values[i], strict=True):
            if value < NONE:
                column = pool.add(person, row)
                if column is not None:
                    new.append(column)
    master.add(new)
    return len(new), bound
