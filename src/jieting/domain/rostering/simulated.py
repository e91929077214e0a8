"""The points of a roster by simulation: what the surrogate promised, judged call by call."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from jieting.domain.forecasting.forecast import Forecast
from jieting.domain.periods import HALF_HOUR, start_of_day
from jieting.domain.rostering.coverage import minute_counts
from jieting.domain.rostering.problem import SLOT_MINUTES, SLOTS_A_DAY, Problem, Rows
from jieting.domain.rostering.timeline import timelines
from jieting.domain.rostering.worth import Expectation, Worth
from jieting.domain.simulation.centre.distribution import Exponential, Lognormal
from jieting.domain.simulation.centre.measure import M
from jieting.domain.simulation.centre.month import simulate_rest

SIGMA = 0.8
"""Spread of the logarithm of handle times, as call centres usually have it (Brown et al. 2005)."""
BUSYNESS = 100.0
"""A day's calls vary by a tenth beyond chance."""
THRESHOLD_S = 15
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Simulated:
    """What simulated months came to: mean and standard error, and the share of lost calls."""

    mean: Expectation
    error: Expectation
    lost_share: float
    replications: int


def simulated(
    problem: Problem,
    rows: Rows,
    forecast: Forecast,
    zone: ZoneInfo,
    worth: Worth,
    patience_s: float,
    replications: int = 2_000,
    seed: int = 1,
) -> Simulated | None:
    """Simulated months of one queue under a roster; None for a forecast of several queues.

    Each month's share of lost calls is judged as if it were of the contract's number of calls.
    """
    calls, aht_s = _calls(problem, forecast, zone)
    if len(forecast.queues) != 1 or not calls.any():
        return None
    staff = _answering(problem, rows, forecast.queues[0])
    counts = simulate_rest(
        calls,
        staff,
        handle=Lognormal(aht_s, SIGMA),
        patience=Exponential(patience_s),
        replications=replications,
        seed=seed,
        threshold_s=THRESHOLD_S,
        busyness=BUSYNESS,
    )
    offered = np.maximum(counts[:, M.OFFERED], 1)
    share = 1 - counts[:, M.ANSWERED] / offered
    mean, error = worth.of_months(share * worth.calls)
    return Simulated(mean, error, float(share.mean()), replications)


def _calls(problem: Problem, forecast: Forecast, zone: ZoneInfo) -> tuple[Floats, float]:
    """Calls of each half hour of the horizon, and the mean handle time of them all."""
    first = start_of_day(problem.first, zone)
    calls = np.zeros(problem.days * SLOTS_A_DAY)
    work = 0.0
    for slot in forecast.slots:
        at = (slot.start - first) // HALF_HOUR
        if 0 <= at < len(calls):
            calls[at] += slot.calls
            work += slot.calls * slot.aht_s
    return calls, max(1.0, work / max(calls.sum(), 1e-9))


def _answering(problem: Problem, rows: Rows, queue: str) -> NDArray[np.int64]:
    skilled = any(person.skills for person in problem.people)
    minutes = minute_counts(problem, list(timelines(problem, rows)), queue if skilled else "")
    halves: NDArray[np.int64] = minutes.reshape(-1, SLOT_MINUTES).min(axis=1)
    return halves
