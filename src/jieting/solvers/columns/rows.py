"""The rows of a model: what must be covered, and what each count of people costs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from jieting.domain.rostering.problem import (
    SLOT_MINUTES,
    SLOTS_A_DAY,
    Person,
    Problem,
    Shift,
)
from jieting.solvers.columns.kernel import Ints
from jieting.solvers.columns.model import HARD

Cell = tuple[int, int, int]
"""A group of people, a day and a shift."""


@dataclass
class RowTable:
    """Rows by the cells that count in them, and the cost of each count in each."""

    most: int
    _costs: dict[frozenset[Cell], Ints] = field(default_factory=dict)

    def add(
        self,
        cells: Iterable[Cell],
        need: int,
        under: int,
        over: int,
        at_least: int = 0,
        already: int = 0,
    ) -> None:
        """Count ``cells``, and ``already`` others; rows of the same cells become one."""
        n = already + np.arange(self.most + 1, dtype=np.int64)
        cost = under * np.maximum(0, need - n) + over * np.maximum(0, n - need)
        cost += HARD * np.maximum(0, at_least - n)
        key = frozenset(cells)
        self._costs[key] = self._costs[key] + cost if key in self._costs else cost

    def arrays(self, groups: int, days: int, shifts: int) -> tuple[Ints, Ints, Ints]:
        """``covers``, ``cover_at`` and ``table`` of the model."""
        of_cell: defaultdict[Cell, list[int]] = defaultdict(list)
        for row, cells in enumerate(self._costs):
            for cell in cells:
                of_cell[cell].append(row)
        covers: list[int] = []
        at = np.zeros((groups, days, shifts + 1), np.int64)
        for group in range(groups):
            for day in range(days):
                for shift in range(shifts):
                    at[group, day, shift] = len(covers)
                    covers += of_cell[group, day, shift]
                at[group, day, shifts] = len(covers)
        table = np.array(list(self._costs.values()), np.int64).reshape(-1, self.most + 1)
        return np.array(covers, np.int64), at, table


def groups_of(problem: Problem) -> tuple[Mapping[str, int], Sequence[Person]]:
    """People who count in the same rows form a group: each person's, and one person of each."""
    kinds: dict[tuple[object, ...], int] = {}
    one_of: list[Person] = []
    of_person = {}
    asked = sorted({need.skill for need in problem.needs} - {""})
    dates = [problem.date_of(day) for day in range(problem.days)]
    for person in problem.people:
        key = tuple(person.serves(skill, day) for skill in asked for day in dates)
        if key not in kinds:
            kinds[key] = len(kinds)
            one_of.append(person)
        of_person[person.id] = kinds[key]
    return of_person, one_of


def slots_of(shift: Shift) -> list[int]:
    """The half hours, from midnight of its day, that somebody on the shift answers throughout."""
    return [
        slot
        for start, end in shift.answering
        for slot in range(-(-start // SLOT_MINUTES), end // SLOT_MINUTES)
    ]


def row_table(problem: Problem, one_of: Sequence[Person]) -> RowTable:
    """All rows of a problem: its cover and its needs."""
    table = RowTable(len(problem.people))
    index = {shift.id: s for s, shift in enumerate(problem.shifts)}
    everybody = range(len(one_of))
    for cover in problem.cover:
        cells = [(group, cover.day, index[cover.shift]) for group in everybody]
        table.add(cells, cover.need, cover.under, cover.over)
    working: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for s, shift in enumerate(problem.shifts):
        for slot in slots_of(shift):
            for day in range(problem.days):
                working[day * SLOTS_A_DAY + slot].append((day, s))
    there = _from_before(problem)
    for need in problem.needs:
        cells = [
            (group, day, s)
            for day, s in working[need.slot]
            for group in everybody
            if one_of[group].serves(need.skill, problem.date_of(day))
        ]
        already = there[need.skill, need.slot]
        table.add(cells, need.need, need.under, need.over, need.at_least, already)
    return table


def _from_before(problem: Problem) -> Counter[tuple[str, int]]:
    """How many of the shifts of the days before reach into each half hour, by skill."""
    shifts = {shift.id: shift for shift in problem.shifts}
    skills = {need.skill for need in problem.needs}
    found: Counter[tuple[str, int]] = Counter()
    for person in problem.people:
        for ago, name in enumerate(reversed(problem.before.get(person.id, ())), 1):
            for slot in slots_of(shifts[name]) if name in shifts else ():
                for skill in skills:
                    if person.serves(skill, problem.date_of(-ago)):
                        found[skill, slot - ago * SLOTS_A_DAY] += 1
    return found
