"""What the kernels leave of each call: its share of the counts and, on request, a row."""

from __future__ import annotations

import numpy as np

from jieting.domain.kernel import inlined
from jieting.domain.simulation.centre.measure import M
from jieting.domain.simulation.centre.plan import R, Whole

_ANSWERED = int(M.ANSWERED)
_ABANDONED = int(M.ABANDONED)
_OVERFLOWED = int(M.OVERFLOWED)
_WITHIN = int(M.WITHIN)
_ABANDONED_WITHIN = int(M.ABANDONED_WITHIN)
_WAIT = int(M.WAIT_ANSWERED_US)
_WAIT_LOST = int(M.WAIT_LOST_US)
_BUSY = int(M.BUSY_S)
_HALF_SECOND = np.uint64(500_000)
_SECOND = np.uint64(1_000_000)


@inlined
def whole_seconds(handle: int) -> int:
    """A handle time in whole seconds, as its row has it; unsigned, which divides faster."""
    return int((np.uint64(handle) + _HALF_SECOND) // _SECOND)


@inlined
def count(
    counts: Whole, queue: int, slot: int, code: int, wait: int, handle: int, threshold: int
) -> None:
    """Add one call to the counts of its queue and slot; ``code`` is its outcome's column."""
    counts[queue, slot, code] += 1
    if code == _ANSWERED:
        counts[queue, slot, _BUSY] += whole_seconds(handle)
        counts[queue, slot, _WITHIN] += wait <= threshold
        counts[queue, slot, _WAIT] += wait
    elif code == _ABANDONED:
        counts[queue, slot, _WAIT_LOST] += wait
        if wait <= threshold:
            counts[queue, slot, _ABANDONED_WITHIN] += 1
    elif code == _OVERFLOWED:
        counts[queue, slot, _WAIT_LOST] += wait


@inlined
def write(
    rows: Whole,
    place: int,
    replication: int,
    queue: int,
    group: int,
    arrived: int,
    queued: int,
    decided: int,
    code: int,
    handle: int,
) -> None:
    """Keep a call as a row where there is room for it."""
    if place < rows.shape[0]:
        rows[place, R.replication] = replication
        rows[place, R.queue] = queue
        rows[place, R.group] = group
        rows[place, R.arrived] = arrived
        rows[place, R.queued] = queued
        rows[place, R.decided] = decided
        rows[place, R.code] = code
        rows[place, R.handle] = handle
