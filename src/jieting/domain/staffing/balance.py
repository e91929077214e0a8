"""What a queue in balance does to its calls: the figures of one state, in machine code."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from jieting.domain.kernel import kernel
from jieting.domain.staffing.chain import below, beyond, waiting

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]

NO_THRESHOLD = -1.0
"""Instead of a threshold in seconds: the waits of a service level are not asked for."""

WAIT, ANSWERED, ABANDONED, MET, OVER, SECONDS, OCCUPANCY = range(7)
"""Positions of the figures in what ``balance`` returns."""

Balance = tuple[float, float, float, float, float, float, float]


@kernel
def balance(
    agents: int, arrivals: float, service: float, giving_up: float, threshold: float
) -> Balance:
    """The figures of M/M/n+M, of M/M/n where nobody gives up; rates are per second.

    Returns shares of the calls: those that find all agents busy, are answered, abandon, are
    answered within ``threshold`` seconds, are neither answered nor gone by then; then the seconds
    that answered calls wait on average, and the share of the agents' time in calls.
    Edge: without agents all abandon; where nobody gives up and the load is not below the agents
    there is no balance: all wait for ever, and as many are answered as the agents can.
    """
    if arrivals <= 0.0:
        return 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0
    if agents <= 0:
        over = math.exp(-giving_up * threshold) if threshold >= 0.0 else 0.0
        return 1.0, 0.0, 1.0 if giving_up > 0.0 else 0.0, 0.0, over, math.inf, 0.0
    if giving_up > 0.0:
        return _with_patience(agents, arrivals, service, giving_up, threshold)
    return _endless(agents, arrivals, service, threshold)


@kernel
def _with_patience(
    agents: int, arrivals: float, service: float, giving_up: float, threshold: float
) -> Balance:
    busy = agents * service
    free, edge = below(agents, arrivals / service)
    empty, everybody, after, gone, seconds = waiting(arrivals, busy, giving_up)
    whole = free * empty + edge * everybody
    share = edge / whole
    answered = free * empty / whole + share * after
    occupancy = answered * arrivals / busy
    asa = share * seconds / answered
    met = over = 0.0
    if threshold >= 0.0:
        longer, late = beyond(arrivals, busy, giving_up, threshold)
        met = max(0.0, answered - share * late)
        over = share * longer * math.exp(-giving_up * threshold)
    return share * everybody, answered, share * gone, met, over, asa, occupancy


@kernel
def _endless(agents: int, arrivals: float, service: float, threshold: float) -> Balance:
    load, busy = arrivals / service, agents * service
    if load >= agents:
        return 1.0, agents / load, 0.0, 0.0, 1.0, math.inf, 1.0
    free, edge = below(agents, load)
    wait = edge / (edge + free * (1.0 - load / agents))
    over = wait * math.exp(-(busy - arrivals) * threshold) if threshold >= 0.0 else 0.0
    met = 1.0 - over if threshold >= 0.0 else 0.0
    return wait, 1.0, 0.0, met, over, wait / (busy - arrivals), load / agents


@kernel
def balances(
    agents: Wholes,
    arrivals: Floats,
    service: Floats,
    giving_up: Floats,
    threshold: float,
    out: Floats,
) -> None:
    """``balance`` of many half hours to ``out``: 7 rows, a column for each half hour."""
    for i in range(agents.size):
        found = balance(agents[i], arrivals[i], service[i], giving_up[i], threshold)
        for k in range(7):
            out[k, i] = found[k]


@kernel
def service_level(met: float, over: float, answered: float, variant: int) -> float:
    """Share of calls in time in a variant, by its place in ``erlang.VARIANTS``; 0 of none."""
    if variant == 4:
        return 1.0 - over
    base = 1.0
    if variant == 3:
        base = met + over
    elif variant > 0:
        base = answered
    return met / base if base > 0.0 else 0.0


@kernel
def service_levels(met: Floats, over: Floats, answered: Floats, variant: int, out: Floats) -> None:
    """``service_level`` of many half hours to ``out``; flat arrays."""
    for i in range(met.size):
        out[i] = service_level(met[i], over[i], answered[i], variant)
