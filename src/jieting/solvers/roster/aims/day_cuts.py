"""What a whole day costs at least for the hours worked on it: cuts that prove the bound.

The relaxation may work parts of shifts, and so fits the need of a day better than people can. For
each way in which whole people can work the shifts of a day its cost is known; the lower hull of
cost over hours holds for all of them, and so does every line of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations_with_replacement, pairwise

import numpy as np
from numpy.typing import NDArray

from jieting.domain.rostering.problem import DAY_MINUTES
from jieting.solvers.roster.model import Expr, Model, total
from jieting.solvers.roster.supply import Supplies, Supply

MOST_WAYS = 40_000
"""With more ways to work a day no cuts are made: so many people are less in need of them."""
Whole = NDArray[np.int64]
Item = tuple[int, int]
"""A day and the number of a shift."""
Line = tuple[int, int, int]
"""Of a hull: run, rise and offset, with ``run * cost >= rise * amount + offset``."""


@dataclass(frozen=True, slots=True)
class Priced:
    """Half hours of a day with the same shifts: what each number costs, how many must be there."""

    supply: Supply
    table: list[int]
    least: int


def add_day_cuts(model: Model, supplies: Supplies, day: Sequence[Priced], price: Expr) -> None:
    """Say what the half hours of one day cost at least for the time worked in them."""
    items = sorted({part for one in day for parts in one.supply.sets for part in parts})
    planned = [item for item in items if item[0] >= 0]
    if len(planned) < len(items) or not planned or len({one.supply.skill for one in day}) > 1:
        return
    counts = [model.count(supplies.serving(day[0].supply.skill, d), d, s) for d, s in planned]
    ways = _ways(_sizes(planned), len(model.people))
    if ways is None:
        return
    costs, allowed = _costs(day, planned, ways)
    for weights in _amounts(model, planned):
        amount = total(w * n for w, n in zip(weights.tolist(), counts, strict=True))
        for run, rise, offset in _hull((ways @ weights)[allowed], costs[allowed]):
            model.cp.add(run * price >= rise * amount + offset)


def _sizes(items: Sequence[Item]) -> tuple[int, ...]:
    """How many items each day has, in order."""
    days = [day for day, _ in items]
    return tuple(days.count(day) for day in sorted(set(days)))


@lru_cache(maxsize=8)
def _ways(sizes: tuple[int, ...], people: int) -> Whole | None:
    """All ways for at most so many people to work the items of each day; None for too many.

    Shape: ways x items.
    """
    number = 1
    for size in sizes:
        number *= _compositions(size, people)
    if number > MOST_WAYS:
        return None
    whole = np.zeros((1, 0), dtype=np.int64)
    for size in sizes:
        # one more place stands for those who do not work
        chosen = combinations_with_replacement(range(size + 1), people)
        part = np.array([np.bincount(one, minlength=size + 1)[:size] for one in chosen])
        left = np.repeat(whole, len(part), axis=0)
        whole = np.hstack([left, np.tile(part, (len(whole), 1))])
    return whole


def _compositions(size: int, people: int) -> int:
    number = 1
    for at in range(1, size + 1):
        number = number * (people + at) // at
    return number


def _costs(
    day: Sequence[Priced], items: Sequence[Item], ways: Whole
) -> tuple[Whole, NDArray[np.bool_]]:
    """What each way costs, and whether it has as many as must be there."""
    place = {item: at for at, item in enumerate(items)}
    costs = np.zeros(len(ways), dtype=np.int64)
    allowed = np.ones(len(ways), dtype=np.bool_)
    for one in day:
        least = np.full(len(ways), one.supply.most, dtype=np.int64)
        for parts in one.supply.sets:
            least = np.minimum(least, ways[:, [place[part] for part in parts]].sum(axis=1))
        costs += np.array(one.table, dtype=np.int64)[least]
        allowed &= least >= one.least
    return costs, allowed


def _amounts(model: Model, items: Sequence[Item]) -> Iterator[Whole]:
    """What is counted of each item: hours in this day, and shifts; one past midnight halves."""
    last = max(day for day, _ in items)
    hours, shifts = [], []
    for day, number in items:
        shift = model.problem.shifts[number]
        past = min(shift.minutes, max(0, shift.end - DAY_MINUTES))
        inside = past if day < last else shift.minutes - past
        hours.append(shift.worked * inside // shift.minutes)
        shifts.append(1 if past else 2)
    yield np.array(hours, dtype=np.int64)
    yield np.array(shifts, dtype=np.int64)


def _hull(amounts: Whole, costs: Whole) -> Iterator[Line]:
    """The lines of the lower hull of the points."""
    if not len(amounts):
        return
    order = np.lexsort((costs, amounts))
    points: list[tuple[int, int]] = []
    for x, y in zip(amounts[order].tolist(), costs[order].tolist(), strict=True):
        if points and points[-1][0] == x:
            continue
        while len(points) > 1 and _below(points[-2], points[-1], (x, y)):
            points.pop()
        points.append((x, y))
    for (x0, y0), (x1, y1) in pairwise(points):
        run, rise = x1 - x0, y1 - y0
        yield run, rise, run * y0 - rise * x0
    if len(points) == 1:
        yield 1, 0, points[0][1]


def _below(first: Item, middle: Item, last: Item) -> bool:
    """Whether the way from first to last passes below the middle or through it."""
    return (middle[1] - first[1]) * (last[0] - first[0]) >= (last[1] - first[1]) * (
        middle[0] - first[0]
    )
