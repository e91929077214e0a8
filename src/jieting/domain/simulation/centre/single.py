"""The kernel of one queue and one group of agents.

First come, first served, with time-varying arrivals and staff, any handle time, any patience.
Cost: one heap step per answered call; patience is drawn only for who has to wait.
"""

from __future__ import annotations

import numpy as np

from jieting.domain.kernel import inlined, kernel
from jieting.domain.simulation.centre.drawing import Shape, length
from jieting.domain.simulation.centre.exponential import exponential
from jieting.domain.simulation.centre.measure import M
from jieting.domain.simulation.centre.plan import LONGEST_US, Floats, Plan, Whole
from jieting.domain.simulation.centre.pool import first_start, occupy
from jieting.domain.simulation.centre.record import count, write
from jieting.domain.simulation.centre.streams import (
    BUSYNESS,
    GAP,
    HANDLE,
    MENU,
    PATIENCE,
    STEP,
    gamma_one,
    stream,
    uniform,
)

_SERVED = int(M.SERVED_BY_IVR)
_LEFT = int(M.ABANDONED_IN_IVR)
_ANSWERED = int(M.ANSWERED)
_ABANDONED = int(M.ABANDONED)
_OVERFLOWED = int(M.OVERFLOWED)


@kernel
def run_single(plan: Plan, free: Whole, seed: int, first: int, counts: Whole, rows: Whole) -> int:
    """Replications ``first``, ``first + 1``, ... of the plan into ``counts``.

    Shape: ``free`` has room for one more than the most agents there ever are, ``counts`` is
    replications x 1 x slots x measures, zeros before, ``rows`` is n x columns. Returns how many
    rows there were to write; those beyond the room for them are left out.
    """
    written = 0
    for r in range(counts.shape[0]):
        free[:] = 0
        written = _replication(plan, seed, first + r, free, counts[r], rows, written)
    return written


@kernel
def _replication(
    plan: Plan, seed: int, r: int, free: Whole, counts: Whole, rows: Whole, written: int
) -> int:
    day_key = stream(seed, r, 0, BUSYNESS)
    n, change = plan.staff[0], 0
    place = day_place = np.uint64(0)
    for day in range(plan.day_first.size - 1):
        factor, day_place = gamma_one(plan.busyness, day_key, day_place)
        place, n, change, written = _day(
            plan.expected[0],
            plan.begin,
            plan.slot,
            plan.width,
            (plan.day_first[day], plan.day_first[day + 1]),
            1.0 / factor,
            (plan.served[0], plan.served[0] + plan.lost[0], plan.menu[0]),
            (plan.handle.zero[0], plan.handle.scale[0], plan.handle.power[0]),
            plan.handle.table,
            (plan.patience.zero[0], plan.patience.scale[0], plan.patience.power[0]),
            plan.patience.table,
            (min(plan.timeout[0], LONGEST_US), plan.threshold[0]),
            plan.change_at,
            plan.change_by,
            (
                stream(seed, r, 0, GAP),
                stream(seed, r, 0, MENU),
                stream(seed, r, 0, PATIENCE),
                stream(seed, r, 0, HANDLE),
            ),
            place,
            free,
            n,
            change,
            r,
            counts,
            rows,
            written,
        )
    return written


@kernel
def _day(
    expected: Floats,
    begin: Whole,
    slot: Whole,
    width: int,
    periods: tuple[int, int],
    gap: float,
    menu: tuple[float, float, int],
    handle: Shape,
    handle_table: Floats,
    patience: Shape,
    patience_table: Floats,
    limits: tuple[int, int],
    change_at: Whole,
    change_by: Whole,
    keys: tuple[np.uint64, np.uint64, np.uint64, np.uint64],
    place: np.uint64,
    free: Whole,
    n: int,
    change: int,
    r: int,
    counts: Whole,
    rows: Whole,
    written: int,
) -> tuple[np.uint64, int, int, int]:
    """One day's calls: Poisson arrivals at rate 1 / gap on the scale of expected calls.

    Everything comes unpacked: a kernel that looks into the plan for each call is ten times slower.
    """
    k = periods[0]
    level, end = expected[k], expected[periods[1]]
    served, gone, in_menu = menu
    timeout, threshold = limits
    low = high = scale = -1.0
    first = s = 0
    while True:
        place += STEP
        level += exponential(keys[0], place) * gap
        if level >= end:
            return place, n, change, written
        if level >= high:
            while expected[k + 1] <= level:
                k += 1
            low, high, first, s = expected[k], expected[k + 1], begin[k], slot[k]
            scale = width / (high - low)
        at = first + int((level - low) * scale)
        queued = start = at + in_menu
        code, lasts = _way(keys[1], place, served, gone), 0
        if code == _ANSWERED:
            start, n, change = first_start(queued, free, n, change, change_at, change_by)
            if start > queued:
                drawn = length(uniform(keys[2], place), patience, patience_table, 0)
                code, start = _patient(queued, start, drawn, timeout)
            if code == _ANSWERED:
                lasts = length(uniform(keys[3], place), handle, handle_table, 0)
                occupy(free, n, start + lasts)
        count(counts, 0, s, code, start - queued, lasts, threshold)
        write(rows, written, r, 0, 0, at, queued, start, code, lasts)
        written += 1


@inlined
def _way(key: np.uint64, place: np.uint64, served: float, gone: float) -> int:
    """What the menu makes of a call; one that goes on counts as answered until it is lost."""
    if gone == 0.0:
        return _ANSWERED
    u = uniform(key, place)
    if u < served:
        return _SERVED
    return _LEFT if u < gone else _ANSWERED


@inlined
def _patient(queued: int, start: int, patience: int, timeout: int) -> tuple[int, int]:
    """What becomes of who waits until ``start``, and when."""
    limit = min(patience, timeout)
    if queued + limit >= start:
        return _ANSWERED, start
    return (_ABANDONED if patience <= timeout else _OVERFLOWED), queued + limit
