"""Arrivals: a Poisson stream whose rate changes by the half hour and with each day's busyness."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np

from jieting.domain.periods import HALF_HOUR, Month
from jieting.domain.simulation.disturbances import Disturbance
from jieting.domain.simulation.draws import Floats, Instants, exponential, gamma_factor
from jieting.domain.simulation.profile import Demand
from jieting.domain.simulation.slots import Slot, slots

MILLISECONDS = HALF_HOUR // 1_000
BLOCK = 1_024
"""Gaps are drawn so many at a time, until their sum passes the month's expectation."""


def simulate_arrivals(
    demand: Demand,
    month: Month,
    zone: ZoneInfo,
    disturbances: tuple[Disturbance, ...],
    rng: np.random.Generator,
) -> Instants:
    """Arrival instants in order, whole milliseconds.

    Draws: one number per day for its busyness, then gaps in blocks of 1,024.
    """
    days = len(list(month.days()))
    busyness = gamma_factor(rng.random(days), demand.busyness)
    grid = slots(month, zone)
    expected = expected_arrivals(demand, grid, busyness, disturbances)
    return poisson(np.array([s.start for s in grid], dtype=np.int64), expected, rng)


def expected_arrivals(
    demand: Demand,
    grid: tuple[Slot, ...],
    busyness: Floats,
    disturbances: tuple[Disturbance, ...] = (),
) -> Floats:
    """Expected calls of each half hour.

    Formula: calls_a_day * 7 w(weekday) / sum(w) * s(half hour) / sum(s) * busyness * volume.
    """
    daily, shape = _shares(demand.weekdays, 7), _shares(demand.shape, 1)
    return np.array(
        [
            demand.calls_a_day
            * daily[s.weekday]
            * shape[s.half_hour]
            * busyness[s.day]
            * _volume(s, disturbances)
            for s in grid
        ],
        dtype=np.float64,
    )


def _shares(weights: tuple[float, ...], total: int) -> list[float]:
    return [total * weight / sum(weights) for weight in weights]


def _volume(slot: Slot, disturbances: tuple[Disturbance, ...]) -> float:
    factor = 1.0
    for disturbance in disturbances:
        if slot.start in disturbance.period:
            factor *= disturbance.planned.volume
    return factor


def poisson(starts: Instants, expected: Floats, rng: np.random.Generator) -> Instants:
    """Instants of a Poisson stream with ``expected`` calls in the half hours from ``starts``.

    Formula: unit exponential gaps, summed, and turned back through the cumulated expectation.
    """
    edges = np.concatenate(([0.0], np.cumsum(expected)))
    reached = _unit_arrivals(float(edges[-1]), rng)
    slot = np.searchsorted(edges, reached, side="right") - 1
    part = (reached - edges[slot]) / expected[slot]
    milliseconds = np.floor(part * MILLISECONDS).astype(np.int64)
    found: Instants = starts[slot] + np.minimum(milliseconds, MILLISECONDS - 1) * 1_000
    return found


def _unit_arrivals(total: float, rng: np.random.Generator) -> Floats:
    """The points below ``total`` of a Poisson stream with rate 1."""
    blocks: list[Floats] = []
    last = 0.0
    while last < total:
        points = last + np.cumsum(exponential(rng.random(BLOCK), 1.0))
        blocks.append(points)
        last = float(points[-1])
    every = np.concatenate(blocks) if blocks else np.zeros(0)
    return every[every < total]
