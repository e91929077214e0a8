"""Drawing of lengths within the kernels."""

from __future__ import annotations

import math

import numpy as np

from jieting.domain.kernel import inlined
from jieting.domain.simulation.centre.plan import LONGEST_US, Floats
from jieting.domain.simulation.centre.state import F, Keys
from jieting.domain.simulation.centre.streams import STEP, uniform

Shape = tuple[float, float, float]
"""Share of zeros, scale and power of one queue's lengths."""


@inlined
def length(u: float, shape: Shape, table: Floats, queue: int) -> int:
    """The length, in microseconds, that a uniform number stands for; see ``Lengths``."""
    zero, scale, power = shape
    if u < zero:
        return 0
    if scale > 0.0:
        drawn = -math.log((1.0 - u) / (1.0 - zero))
        if power != 1.0:
            drawn = drawn**power
        return int(scale * drawn + 0.5)
    knots = table.shape[1] - 1
    place = (u - zero) / (1.0 - zero) * knots
    at = min(int(place), knots - 1)
    return int(table[queue, at] + (place - at) * (table[queue, at + 1] - table[queue, at]) + 0.5)


@inlined
def patience_of(queue: int, number: int, keys: Keys, shares: Floats, table: Floats) -> int:
    """The patience of a queue's n-th caller."""
    u = uniform(keys[queue, 2], np.uint64(number) * STEP)
    shape = (
        shares[queue, F.patience_zero],
        shares[queue, F.patience_scale],
        shares[queue, F.patience_power],
    )
    return min(length(u, shape, table, queue), LONGEST_US)


@inlined
def handle_of(queue: int, number: int, keys: Keys, shares: Floats, table: Floats) -> int:
    """The handle time of a queue's n-th call."""
    u = uniform(keys[queue, 3], np.uint64(number) * STEP)
    shape = (
        shares[queue, F.handle_zero],
        shares[queue, F.handle_scale],
        shares[queue, F.handle_power],
    )
    return length(u, shape, table, queue)
