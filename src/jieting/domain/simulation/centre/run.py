"""Running a plan: replications in parts, on several threads, with the same result for any number.

Threads are used only to compute at the same time; each part writes counts of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from jieting.domain.simulation.centre.measure import MEASURES, M
from jieting.domain.simulation.centre.plan import ROW_COLUMNS, Plan, R, Whole, largest_staff
from jieting.domain.simulation.centre.routing import FULL
from jieting.domain.simulation.centre.single import run_single
from jieting.domain.simulation.centre.skilled import run_skilled
from jieting.domain.simulation.centre.state import empty_state

_PARTS_PER_THREAD = 4
_PLACES = 1024


@dataclass(frozen=True, slots=True)
class Counts:
    """What some replications counted, all in whole numbers.

    ``calls`` is replications x queues x slots x measures (see ``M``); ``desks`` is replications x
    groups x (calls answered, busy seconds).
    """

    calls: Whole
    desks: Whole


def run(plan: Plan, replications: int, seed: int, *, first: int = 0, threads: int = 1) -> Counts:
    """So many replications of a plan, the first of which has the number ``first``.

    A run in pieces gives what one run gives.
    """
    groups, queues = plan.priority.shape
    slots = int(plan.slot.max()) + 1
    calls = np.zeros((replications, queues, slots, MEASURES), dtype=np.int64)
    desks = np.zeros((replications, groups, 2), dtype=np.int64)

    def part(bounds: tuple[int, int]) -> None:
        low, high = bounds
        _part(plan, seed, first + low, Counts(calls[low:high], desks[low:high]), _no_rows())

    in_parts(part, replications, threads)
    return Counts(calls, desks)


def run_rows(plan: Plan, seed: int, replication: int = 0) -> tuple[Counts, Whole]:
    """One replication with a row (see ``Row``) for each call, in order of arrival."""
    groups, queues = plan.priority.shape
    slots = int(plan.slot.max()) + 1
    room = int(plan.expected[:, -1].sum() * 1.25) + 1_000
    while True:
        counts = Counts(
            np.zeros((1, queues, slots, MEASURES), dtype=np.int64),
            np.zeros((1, groups, 2), dtype=np.int64),
        )
        rows = np.zeros((room, ROW_COLUMNS), dtype=np.int64)
        written = _part(plan, seed, replication, counts, rows)
        if written <= room:
            kept = rows[:written]
            return counts, kept[np.lexsort((kept[:, R.queue], kept[:, R.arrived]))]
        room = written


def in_parts(part: Callable[[tuple[int, int]], None], replications: int, threads: int) -> None:
    """Call ``part`` with the bounds of every part of the replications, so many at a time.

    Errors: whatever a part raises.
    """
    wanted = max(1, min(replications, threads * _PARTS_PER_THREAD))
    bounds = list(pairwise(replications * i // wanted for i in range(wanted + 1)))
    if threads <= 1:
        for one in bounds:
            part(one)
        return
    part(bounds[0])  # compiles once, so that the threads need not wait for each other
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(part, bounds[1:]))


def _part(plan: Plan, seed: int, first: int, counts: Counts, rows: Whole) -> int:
    """Some replications with the kernel that fits; how many rows there were to write."""
    most = largest_staff(plan)
    if plan.priority.shape == (1, 1):
        free = np.zeros(most + 1, dtype=np.int64)
        written = run_single(plan, free, seed, first, counts.calls, rows)
        counts.desks[:, 0, 0] = counts.calls[:, 0, :, M.ANSWERED].sum(axis=1)
        counts.desks[:, 0, 1] = counts.calls[:, 0, :, M.BUSY_S].sum(axis=1)
    else:
        written = _skilled(plan, seed, first, counts, rows, most * plan.staff.size)
    _complete(counts.calls)
    return written


def _skilled(plan: Plan, seed: int, first: int, counts: Counts, rows: Whole, most: int) -> int:
    """The kernel of several queues, with rings that grow until they are large enough."""
    places = _PLACES
    while True:
        state = empty_state(plan, places, most)
        written = run_skilled(plan, state, seed, first, counts.calls, counts.desks, rows)
        if written != FULL:
            return written
        places *= 4
        counts.calls[:] = 0
        counts.desks[:] = 0


def _complete(calls: Whole) -> None:
    """Fill in what follows from the outcomes: the calls offered and the calls arrived."""
    outcomes = [M.ANSWERED, M.ABANDONED, M.OVERFLOWED]
    calls[..., M.OFFERED] = calls[..., outcomes].sum(axis=-1)
    arrived = [M.OFFERED, M.SERVED_BY_IVR, M.ABANDONED_IN_IVR]
    calls[..., M.ARRIVED] = calls[..., arrived].sum(axis=-1)


def _no_rows() -> Whole:
    return np.empty((0, ROW_COLUMNS), dtype=np.int64)
