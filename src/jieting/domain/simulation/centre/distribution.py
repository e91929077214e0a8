"""Distributions of handle times and patience, and the arrays by which the kernels draw them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from jieting.domain.periods import SECOND
from jieting.domain.simulation.centre.plan import LONGEST_US, Floats, Lengths

KNOTS = 2048
"""Straight lines of a table; the last one is set so that the mean is exact."""


@dataclass(frozen=True, slots=True)
class Exponential:
    """``zero_share`` of lengths are 0, the others exponential with ``mean_s`` seconds."""

    mean_s: float
    zero_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Weibull:
    """``zero_share`` of lengths are 0, the others ``scale_s * (-ln u) ** (1 / shape)`` seconds."""

    scale_s: float
    shape: float
    zero_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Lognormal:
    """``zero_share`` of lengths are 0; the logarithm of the others is normal.

    ``mean_s`` is the mean of the others in seconds, ``sigma`` the deviation of their logarithm.
    """

    mean_s: float
    sigma: float
    zero_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Quantiles:
    """``zero_share`` of lengths are 0; the others lie on the lines between ``seconds``.

    ``seconds`` are the quantiles at equal steps of probability from 0 to 1, at least two, rising.
    """

    seconds: tuple[float, ...]
    zero_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Never:
    """No end: a caller who never hangs up (cut at 30 days)."""

    zero_share: float = 0.0


Distribution = Exponential | Weibull | Lognormal | Quantiles | Never


def mean_s(distribution: Distribution) -> float:
    """The mean in seconds, the share of zeros included."""
    kept = 1.0 - distribution.zero_share
    match distribution:
        case Exponential() | Lognormal():
            return kept * distribution.mean_s
        case Weibull():
            return kept * distribution.scale_s * math.gamma(1 + 1 / distribution.shape)
        case Quantiles():
            seconds = np.array(distribution.seconds)
            return kept * float((seconds[1:] + seconds[:-1]).mean() / 2)
        case Never():
            return kept * LONGEST_US / SECOND


def lengths(distributions: Sequence[Distribution]) -> Lengths:
    """The arrays for these distributions, one per queue."""
    tables = [_table(one) for one in distributions]
    knots = max(len(table) for table in tables)
    return Lengths(
        np.array([one.zero_share for one in distributions], dtype=np.float64),
        np.array([_scale_us(one) for one in distributions], dtype=np.float64),
        np.array([_power(one) for one in distributions], dtype=np.float64),
        np.ascontiguousarray([_resampled(table, knots) for table in tables], dtype=np.float64),
    )


def _scale_us(distribution: Distribution) -> float:
    match distribution:
        case Exponential():
            return distribution.mean_s * SECOND
        case Weibull():
            return distribution.scale_s * SECOND
        case _:
            return 0.0


def _power(distribution: Distribution) -> float:
    return 1.0 / distribution.shape if isinstance(distribution, Weibull) else 1.0


def _table(distribution: Distribution) -> Floats:
    """Knots in microseconds; two that are never read where a formula draws."""
    match distribution:
        case Lognormal():
            return _lognormal_table(distribution.mean_s, distribution.sigma) * SECOND
        case Quantiles():
            return np.array(distribution.seconds, dtype=np.float64) * SECOND
        case Never():
            return np.full(2, float(LONGEST_US))
        case _:
            return np.zeros(2)


def _lognormal_table(mean: float, sigma: float) -> Floats:
    """Quantiles; the last knot stands where the mean of all the lines is ``mean``."""
    normal = NormalDist()
    mu = math.log(mean) - sigma * sigma / 2
    inner = [math.exp(mu + sigma * normal.inv_cdf(i / KNOTS)) for i in range(1, KNOTS)]
    lines = sum(inner) - inner[-1] / 2
    return np.array([0.0, *inner, 2 * (mean * KNOTS - lines) - inner[-1]])


def _resampled(table: Floats, size: int) -> Floats:
    """The same lines with more knots; exact where the lines are a multiple of before."""
    if len(table) == size:
        return table
    places = np.linspace(0.0, len(table) - 1, size)
    return np.interp(places, np.arange(len(table)), table)
