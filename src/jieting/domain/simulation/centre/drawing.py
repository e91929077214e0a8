"""Drawing of lengths within the kernels."""

from __future__ import annotations

import math

from jieting.domain.kernel import inlined
from jieting.domain.simulation.centre.plan import Floats

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
