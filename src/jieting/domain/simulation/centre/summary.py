"""Means over the replications with their confidence intervals, gathered batch by batch."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from jieting.domain.periods import SECOND
from jieting.domain.simulation.centre.measure import MEASURES, M
from jieting.domain.simulation.centre.plan import Floats
from jieting.domain.simulation.centre.run import Counts

BATCH = 256
"""Replications summed at once; the same for any number of threads, so that a sum of floats is."""


class Estimate(NamedTuple):
    """A mean over replications, and its confidence interval."""

    mean: float
    low: float
    high: float


class Combination(NamedTuple):
    """A sum of measures, each times its factor."""

    factors: Mapping[M, float]

    def weights(self) -> Floats:
        """The factor of every measure."""
        found = np.zeros(MEASURES)
        for measure, factor in self.factors.items():
            found[measure] = factor
        return found


def _sum(*measures: M, scale: float = 1.0) -> Combination:
    return Combination(dict.fromkeys(measures, scale))


_US = 1.0 / SECOND
COUNTS: dict[str, Combination] = {
    "arrived": _sum(M.ARRIVED),
    "served_by_ivr": _sum(M.SERVED_BY_IVR),
    "abandoned_in_ivr": _sum(M.ABANDONED_IN_IVR),
    "offered": _sum(M.OFFERED),
    "answered": _sum(M.ANSWERED),
    "abandoned": _sum(M.ABANDONED),
    "overflowed": _sum(M.OVERFLOWED),
    "moved": _sum(M.MOVED),
    "within_threshold": _sum(M.WITHIN),
    "wait_answered_s": _sum(M.WAIT_ANSWERED_US, scale=_US),
    "wait_lost_s": _sum(M.WAIT_LOST_US, scale=_US),
    "busy_s": _sum(M.BUSY_S),
}
"""What a replication counts."""

FIGURES: dict[str, tuple[Combination, Combination]] = {
    "connection_rate": (_sum(M.ANSWERED), _sum(M.OFFERED)),
    "abandon_rate": (_sum(M.ABANDONED), _sum(M.OFFERED)),
    "service_level": (_sum(M.WITHIN), _sum(M.OFFERED)),
    "asa_s": (_sum(M.WAIT_ANSWERED_US, scale=_US), _sum(M.ANSWERED)),
    "aht_s": (_sum(M.BUSY_S), _sum(M.ANSWERED)),
}
"""Ratios of sums over all replications; service level is answered in time over offered."""

PER_EXPECTED: dict[str, Combination] = {
    "wait_s": _sum(M.WAIT_ANSWERED_US, M.WAIT_LOST_US, scale=_US),
    "in_time": _sum(M.WITHIN, M.ABANDONED_WITHIN),
    "lost": _sum(M.ABANDONED, M.OVERFLOWED),
}
"""Over the calls expected rather than those that came, as the published SSJ results are."""


@dataclass
class Sums:
    """First and second moments of what replications counted.

    Shapes: first is Q x (S + 1) x measures, second Q x (S + 1) x measures x measures; the last
    slot is the sum of the others. The moments of ``desks`` are those of busy seconds and calls.
    """

    replications: int = 0
    first: Floats = field(default_factory=lambda: np.zeros(()))
    second: Floats = field(default_factory=lambda: np.zeros(()))
    desks: Floats = field(default_factory=lambda: np.zeros(()))
    desks_second: Floats = field(default_factory=lambda: np.zeros(()))

    def add(self, counts: Counts) -> None:
        """Take in a batch."""
        total = counts.calls.sum(axis=2, keepdims=True)
        slots = (counts.calls, total) if counts.calls.shape[2] > 1 else (total, total)
        calls = np.concatenate(slots, axis=2).astype(np.float64)
        self.replications += len(calls)
        self.first = self.first + calls.sum(axis=0)
        self.second = self.second + np.einsum("rqsm,rqsn->qsmn", calls, calls)
        desks = counts.desks.astype(np.float64)
        self.desks = self.desks + desks.sum(axis=0)
        self.desks_second = self.desks_second + (desks**2).sum(axis=0)

    def mean(self, queue: int, slot: int, what: Combination, level: float) -> Estimate:
        """The mean of a combination per replication."""
        weights = what.weights()
        first = float(weights @ self.first[queue, slot])
        second = float(weights @ self.second[queue, slot] @ weights)
        return estimate(self.replications, first, second, level)

    def ratio(
        self, queue: int, slot: int, parts: tuple[Combination, Combination], level: float
    ) -> Estimate | None:
        """Sum of one over sum of the other; None where the other is 0.

        Formula: r = sum(x) / sum(y); its variance is that of x - r y, over n and mean(y) squared.
        """
        above, below = (part.weights() for part in parts)
        base = float(below @ self.first[queue, slot])
        if base == 0:
            return None
        found = float(above @ self.first[queue, slot]) / base
        off = above - found * below
        spread = float(off @ self.second[queue, slot] @ off)
        n = self.replications
        half = _half(n, 0.0, spread, level) * n / base
        return Estimate(found, found - half, found + half)

    def desk(self, group: int, column: int, level: float) -> Estimate:
        """Mean per replication of a group's calls answered (0) or busy seconds (1)."""
        first = float(self.desks[group, column])
        return estimate(self.replications, first, float(self.desks_second[group, column]), level)


def estimate(n: int, first: float, second: float, level: float) -> Estimate:
    """The mean from the first and second moment of ``n`` numbers."""
    mean, half = first / n, _half(n, first, second, level)
    return Estimate(mean, mean - half, mean + half)


def _half(n: int, first: float, second: float, level: float) -> float:
    """Half the width of the interval; no width can be told of one replication, so infinity."""
    if n < 2:
        return math.inf
    variance = max(0.0, (second - first * first / n) / (n - 1))
    return student(level, n - 1) * math.sqrt(variance / n)


def student(level: float, freedom: int) -> float:
    """The two-sided quantile of Student's distribution, by its expansion in 1 / freedom.

    Source: Fisher and Cornish (1960); off by at most a thousandth from five degrees on.
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return math.fsum(term / float(freedom) ** power for power, term in enumerate(terms))
