"""Distributions found in stored calls: handle time, patience, the shape of a day, busyness.

Patience is seen in full only of those who hang up; of those who are answered it is known to be at
least their wait. Both say something, and leaving the answered ones out makes callers look far less
patient than they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jieting.domain.calls.call import OFFERED, Call, Outcome
from jieting.domain.periods import SECOND, local
from jieting.domain.simulation.centre.distribution import Exponential, Quantiles
from jieting.domain.simulation.centre.plan import LONGEST_US, Floats

STEPS = 256
"""Steps of the quantile tables that are found."""
AT_ONCE_S = 1.0
"""Who hangs up within so many seconds had no patience at all."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long each caller who had to wait did so, in seconds, and whether that one hung up."""

    seconds: Floats
    hung_up: NDArray[np.bool_]


def waits_of(calls: Iterable[Call]) -> Waits:
    """The waits of calls offered to a queue, without those that were answered at once."""
    found = []
    for call in calls:
        if call.outcome in OFFERED and call.queued_at is not None:
            until = call.answered_at if call.answered_at is not None else call.ended_at
            hung_up = call.outcome is Outcome.ABANDONED
            if hung_up or until > call.queued_at:
                found.append(((until - call.queued_at) / SECOND, hung_up))
    seconds = np.array([wait for wait, _ in found], dtype=np.float64)
    return Waits(seconds, np.array([hung_up for _, hung_up in found], dtype=np.bool_))


def fit_handle_time(seconds: ArrayLike) -> Quantiles:
    """The handle times as a table of quantiles with their own mean.

    ``seconds`` are talk, hold and wrap-up of each answered call, some of which may be 0.
    Errors: ValueError where none is above 0.
    """
    every = np.asarray(seconds, dtype=np.float64)
    above = every[every > 0]
    if not above.size:
        raise ValueError("no handle time is above 0")
    knots = np.quantile(above, np.linspace(0, 1, STEPS + 1))
    inner = knots[:-1].sum() - knots[0] / 2
    # the last line carries what the others leave of the mean
    knots[-1] = max(knots[-2], 2 * (above.mean() * STEPS - inner))
    return Quantiles(tuple(knots.tolist()), 1 - above.size / every.size)


def handle_times(calls: Iterable[Call]) -> list[int]:
    """Talk, hold and wrap-up of the answered calls whose talk is known, in seconds."""
    return [
        call.talk_s + (call.hold_s or 0) + (call.wrap_up_s or 0)
        for call in calls
        if call.outcome is Outcome.ANSWERED and call.talk_s is not None
    ]


def fit_exponential_patience(waits: Waits) -> Exponential:
    """Exponential patience with a share of callers who have none.

    Formula: of those who have some, mean = all their waits / those of them who hung up, the most
    likely mean where the others' patience was cut off by the answer. The share of callers without
    any is what hangs up within a second of having to wait.
    Errors: ValueError where nobody with patience hung up.
    """
    at_once = waits.hung_up & (waits.seconds <= AT_ONCE_S)
    later = waits.hung_up & ~at_once
    if not later.any():
        raise ValueError("nobody hung up after waiting")
    share = at_once.sum() / waits.seconds.size
    return Exponential(float(waits.seconds[~at_once].sum() / later.sum()), float(share))


def survival(waits: Waits) -> tuple[Floats, Floats]:
    """Instants at which somebody hung up, and the share still patient after each of them.

    Formula: the product of 1 - hung up / still waiting over the instants so far; who is answered
    at the instant of another's hanging up was still waiting.
    Source: Kaplan and Meier (1958).
    """
    at, places = np.unique(waits.seconds[waits.hung_up], return_inverse=True)
    hung_up = np.bincount(places, minlength=at.size)
    order = np.sort(waits.seconds)
    waiting = order.size - np.searchsorted(order, at, side="left")
    alive = np.cumprod(1.0 - hung_up / np.maximum(waiting, 1)).astype(np.float64)
    return at, alive


def fit_patience(waits: Waits) -> Quantiles:
    """Patience as a table of quantiles, by the estimate of Kaplan and Meier.

    Beyond the last hanging up that was seen the table goes on exponentially, with the mean of
    ``fit_exponential_patience``; who hangs up within a second counts as without patience.
    Errors: ValueError where nobody with patience hung up.
    """
    mean = fit_exponential_patience(waits).mean_s
    at, alive = survival(waits)
    early = at <= AT_ONCE_S
    share = float(1 - alive[early][-1]) if early.any() else 0.0
    at, alive = at[~early], alive[~early] / (1 - share)
    left = 1 - np.linspace(0, 1, STEPS + 1)
    left[-1] = 1 / (4 * STEPS)
    last = max(float(alive[-1]), 0.0)
    seen = np.interp(-left, -np.concatenate(([1.0], alive)), np.concatenate(([0.0], at)))
    with np.errstate(divide="ignore"):
        beyond = at[-1] + mean * np.log(last / left) if last > 0 else np.full(left.shape, at[-1])
    table = np.where(left >= last, seen, beyond)
    table = np.maximum.accumulate(np.minimum(table, LONGEST_US / SECOND))
    return Quantiles(tuple(table.tolist()), share)


def fit_arrivals(calls: Iterable[Call], days: Sequence[date], zone: ZoneInfo) -> Floats:
    """Mean arrivals in each of the 48 half hours of a day, over ``days``; one array per call."""
    found = np.zeros(48)
    wanted = frozenset(days)
    for call in calls:
        at = local(call.arrived_at, zone)
        if at.date() in wanted:
            found[at.hour * 2 + at.minute // 30] += 1
    return found / max(1, len(wanted))


def fit_busyness(counted: ArrayLike, expected: ArrayLike) -> float:
    """The shape of the day's Gamma factor from the calls of days and what was expected of them.

    Formula: a count varies by expected + expected^2 / shape, so that
    shape = sum(expected^2) / sum((counted - expected)^2 - expected). 0, for none, where the days
    vary no more than chance alone makes them.
    """
    real, mean = np.asarray(counted, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    beyond = float(((real - mean) ** 2 - mean).sum())
    if beyond <= 0 or not math.isfinite(beyond):
        return 0.0
    return float((mean**2).sum()) / beyond
