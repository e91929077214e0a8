"""Column generation: master and pricing in turn until the bound meets the mix."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

import numpy as np

from jieting.solvers.columns.kernel import NONE, Ints
from jieting.solvers.columns.master import Column, Master, Pool
from jieting.solvers.columns.model import Model
from jieting.solvers.columns.pricing import SCALE, Priced, Pricer, lagrangian

LEAST_SECONDS = 10.0
"""A master that was begun is given so much at least: half solved it says nothing."""
NEAR = 1e-3
"""Bound and mix this near each other are the same."""
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
    over: Callable[[], bool] = lambda: False,
) -> Generated | None:
    """Solve the linear relaxation over the chosen people, the others being counted in ``base``.

    Stops when bound and mix agree to the next whole number, when the bound reaches ``enough``,
    after ``rounds``, at ``until``, or once it is ``over``. The bound is that of the best prices
    met. None where some person has no roster at all.
    """
    master = Master(model, chosen, base)
    master.add(start)
    work = _Work(model, pricer, pool, master, list(chosen), base, per_person, prices)
    for _ in range(rounds):
        before = work.bound
        if not work.round(max(LEAST_SECONDS, until - monotonic())):
            return None
        if work.bound > before:
            told(work.bound)
        if work.complete or (enough is not None and work.bound >= enough):
            break
        if monotonic() > until or over():
            break
    if not master.solve(max(LEAST_SECONDS, until - monotonic())):
        return None
    return Generated(master.cost, work.bound, master.prices(SCALE), master.mix(), master)


@dataclass
class _Work:
    """Rounds over one master; ``centre`` are the prices of the best bound so far."""

    model: Model
    pricer: Pricer
    pool: Pool
    master: Master
    chosen: list[int]
    base: Ints
    per_person: int
    centre: Ints | None
    scaled: int = -(1 << 62)
    complete: bool = False

    @property
    def bound(self) -> int:
        """The best bound so far, rounded up: costs are whole."""
        return -(-self.scaled // SCALE)

    def round(self, seconds: float) -> bool:
        """Solve, price, add; False where a person has no roster, or the time was too short."""
        now = self._prices(seconds)
        if now is None:
            return False
        use = now if self.centre is None else _mixed(self.centre, now)
        found = self.pricer.price(self.chosen, use, self.per_person)
        if (found.lowest >= NONE).any():
            return False
        free = lagrangian(self.model.table, self.base, len(self.chosen), use)
        scaled = int(found.lowest.sum()) + free
        if scaled > self.scaled:
            self.scaled, self.centre = scaled, use
        solved = bool(self.master.columns)
        added = self._add(found)
        if not added and (use == now).all():
            self.complete = True
        elif not added:
            self.centre = None  # nothing new at mixed prices: look at the master's own
        elif solved and self.bound >= self.master.cost - NEAR:
            self.complete = True
        return True

    def _prices(self, seconds: float) -> Ints | None:
        if self.centre is not None and not self.master.columns:
            return self.centre
        return self.master.prices(SCALE) if self.master.solve(seconds) else None

    def _add(self, found: Priced) -> int:
        return self.master.add(
            self.pool.column(person, row)
            for i, person in enumerate(self.chosen)
            for row, value in zip(found.rows[i], found.values[i], strict=True)
            if value < NONE
        )


def _mixed(centre: Ints, now: Ints) -> Ints:
    return np.rint(SMOOTHING * centre + (1 - SMOOTHING) * now).astype(np.int64)
