"""Quantiles of counts that vary more than Poisson: the negative binomial, exact and vectorised."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

EXACT_UP_TO = 400.0
"""Means up to here are summed term by term; above, Wilson and Hilferty's formula is within a call
or two in a thousand."""

_BLOCK = 256
_BELOW, _ABOVE, _AT_LEAST = 9.0, 13.0, 25.0
"""The window that is summed: so many deviations below and above the mean, and so many calls."""


def quantiles(mean: Floats, excess: Floats, shares: tuple[float, ...]) -> Floats:
    """The counts at ``shares`` of the distribution, one row a share, whole numbers as floats.

    Formula: variance = mean + excess * mean^2; ``excess`` 0 is Poisson. The quantile is the least
    k with P(N < k) + P(N = k) / 2 >= share: half of the mass at the edge is counted, so that
    intervals of whole numbers hold their level on average rather than at least.
    Shape: ``mean`` and ``excess`` one number a half hour; a mean of 0 gives 0.
    Source: Wilson and Hilferty 1931 for large means.
    """
    found = np.zeros((len(shares), mean.size))
    large = mean > EXACT_UP_TO
    found[:, large] = _wilson_hilferty(mean[large], excess[large], shares)
    small = np.flatnonzero((mean > 0) & ~large)
    small = small[np.argsort(mean[small], kind="stable")]
    for begin in range(0, small.size, _BLOCK):
        block = small[begin : begin + _BLOCK]
        found[:, block] = _summed(mean[block], excess[block], shares)
    return found


def _summed(mean: Floats, excess: Floats, shares: tuple[float, ...]) -> Floats:
    """Quantiles by the ratio of neighbouring terms, normalised over a window that holds all."""
    deviation = np.sqrt(mean + excess * mean**2)
    lowest = np.floor(np.maximum(mean - _BELOW * deviation, 0.0))
    highest = np.ceil(mean + _ABOVE * deviation + _AT_LEAST)
    width = int((highest - lowest).max()) + 1
    k = lowest[:, None] + np.arange(width)
    ratio = (1 + excess[:, None] * k) * mean[:, None] / ((k + 1) * (1 + (excess * mean)[:, None]))
    logs = np.concatenate((np.zeros((mean.size, 1)), np.cumsum(np.log(ratio[:, :-1]), axis=1)), 1)
    terms = np.exp(logs - logs.max(axis=1, keepdims=True))
    terms /= terms.sum(axis=1, keepdims=True)
    middle = np.cumsum(terms, axis=1) - terms / 2
    return np.stack([lowest + (middle >= share).argmax(axis=1) for share in shares])


def _wilson_hilferty(mean: Floats, excess: Floats, shares: tuple[float, ...]) -> Floats:
    """The quantiles of the Gamma distribution with the same mean and variance, rounded."""
    shape = 1 / (1 / mean + excess)
    rows = []
    for share in shares:
        z = NormalDist().inv_cdf(share)
        root = 1 - 1 / (9 * shape) + z / (3 * np.sqrt(shape))
        rows.append(np.round(mean * np.maximum(root, 0.0) ** 3))
    return np.array(rows).reshape(len(shares), mean.size)
