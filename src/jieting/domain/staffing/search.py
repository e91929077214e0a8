"""The search for the smallest number of agents that keeps every target, in machine code."""

from __future__ import annotations

import math

from jieting.domain.kernel import kernel
from jieting.domain.staffing.balance import (
    ABANDONED,
    ANSWERED,
    MET,
    OCCUPANCY,
    OVER,
    SECONDS,
    Floats,
    Wholes,
    balance,
    service_level,
)
from jieting.domain.staffing.chain import below

TOLERANCE = 1e-12
"""A figure so close to its target, relatively, keeps it: the difference is of rounding."""

SIZES = 128
"""Loads are sorted into so many sizes, four to each doubling, for the first guess."""

CONNECTION, ABANDON, LEVEL, VARIANT, THRESHOLD, ASA, CAP = range(7)
"""Positions in the array of targets; ``THRESHOLD`` is negative where no level is asked for."""


@kernel
def keeps(agents: int, arrivals: float, service: float, giving_up: float, targets: Floats) -> bool:
    """Whether every target is kept with so many agents where calls give up."""
    more, less = 1.0 + TOLERANCE, 1.0 - TOLERANCE
    # all agents busy all the time answer no more than this: spares the sums
    if agents * service < targets[CONNECTION] * less * arrivals:
        return False
    found = balance(agents, arrivals, service, giving_up, targets[THRESHOLD])
    if found[ANSWERED] < targets[CONNECTION] * less or found[ABANDONED] > targets[ABANDON] * more:
        return False
    if found[SECONDS] > targets[ASA] * more or found[OCCUPANCY] > targets[CAP] * more:
        return False
    if targets[THRESHOLD] < 0.0:
        return True
    level = service_level(found[MET], found[OVER], found[ANSWERED], int(targets[VARIANT]))
    return bool(level >= targets[LEVEL] * less)


@kernel
def smallest(
    arrivals: float,
    service: float,
    giving_up: float,
    targets: Floats,
    guess: int,
    most: int,
) -> int:
    """The smallest number of agents from 1 to ``most`` that keeps the targets; 0 where none does.

    From ``guess`` outwards in steps that double, then by halves: every figure gets better with
    each agent, so that those who keep the targets are all from one number on.
    """
    high, step = max(1, min(guess, most)), 1
    if keeps(high, arrivals, service, giving_up, targets):
        low = high - 1
        while low > 0 and keeps(low, arrivals, service, giving_up, targets):
            high, step = low, 2 * step
            low = max(0, low - step)
    else:
        low, high = high, min(high + 1, most)
        while not keeps(high, arrivals, service, giving_up, targets):
            if high == most:
                return 0
            low, step = high, 2 * step
            high = min(high + step, most)
    while high - low > 1:
        middle = (low + high) // 2
        if keeps(middle, arrivals, service, giving_up, targets):
            high = middle
        else:
            low = middle
    return high


@kernel
def smallest_endless(arrivals: float, service: float, targets: Floats, most: int) -> int:
    """``smallest`` where nobody gives up: from the first number above the load, one by one.

    Formula: 1 / B(n) = 1 + n / (a B(n - 1)), then C(n) = n / ((n - a) / B(n) + a): sums of
    positive terms; a number too large for the machine is infinite, and nobody waits.
    """
    load = arrivals / service
    if load >= most:
        return 0
    n = int(load)
    free, edge = below(n, load)
    inverse, unit = (free + edge) / edge, 1.0 / load
    cap = targets[CAP] * (1.0 + TOLERANCE)
    asa = targets[ASA] * (1.0 + TOLERANCE)
    late = 1.0 - targets[LEVEL] * (1.0 - TOLERANCE)
    while n < most:
        n += 1
        inverse = 1.0 + inverse * (n * unit)
        leaving = n * service - arrivals
        over_wait = (n - load) * inverse + load  # n / C(n)
        if load > cap * n or n > asa * leaving * over_wait:
            continue
        if late >= 1.0 or _in_time(n, late * over_wait, leaving * targets[THRESHOLD]):
            return n
    return 0


@kernel
def _in_time(agents: int, allowed: float, decay: float) -> bool:
    """Whether agents exp(-decay) <= allowed; seldom by the exponential, which is slow.

    Formula: (1 - x / 4)^4 <= exp(-x) <= (1 + x / 4)^-4, the first for x <= 4.
    """
    quarter = 0.25 * decay
    least = max(0.0, 1.0 - quarter)
    if agents * (least * least) * (least * least) > allowed:
        return False
    most = 1.0 + quarter
    if agents <= allowed * (most * most) * (most * most):
        return True
    return agents * math.exp(-decay) <= allowed


@kernel
def smallest_of_all(
    arrivals: Floats,
    service: Floats,
    giving_up: Floats,
    targets: Floats,
    most: int,
    reserves: Floats,
    out: Wholes,
) -> None:
    """``smallest`` of many half hours to ``out``; 0 without calls, -1 where ``most`` do not do.

    The first guess takes the reserve over the load, in square roots of it, that the last half hour
    of about the same load had; ``reserves`` holds one for each of ``SIZES`` sizes of load.
    """
    for i in range(arrivals.size):
        out[i] = 0
        if arrivals[i] <= 0.0:
            continue
        if giving_up[i] <= 0.0:
            found = smallest_endless(arrivals[i], service[i], targets, most)
        else:
            load = arrivals[i] / service[i]
            size = min(max(int(4.0 * math.log2(load)) + SIZES // 2, 0), SIZES - 1)
            guess = math.ceil(min(load + reserves[size] * math.sqrt(load), float(most)))
            found = smallest(arrivals[i], service[i], giving_up[i], targets, guess, most)
            if found > 0:
                reserves[size] = (found - 0.5 - load) / math.sqrt(load)
        out[i] = found if found > 0 else -1
