"""The calls that come to each queue, for the kernel of several queues."""

from __future__ import annotations

import numpy as np

from jieting.domain.kernel import inlined, kernel
from jieting.domain.simulation.centre.exponential import exponential
from jieting.domain.simulation.centre.measure import M
from jieting.domain.simulation.centre.plan import NEVER, Floats, Whole
from jieting.domain.simulation.centre.state import F, Keys, P, Q
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


@kernel
def draw_days(seed: int, replication: int, busyness: float, gap: Floats, keys: Keys) -> None:
    """The days' factors and the queues' streams of a replication."""
    day_key = stream(seed, replication, 0, BUSYNESS)
    place = np.uint64(0)
    for day in range(gap.size):
        factor, place = gamma_one(busyness, day_key, place)
        gap[day] = 1.0 / factor
    for queue in range(keys.shape[0]):
        keys[queue, 0] = stream(seed, replication, queue, GAP)
        keys[queue, 1] = stream(seed, replication, queue, MENU)
        keys[queue, 2] = stream(seed, replication, queue, PATIENCE)
        keys[queue, 3] = stream(seed, replication, queue, HANDLE)


@inlined
def advance(
    queue: int,
    queues: Whole,
    level: Floats,
    gap: Floats,
    keys: Keys,
    settings: Whole,
    shares: Floats,
    expected: Floats,
    begin: Whole,
    slot: Whole,
    day_first: Whole,
    width: int,
) -> None:
    """Find the next call of a queue; after the last one there is NEVER another."""
    number, day = queues[queue, Q.number], queues[queue, Q.day]
    k, at = queues[queue, Q.period], level[queue]
    while True:
        number += 1
        at += exponential(keys[queue, 0], np.uint64(number) * STEP) * gap[day]
        if at < expected[queue, day_first[day + 1]]:
            break
        day += 1
        if day == gap.size:
            queues[queue, Q.at] = NEVER
            return
        k = day_first[day]
        at = expected[queue, k]
    while expected[queue, k + 1] <= at:
        k += 1
    low, high = expected[queue, k], expected[queue, k + 1]
    level[queue] = at
    queues[queue, Q.number], queues[queue, Q.day] = number, day
    queues[queue, Q.period], queues[queue, Q.slot] = k, slot[k]
    queues[queue, Q.at] = (
        begin[k] + int((at - low) * (width / (high - low))) + settings[queue, P.menu]
    )
    queues[queue, Q.code] = _ANSWERED
    if shares[queue, F.gone] > 0.0:
        u = uniform(keys[queue, 1], np.uint64(number) * STEP)
        if u < shares[queue, F.gone]:
            queues[queue, Q.code] = _SERVED if u < shares[queue, F.served] else _LEFT


@kernel
def first_calls(
    queues: Whole,
    level: Floats,
    gap: Floats,
    keys: Keys,
    settings: Whole,
    shares: Floats,
    expected: Floats,
    begin: Whole,
    slot: Whole,
    day_first: Whole,
    width: int,
) -> None:
    """Find the first call of every queue."""
    for queue in range(queues.shape[0]):
        advance(
            queue,
            queues,
            level,
            gap,
            keys,
            settings,
            shares,
            expected,
            begin,
            slot,
            day_first,
            width,
        )
