"""Rosters from the mix: fix the columns of the largest shares, generate for the rest, go on.

Where the linear bound is near the optimum, the mix nearly says it; fixing a few people at a time
and pricing the others anew against what is left keeps what it says. It is the last few people who
may fail to fit, so many ends are tried for each beginning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from jieting.solvers.columns.generate import Generated, generate
from jieting.solvers.columns.incumbent import Incumbent
from jieting.solvers.columns.kernel import Rows
from jieting.solvers.columns.master import Column, Pool
from jieting.solvers.columns.model import OFF, Model
from jieting.solvers.columns.neighbourhood import likely
from jieting.solvers.columns.pack import pack
from jieting.solvers.columns.pricing import Pricer

SURE, LIKELY = 0.95, 0.3
"""Shares from which a column is fixed in any case, and from which it may be."""
PART = 6
"""At most one in so many of the people left is fixed on a likely share at a time."""
ENDS = 5
"""So many ends of each beginning, which is over once half the people are fixed."""
REST, PACKED = 4, 150
"""So few people left are packed at once, from so many columns of each."""
RECENT = 150
ROUNDS, PER_PERSON = 30, 3
STEP_SECONDS, PACK_SECONDS = 3.0, 1.0
WIDTH = 0.5
"""Shares are stretched by up to this by the die, so that no two dives are alike."""


@dataclass(frozen=True)
class _Place:
    """Where a dive stands: the rows fixed so far, who is free, and the mix of those."""

    rows: Rows
    free: tuple[int, ...]
    mix: list[tuple[float, Column]]
    found: Generated


class Dives:
    """Dives below one root; ``run`` makes one beginning with its ends and offers what comes."""

    def __init__(
        self, model: Model, pool: Pool, root: Generated, found: Incumbent, seed: int
    ) -> None:
        self.model, self.pool, self.found = model, pool, found
        self.pricer = Pricer(model)
        self.dice = np.random.default_rng(seed)
        nobody = np.full((model.size, model.days), OFF, np.int8)
        self.root = _Place(nobody, tuple(range(model.size)), root.mix, root)

    def run(self, until: float) -> bool:
        """One beginning and its ends; True where one of them was better than all before."""
        half = self._down(self.root, self.model.size // 2, until)
        better = False
        for _ in range(ENDS):
            if half is None or monotonic() > until or self.found.over:
                break
            rest = self._down(half, REST, until)
            rows = None if rest is None else self._packed(rest, until)
            better |= rows is not None and self.found.offer(rows, "dive")
        return better

    def _down(self, place: _Place, people: int, until: float) -> _Place | None:
        """Further down until so few are free; None where nothing better can come of it."""
        now: _Place | None = place
        while now is not None and len(now.free) > people:
            if monotonic() > until or self.found.over:
                return None
            now = self._step(now, until)
        return now

    def _step(self, place: _Place, until: float) -> _Place | None:
        """Fix some people; the others' columns priced against what is left."""
        rows, free = place.rows.copy(), list(place.free)
        for column in self._fixed(place):
            rows[column.person] = column.row
            free.remove(column.person)
        base = self._base(rows, free)
        if not free:
            return replace(place, rows=rows, free=())
        step = generate(
            self.model, self.pricer, self.pool, free, base,
            start=[c for p in free for c in self.pool.of[p][-RECENT:]], prices=place.found.prices,
            rounds=ROUNDS, per_person=PER_PERSON, until=min(until, monotonic() + STEP_SECONDS),
            over=lambda: self.found.over,
        )  # fmt: skip
        if step is None or not self._may_be_better(rows, free, step):
            return None
        return _Place(rows, tuple(free), step.mix, step)

    def _may_be_better(self, rows: Rows, free: list[int], step: Generated) -> bool:
        fixed = sum(
            self.model.wish_cost(p, rows[p]) for p in range(self.model.size) if p not in free
        )
        best = self.found.cost
        return best is None or step.bound + fixed + self.model.constant < best

    def _base(self, rows: Rows, free: list[int]) -> np.ndarray:
        away = set(free)
        return self.model.counts(rows, [p for p in range(self.model.size) if p not in away])

    def _packed(self, place: _Place, until: float) -> Rows | None:
        """The best columns of the people left; None where none fit."""
        free, rows = list(place.free), place.rows.copy()
        seconds = min(PACK_SECONDS, max(0.1, until - monotonic()))
        columns = likely(place.found, PACKED)
        if free:
            taken = pack(
                self.model, columns, self._base(rows, free), None, seconds,
                int(self.dice.integers(1 << 30)),
            )  # fmt: skip
            if taken is None:
                return None
            for column in taken:
                rows[column.person] = column.row
        return rows

    def _fixed(self, place: _Place) -> Iterator[Column]:
        """The columns to fix now, at least one: largest shares first, stretched by a die."""
        stretch = 1 + WIDTH * self.dice.random(len(place.mix))
        order = np.argsort([-share * s for (share, _), s in zip(place.mix, stretch, strict=True)])
        met: set[int] = set()
        most = max(1, len(place.free) // PART)
        given = 0
        for share, column in (place.mix[i] for i in order):
            if column.person in met:
                continue
            met.add(column.person)
            if share >= SURE or not given or (share >= LIKELY and given < most):
                given += 1
                yield column
