"""The rest of today, foretold anew from the calls of today so far."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jieting.domain.forecasting.history import Floats
from jieting.domain.forecasting.model import Projection


@dataclass(frozen=True, slots=True)
class Today:
    """What today had until a half hour: its calls by half hour, and the first one still open."""

    calls: Floats
    until: int

    @property
    def so_far(self) -> int:
        """The calls of the half hours that are over."""
        return int(self.calls[: self.until].sum())


@dataclass(frozen=True, slots=True)
class Updated:
    """The projection with its first day updated; what was expected so far, and the day's factor."""

    projection: Projection
    expected: float
    factor: float


def update(projection: Projection, today: Today) -> Updated:
    """Today's factor given the calls so far; the other days stay.

    A day's factor is Gamma with mean 1 and variance e (the day's excess). Of n calls where m were
    expected it becomes (1/e + w n) / (1/e + w m), with the variance factor^2 / (1/e + w n); the
    weight w = m / (m + s sum m_i^2) discounts half hours that stray by s on their own.
    """
    past = projection.mean[0, : today.until]
    expected = float(past.sum())
    excess = max(float(projection.day_excess[0]), 1e-9)
    stray = projection.slot_excess * float((past**2).sum())
    weight = expected / (expected + stray) if expected else 0.0
    known = 1 / excess + weight * today.so_far
    factor = known / (1 / excess + weight * expected)
    mean, spread = projection.mean.copy(), projection.day_excess.copy()
    mean[0] *= factor
    mean[0, : today.until] = 0.0
    spread[0] = 1 / known
    return Updated(replace(projection, mean=mean, day_excess=spread), expected, factor)
