"""A roster problem as whole-number arrays: what the kernels, the master and CP-SAT share.

Rosters of one person meet only in *rows*: a set of (group of people, day, shift) that count
together, and a convex table of what each count costs. For cover of a shift on a day a row is that
pair. For needs per half hour all half hours that the same shifts cover are one row, whose table
is the sum of theirs, so a day has as many rows as moments at which somebody starts or ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from jieting.solvers.columns.kernel import GROUP, NONE, Flags, Ints, Rows
from jieting.solvers.columns.search import Everybody

OFF = -1
HARD = 1_000_000
"""What one person too few costs where a rule asks for that many: more than any real weight."""
FORBIDDEN = NONE
"""The cost of a shift that a person may not work on a day."""


@dataclass(frozen=True)
class Model:
    """The arrays; P people, D days, S shifts, N nodes, R rows, G groups.

    ``cost`` [P, D, S] beyond a day off, ``FORBIDDEN`` where not allowed; ``constant`` what all
    days off cost. ``covers`` with ``cover_at`` [G, D, S + 1] are the rows of each shift, packed.
    ``table`` [R, C + 1] is the cost of a row at each count. ``par``, ``first`` [P, N],
    ``follows`` [N, N], ``shift_of`` [N], ``caps`` [P, S], ``units`` [P, S] and ``minutes`` [S] are
    what ``kernel`` reads. ``nights`` [S] count in a row, ``past_nights`` [P] just before day 0.
    """

    people: tuple[str, ...]
    shifts: tuple[str, ...]
    days: int
    monday: int
    cost: Ints
    constant: int
    covers: Ints
    cover_at: Ints
    table: Ints
    par: Ints
    first: Flags
    follows: Flags
    shift_of: Ints
    caps: Ints
    units: Ints
    minutes: Ints
    nights: Flags
    nights_in_a_row: int
    past_nights: Ints

    @cached_property
    def cells(self) -> list[list[tuple[int, int]]]:
        """The (day, shift) pairs that count in each row, for some group of people."""
        found: list[set[tuple[int, int]]] = [set() for _ in range(len(self.table))]
        for at in self.cover_at:
            for day, shift in product(range(self.days), range(len(self.shifts))):
                for row in self.covers[at[day, shift] : at[day, shift + 1]].tolist():
                    found[row].add((day, shift))
        return [sorted(cells) for cells in found]

    @cached_property
    def all(self) -> Everybody:
        """The arrays as the kernels take them."""
        return Everybody(
            self.cost, self.covers, self.cover_at, self.table, self.par, self.first, self.follows,
            self.shift_of, self.units, self.caps, self.minutes, self.monday,
        )  # fmt: skip

    def group(self, person: int) -> int:
        """The group of a person."""
        return int(self.par[person, GROUP])

    @property
    def size(self) -> int:
        """How many people."""
        return len(self.people)

    def counts(self, rows: Rows, people: Sequence[int] | None = None) -> Ints:
        """How many cover each row, by all or some of the people."""
        found = np.zeros(len(self.table), np.int64)
        for person in range(self.size) if people is None else people:
            found[self.covered(person, rows[person])] += 1
        return found

    def covered(self, person: int, row: Rows) -> Ints:
        """The rows that one person's roster covers."""
        at = self.cover_at[self.group(person)]
        return np.concatenate(
            [
                self.covers[at[day, shift] : at[day, shift + 1]]
                for day, shift in enumerate(row)
                if shift != OFF
            ]
            or [np.zeros(0, np.int64)]
        )

    def wish_cost(self, person: int, row: Rows) -> int:
        """What one person's roster costs by itself."""
        return sum(
            int(self.cost[person, day, shift]) for day, shift in enumerate(row) if shift != OFF
        )

    def row_cost(self, counts: Ints) -> int:
        """What these counts cost."""
        return int(self.table[np.arange(len(counts)), counts].sum())

    def total(self, rows: Rows) -> int:
        """What a whole roster costs."""
        own = sum(self.wish_cost(person, rows[person]) for person in range(self.size))
        return self.constant + own + self.row_cost(self.counts(rows))
