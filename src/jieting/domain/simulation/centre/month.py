"""The rest of a month: one queue, half hour by half hour, many times over.

``simulate_rest`` is what the outlook and the roster ask. With expected calls and agents for each
coming half hour it gives what would be counted in each replication::

    counts = simulate_rest(
        calls, staff,                       # one number for each half hour
        handle=Lognormal(240.0, 0.8),       # or Quantiles(seconds) from fit
        patience=Exponential(90.0),         # or what fit finds in stored calls
        ivr=(0.3, 0.05),                    # served by the IVR, abandoned there
        busyness=100.0,                     # a day's factor varies by 1 / sqrt(100)
        replications=10_000, seed=1, threshold_s=15,
    )
    answered = counts[:, M.ANSWERED]        # of each replication
    rate = answered / counts[:, M.OFFERED]

The same seed gives the same callers whatever the staff, so two rosters are compared on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from jieting.domain.periods import HALF_HOUR, SECOND
from jieting.domain.simulation.centre.distribution import Distribution, lengths
from jieting.domain.simulation.centre.plan import LONGEST_US, Floats, Plan, Whole
from jieting.domain.simulation.centre.run import run

SLOTS_OF_DAY = 48
THREADS = 2


def simulate_rest(
    calls: ArrayLike,
    staff: ArrayLike,
    *,
    handle: Distribution,
    patience: Distribution,
    replications: int,
    seed: int,
    threshold_s: int,
    ivr: tuple[float, float] = (0.0, 0.0),
    busyness: float = 0.0,
    timeout_s: int | None = None,
    first_half_hour: int = 0,
    by_half_hour: bool = False,
    threads: int = THREADS,
) -> Whole:
    """Counts (replication x measure, see ``M``) of one queue over coming half hours.

    ``calls`` are the arrivals expected in each half hour, IVR included; ``staff`` the agents who
    answer in it; ``ivr`` the shares that the IVR serves and loses; ``busyness`` the shape of the
    Gamma factor that a day's calls share (0 for none); ``first_half_hour`` where in its day the
    first one lies, so that each day has a factor of its own. ``by_half_hour`` gives replication x
    half hour x measure. A call counts in the half hour in which it arrived; the last staff stays
    until the last caller is gone; who is in talk when agents leave is served to the end.
    Errors: ValueError where the two arrays differ in length or hold a negative number.
    """
    expected = np.asarray(calls, dtype=np.float64)
    agents = np.asarray(staff, dtype=np.int64)
    if expected.shape != agents.shape or expected.ndim != 1 or not expected.size:
        raise ValueError("calls and staff must be one number for each half hour")
    if expected.min() < 0 or agents.min() < 0:
        raise ValueError("calls and staff cannot be negative")
    times = _times(expected.size, first_half_hour, by_half_hour=by_half_hour)
    plan = _plan(expected, agents, times, handle, patience, busyness, ivr, timeout_s, threshold_s)
    counts = run(plan, replications, seed, threads=threads).calls[:, 0]
    return counts if by_half_hour else counts[:, 0]


@dataclass(frozen=True, slots=True)
class _Times:
    """The half hours: their starts, the first of each day, and what they are counted with."""

    begin: Whole
    day_first: Whole
    slot: Whole


def _times(size: int, first: int, *, by_half_hour: bool) -> _Times:
    places = np.arange(size, dtype=np.int64)
    later = np.arange(SLOTS_OF_DAY - first % SLOTS_OF_DAY, size, SLOTS_OF_DAY)
    day_first = np.array([0, *later.tolist(), size], dtype=np.int64)
    return _Times(places * HALF_HOUR, day_first, places if by_half_hour else places * 0)


def _plan(
    expected: Floats,
    agents: Whole,
    times: _Times,
    handle: Distribution,
    patience: Distribution,
    busyness: float,
    ivr: tuple[float, float],
    timeout_s: int | None,
    threshold_s: int,
) -> Plan:
    changed = np.flatnonzero(np.diff(agents)) + 1
    one = np.ones((1, 1), dtype=np.int64)
    return Plan(
        expected=np.concatenate(([0.0], np.cumsum(expected)))[np.newaxis],
        day_first=times.day_first,
        begin=times.begin,
        width=HALF_HOUR,
        slot=times.slot,
        busyness=float(busyness),
        served=_floats([ivr[0]]),
        lost=_floats([ivr[1]]),
        menu=_whole([0]),
        handle=lengths([handle]),
        patience=lengths([patience]),
        timeout=_whole([LONGEST_US if timeout_s is None else timeout_s * SECOND]),
        target=_whole([-1]),
        threshold=_whole([threshold_s * SECOND]),
        staff=agents[:1].copy(),
        change_at=changed * HALF_HOUR,
        change_group=np.zeros(changed.size, dtype=np.int64),
        change_by=np.diff(agents)[changed - 1],
        priority=one,
        order=one - 1,
    )


def _floats(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=np.float64)


def _whole(values: Sequence[int]) -> Whole:
    return np.array(values, dtype=np.int64)
