"""The plan: a centre as the arrays that the kernels read."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jieting.domain.periods import DAY

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

LONGEST_US = 30 * DAY
"""Nobody waits longer, and no timeout is longer."""
NEVER = 1 << 62
"""Later than everything."""


class Lengths(NamedTuple):
    """How to draw a length of time for each queue, in microseconds.

    ``zero`` is the share of lengths 0. Where ``scale`` is above 0 the others are
    ``scale * (-ln u) ** power``: exponential for power 1, Weibull of shape ``1 / power``;
    else they lie on the straight lines between the quantiles of ``table`` (queue x knots).
    """

    zero: Floats
    scale: Floats
    power: Floats
    table: Floats


class Plan(NamedTuple):
    """A centre over its horizon; times in microseconds from the start of the first day.

    Shapes: Q queues, G groups, N periods of all days, D days, C changes of staff.
    """

    expected: Floats
    """Q x (N + 1): calls expected before the start of each period."""
    day_first: Whole
    """D + 1: the first period of each day, and N."""
    begin: Whole
    """N: start of each period."""
    width: int
    """Length of a period."""
    slot: Whole
    """N: the slot of the counts that each period adds to."""
    busyness: float
    """Shape of the day's Gamma factor of mean 1; 0 for none."""
    served: Floats
    """Q: share of arrivals that the IVR serves."""
    lost: Floats
    """Q: share of arrivals that hang up in the IVR."""
    menu: Whole
    """Q: time in the IVR."""
    handle: Lengths
    patience: Lengths
    timeout: Whole
    """Q: the wait after which a call leaves its queue."""
    target: Whole
    """Q: the queue that it goes to then; -1 for none."""
    threshold: Whole
    """Q: the longest wait that is in time."""
    staff: Whole
    """G: agents at the start."""
    change_at: Whole
    """C: instants at which the number of agents changes, in order."""
    change_group: Whole
    change_by: Whole
    priority: Whole
    """G x Q: 1 for what the group does first; 0 where it has not the skill."""
    order: Whole
    """Q x G: the groups that a call asks, in order; -1 where there are no more."""


class Row(NamedTuple):
    """Columns of the rows of calls that the kernels write on request."""

    replication: int = 0
    queue: int = 1
    arrived: int = 2
    queued: int = 3
    decided: int = 4
    code: int = 5
    handle: int = 6
    group: int = 7


R = Row()
ROW_COLUMNS = len(R)


def largest_staff(plan: Plan) -> int:
    """The most agents that a group ever has."""
    now = plan.staff.copy()
    most = int(now.max(initial=0))
    for group, by in zip(plan.change_group.tolist(), plan.change_by.tolist(), strict=True):
        now[group] += by
        most = max(most, int(now[group]))
    return most
