"""Erlang B, C and A over arrays: what a queue does to its calls with so many agents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from jieting.domain.staffing.asked import ENDLESS_S
from jieting.domain.staffing.balance import (
    ABANDONED,
    ANSWERED,
    MET,
    NO_THRESHOLD,
    OCCUPANCY,
    OVER,
    SECONDS,
    WAIT,
    Floats,
    Wholes,
    balances,
    service_levels,
)
from jieting.domain.staffing.loss import blocked
from jieting.domain.staffing.targets import VARIANTS

HALF_HOUR_S = 1800.0
"""Seconds in the interval in which calls are forecast."""


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """The figures of a queue in balance, each an array with one number per half hour.

    Shares are from 0 to 1, times in seconds. ``wait_probability``: calls that find all agents busy.
    ``connection_rate`` and ``abandon_rate``: calls answered, and given up, of those offered.
    ``asa_s``: mean wait of answered calls; ``wait_s``: of all offered, in seconds. ``occupancy``:
    the share of the agents' time in calls. ``met`` and ``over``: calls answered within
    ``threshold_s`` seconds, and still waiting then, of those offered.
    Edge: without calls everything is met and nobody waits; ``asa_s`` is infinite where nobody
    is answered.
    """

    wait_probability: Floats
    connection_rate: Floats
    abandon_rate: Floats
    asa_s: Floats
    wait_s: Floats
    occupancy: Floats
    met: Floats
    over: Floats
    threshold_s: float | None

    def service_level(self, variant: str = "of_offered") -> Floats:
        """Share of calls in time, in the named variant of the figure of that name.

        Formula: of_offered met; of_answered and abandoned_left_out met / answered (nothing
        overflows here); short_abandoned_left_out met / (met + over), for the rest has hung up
        within the threshold; short_abandoned_met 1 - over.
        Edge: 0 where the base is empty. Errors: ValueError for another variant, or where no
        threshold was given.
        """
        if self.threshold_s is None:
            raise ValueError("a service level needs a threshold")
        if variant not in VARIANTS:
            raise ValueError(f"{variant!r} is none of {', '.join(VARIANTS)}")
        met, over = np.ravel(self.met), np.ravel(self.over)
        out = np.empty(met.size)
        service_levels(met, over, np.ravel(self.connection_rate), VARIANTS.index(variant), out)
        return out.reshape(np.shape(self.met))


def queue_figures(
    calls: ArrayLike,
    aht_s: ArrayLike,
    agents: ArrayLike,
    patience_s: ArrayLike,
    threshold_s: float | None = None,
    interval_s: float = HALF_HOUR_S,
) -> QueueFigures:
    """The figures of M/M/n+M (Erlang A); of M/M/n (Erlang C) where patience is endless.

    ``calls`` are those offered in ``interval_s`` seconds, ``aht_s`` the mean handle time and
    ``patience_s`` the mean time until a waiting call gives up, in seconds; ``agents`` are whole.
    All broadcast together to the shape of the result. Exact to rounding up to 10,000 agents.
    Edge: every half hour is taken as in balance on its own; no calls are carried over.
    Errors: ValueError for a number that is negative or no number, or a handle time or patience
    of 0 where there are calls.
    """
    n, arrivals, service, giving_up, shape = rates(calls, aht_s, agents, patience_s, interval_s)
    if threshold_s is not None and not threshold_s >= 0:
        raise ValueError("a threshold is not negative")
    threshold = NO_THRESHOLD if threshold_s is None else threshold_s
    flat = np.empty((7, n.size))
    balances(n, arrivals, service, giving_up, threshold, flat)
    found = flat.reshape(7, *shape)
    return QueueFigures(
        wait_probability=found[WAIT],
        connection_rate=found[ANSWERED],
        abandon_rate=found[ABANDONED],
        asa_s=found[SECONDS],
        wait_s=_mean_wait(found, giving_up.reshape(shape)),
        occupancy=found[OCCUPANCY],
        met=found[MET],
        over=found[OVER],
        threshold_s=threshold_s,
    )


def erlang_b(load: ArrayLike, agents: ArrayLike) -> Floats:
    """Share of calls lost where nobody can wait (M/M/n/n); ``load`` in erlangs.

    Formula: (a^n / n!) / sum over k = 0 .. n of a^k / k!. Edge: without load nothing is lost.
    Errors: ValueError for a negative number.
    """
    n, arrivals, _, _, shape = rates(load, 1.0, agents, np.inf, 1.0)
    out = np.empty(n.size)
    blocked(n, arrivals, out)
    return out.reshape(shape)


def erlang_c(load: ArrayLike, agents: ArrayLike) -> Floats:
    """Share of calls that wait where nobody gives up (M/M/n); ``load`` in erlangs.

    Formula: n B / (n - a (1 - B)). Edge: 1 where the load is not below the agents.
    Errors: ValueError for a negative number.
    """
    return queue_figures(load, 1.0, agents, np.inf, interval_s=1.0).wait_probability


def _mean_wait(found: Floats, giving_up: Floats) -> Floats:
    """Mean wait of all calls: those who give up leave at that rate (Little); else the ASA."""
    waits = np.array(found[SECONDS])
    limited = giving_up > 0
    waits[limited] = found[ABANDONED][limited] / giving_up[limited]
    return waits


def rates(
    calls: ArrayLike,
    aht_s: ArrayLike,
    agents: ArrayLike,
    patience_s: ArrayLike,
    interval_s: float,
) -> tuple[Wholes, Floats, Floats, Floats, tuple[int, ...]]:
    """Agents, and rates of arrival, service and giving up per second, flat; and the shape."""
    count = np.asarray(agents)
    if not np.issubdtype(count.dtype, np.integer):
        raise ValueError("agents are whole numbers")
    offered, handling, n, patience = np.broadcast_arrays(
        np.asarray(calls, float), np.asarray(aht_s, float), count, np.asarray(patience_s, float)
    )
    if not (np.all(offered >= 0) and np.all(offered < np.inf) and np.all(n >= 0)):
        raise ValueError("calls and agents are not negative")
    some = offered > 0
    if not np.all((handling > 0) & (handling < np.inf) & (patience > 0) | ~some):
        raise ValueError("a handle time and a patience are longer than 0 s")
    service = np.divide(1.0, handling, out=np.ones(n.shape), where=some)
    limited = some & (patience < ENDLESS_S)
    giving_up = np.divide(1.0, patience, out=np.zeros(n.shape), where=limited)
    arrivals = np.ravel(offered) / interval_s
    counts = np.ravel(n).astype(np.int64)
    return counts, arrivals, np.ravel(service), np.ravel(giving_up), n.shape
