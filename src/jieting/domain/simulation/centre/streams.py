"""Random numbers of the kernels: counters, so that each call keeps its own numbers.

The n-th number of a stream is a hash of the stream's key and n (SplitMix64; Steele, Lea and Flood
2014). A key comes from the seed, the replication, the queue and the purpose. So a result does not
depend on the number of threads, and two rosters are compared on the same callers.
"""

from __future__ import annotations

import math

import numpy as np

from jieting.domain.kernel import inlined, kernel

GAP = 1
MENU = 2
HANDLE = 3
PATIENCE = 4
BUSYNESS = 5
"""The purposes: time to the next arrival, way through the menu, handle time, patience, day."""

STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_UNIT = 2.0**-52
_HALF = 2.0**-53


@inlined
def mixed(z: np.uint64) -> np.uint64:
    """A hash of 64 bits to 64 bits, one to one."""
    z = (z ^ (z >> np.uint64(30))) * _FIRST
    z = (z ^ (z >> np.uint64(27))) * _SECOND
    return z ^ (z >> np.uint64(31))


@inlined
def unit(z: np.uint64) -> float:
    """A hash as a number strictly between 0 and 1, of its upper 52 bits."""
    return np.int64(z >> np.uint64(12)) * _UNIT + _HALF


@inlined
def uniform(key: np.uint64, place: np.uint64) -> float:
    """The number at ``place`` (a multiple of STEP) of a stream, strictly between 0 and 1."""
    return unit(mixed(key + place))


@kernel
def stream(seed: int, replication: int, queue: int, purpose: int) -> np.uint64:
    """The key of one stream."""
    key = mixed(np.uint64(seed) + STEP)
    key = mixed(key ^ (np.uint64(replication) * STEP))
    return mixed(key ^ np.uint64(queue * 16 + purpose))


@kernel
def gamma_one(shape: float, key: np.uint64, start: np.uint64) -> tuple[float, np.uint64]:
    """A Gamma number of mean 1 and that shape, and the place after the last number it took.

    Edge: shape 0 stands for no variation and gives 1.
    Source: Marsaglia and Tsang (2000); shapes below 1 by their power of a uniform number.
    """
    if shape <= 0.0:
        return 1.0, start
    place = start
    boosted = shape if shape >= 1.0 else shape + 1.0
    d = boosted - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    found = 0.0
    while found == 0.0:
        place += STEP
        radius = math.sqrt(-2.0 * math.log(uniform(key, place)))
        place += STEP
        x = radius * math.cos(2.0 * math.pi * uniform(key, place))
        place += STEP
        v = (1.0 + c * x) ** 3
        if v > 0.0 and math.log(uniform(key, place)) < 0.5 * x * x + d - d * v + d * math.log(v):
            found = d * v
    if shape < 1.0:
        place += STEP
        found *= uniform(key, place) ** (1.0 / shape)
    return found / shape, place
