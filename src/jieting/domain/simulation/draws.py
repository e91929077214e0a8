"""Random quantities by inverse distribution functions of uniform numbers in [0, 1).

Only ``Generator.random()`` is ever drawn, so that a seed gives the same month under every version
of NumPy; times are rounded to whole milliseconds, so that the last digit of a logarithm, which
may differ between machines, does not show.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Instants = NDArray[np.int64]
Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]

_SMALLEST = 2.0**-54
_MILLISECOND = 1_000


def normal(u: Floats) -> Floats:
    """Standard normal quantiles; 0 is taken as the middle below the smallest uniform number."""
    quantile = NormalDist().inv_cdf
    return np.array([quantile(x) for x in np.maximum(u, _SMALLEST).tolist()], dtype=np.float64)


def exponential(u: Floats, mean: float) -> Floats:
    """Exponential quantiles: -mean * ln(1 - u)."""
    return -mean * np.log1p(-u)


def lognormal(u: Floats, mean: float, sigma: float) -> Floats:
    """Lognormal quantiles with that ``mean``; ``sigma`` is the deviation of the logarithm."""
    return np.exp(math.log(mean) - sigma * sigma / 2 + sigma * normal(u))


def gamma_factor(u: Floats, variation: float) -> Floats:
    """Gamma quantiles with mean 1 and coefficient of variation ``variation``.

    Formula: Wilson and Hilferty, (1 - 1/(9a) + z / (3 sqrt(a)))^3 with shape a = 1/variation^2.
    Edge: variation 0 gives 1; exact to about a thousandth for variations up to 0.4.
    """
    if variation == 0:
        return np.ones_like(u)
    ninth = variation * variation / 9
    return np.maximum(1 - ninth + normal(u) * math.sqrt(ninth), 0.0) ** 3


def pick(u: Floats, shares: tuple[float, ...]) -> Codes:
    """The index that each uniform number falls on, with probabilities ``shares`` (sum 1)."""
    edges = np.cumsum(np.array(shares[:-1], dtype=np.float64))
    return np.searchsorted(edges, u, side="right").astype(np.int8)


def spans(seconds: Floats) -> Instants:
    """Seconds as instants' microseconds, rounded to whole milliseconds."""
    return np.rint(seconds * 1_000).astype(np.int64) * _MILLISECOND


def whole_seconds(seconds: Floats, low: int, high: int) -> Instants:
    """Seconds rounded to whole ones and kept within ``low`` and ``high``."""
    return np.clip(np.rint(seconds), low, high).astype(np.int64)
