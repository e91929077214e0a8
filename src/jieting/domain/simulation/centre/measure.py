"""What the kernels count, as columns of whole numbers."""

from __future__ import annotations

from enum import IntEnum


class M(IntEnum):
    """Columns of the counts, one row per replication, queue and slot of time.

    A call belongs to the queue it entered first and to the slot in which it arrived, wherever and
    whenever it ended, as in the call table. Sums of waits are in microseconds. Whole numbers add
    up to the same sum in any order, so threads cannot change a result.
    """

    ARRIVED = 0
    SERVED_BY_IVR = 1
    ABANDONED_IN_IVR = 2
    OFFERED = 3
    ANSWERED = 4
    ABANDONED = 5
    OVERFLOWED = 6
    """Left by the timeout, with no other queue to go to."""
    MOVED = 7
    """Passed on to another queue by a timeout; counted once per move, whatever came of the call."""
    WITHIN = 8
    """Answered after a wait of at most the threshold."""
    ABANDONED_WITHIN = 9
    """Abandoned after a wait of at most the threshold."""
    WAIT_ANSWERED_US = 10
    WAIT_LOST_US = 11
    """Waits of calls that were abandoned or overflowed."""
    BUSY_S = 12
    """Handle time, each call's rounded to whole seconds as its row has it."""


MEASURES = len(M)
