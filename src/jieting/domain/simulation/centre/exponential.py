"""Exponential numbers of the kernels, by the ziggurat of Marsaglia and Tsang (2000).

The area under ``exp(-x)`` is cut into 256 layers of one size: a rectangle each, and a tail behind
the first. 98.9 numbers in a hundred fall into the inner part of their layer and cost one hash and
one comparison; a logarithm for each arrival took a fifth of the time of the kernel of one queue.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from jieting.domain.kernel import inlined, kernel
from jieting.domain.simulation.centre.streams import STEP, mixed, unit

LAYERS = 256
_TAIL = 7.69711747013104972
"""Where the tail begins, so that 256 layers of one size come out."""
_LAYER = np.uint64(LAYERS - 1)
_NEXT = np.uint64(1)


def _edges() -> NDArray[np.float64]:
    """The right edge of each layer from the lowest, and 0 at the end.

    The lowest has the tail too; its edge is that of a rectangle of the same size.
    """
    size = (_TAIL + 1.0) * math.exp(-_TAIL)
    edges = [size / math.exp(-_TAIL), _TAIL]
    while len(edges) < LAYERS:
        edges.append(-math.log(size / edges[-1] + math.exp(-edges[-1])))
    return np.array([*edges, 0.0])


EDGES = _edges()


@inlined
def exponential(key: np.uint64, place: np.uint64) -> float:
    """The exponential number of mean 1 at ``place`` (a multiple of STEP) of a stream; above 0."""
    z = mixed(key + place)
    layer = z & _LAYER
    x: float = unit(z) * EDGES[layer]
    if x < EDGES[layer + _NEXT]:
        return x
    return _outer(layer, x, z)


@kernel
def _outer(layer: np.uint64, x: float, z: np.uint64) -> float:
    """The number for one outside the inner part of its layer; ``z`` leads to the draws it needs."""
    while True:
        z += STEP
        u = unit(mixed(z))
        if layer == 0:
            return _TAIL - math.log(u)
        low, high = math.exp(-EDGES[layer]), math.exp(-EDGES[layer + _NEXT])
        if low + u * (high - low) < math.exp(-x):
            return x
        z += STEP
        drawn = mixed(z)
        layer = drawn & _LAYER
        x = unit(drawn) * EDGES[layer]
        if x < EDGES[layer + _NEXT]:
            return x
