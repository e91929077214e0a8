"""The birth-death chain of a queue in balance, summed from its most likely state outwards.

M/M/n+M: calls arrive at random with rate ``arrivals``, each of ``agents`` ends calls with rate
``service`` and each waiting call gives up with rate ``giving_up``; M/M/n where that is 0. All
rates are per second. The weight of a state is relative to the largest one, so nothing overflows,
and every sum is of positive terms, so nothing cancels, whatever the load. A sum ends where a term
no longer changes it, so its length grows with the square root of the load.
Sources: Palm 1946; Garnett, Mandelbaum and Reiman 2002; Mandelbaum and Zeltyn 2007.
"""

from __future__ import annotations

import math

from jieting.domain.kernel import kernel

NEGLIGIBLE = 1e-18
"""A term this small beside its sum changes no digit of it."""
_ASYMPTOTIC = 32.0
"""From here the asymptotic series of the gamma function are exact to the last digit."""


@kernel
def below(agents: int, load: float) -> tuple[float, float]:
    """Weight of the states with a free agent, and of the state in which the last one got busy.

    Formula: state k weighs load^k / k!, here over the largest of them up to ``agents``.
    ``load`` is in erlangs, positive. The Erlang B probability is edge / (free + edge).
    """
    top = min(int(load), agents)
    free = 1.0 if top < agents else 0.0
    weight, unit = 1.0, 1.0 / load
    for k in range(top, 0, -1):
        weight *= k * unit
        free += weight
        if weight <= NEGLIGIBLE * free:
            break
    edge = 1.0
    for k in range(top + 1, agents + 1):
        edge *= load / k
        if k < agents:
            free += edge
        if edge < 1e-300:
            return free, 0.0
    return free, edge


@kernel
def mode_of_queue(arrivals: float, busy: float, giving_up: float) -> int:
    """The most likely number of waiting calls while all agents, together of rate ``busy``, talk."""
    return max(0, int((arrivals - busy) / giving_up))


@kernel
def log_of_ratio(arrivals: float, busy: float, giving_up: float, low: int, high: int) -> float:
    """Logarithm of the weight of ``low`` waiting calls over that of ``high`` of them; low <= high.

    Formula: sum over i = low + 1 .. high of ln((busy + i giving_up) / arrivals), by Stirling's
    series, its differences formed so that the error is of the last digit of ``high - low``.
    """
    s, x = busy / giving_up, arrivals / giving_up
    total, i = 0.0, low
    while i < high and s + i + 1.0 < _ASYMPTOTIC:
        i += 1
        total += math.log((s + i) / x)
    if i == high:
        return total
    z, end, more = s + i + 1.0, s + high + 1.0, float(high - i)
    total += more * math.log(end / x) + (z - 0.5) * math.log1p(more / z) - more
    return total + _stirling(end) - _stirling(z)


@kernel
def _stirling(z: float) -> float:
    """What ln gamma(z) has beyond (z - 1/2) ln z - z + ln(2 pi) / 2."""
    q = 1.0 / (z * z)
    return (1.0 / 12.0 - q * (1.0 / 360.0 - q * (1.0 / 1260.0 - q / 1680.0))) / z


@kernel
def seconds_to_front(busy: float, giving_up: float, places: int) -> float:
    """Mean seconds in which a call moves up so many places, where it does not give up.

    Formula: sum over i = 1 .. places of 1 / (busy + i giving_up), by the digamma function's
    asymptotic series.
    """
    s, total, i = busy / giving_up, 0.0, 0
    while i < places and s + i + 1.0 < _ASYMPTOTIC:
        i += 1
        total += 1.0 / (s + i)
    if i < places:
        z, more = s + i + 1.0, float(places - i)
        total += math.log1p(more / z) + _digamma(z + more) - _digamma(z)
    return total / giving_up


@kernel
def _digamma(z: float) -> float:
    """What the digamma function has beyond ln z."""
    q = 1.0 / (z * z)
    series = 1.0 / 12.0 - q * (1.0 / 120.0 - q * (1.0 / 252.0 - q * (1.0 / 240.0)))
    return -0.5 / z - q * series


@kernel
def waiting(
    arrivals: float, busy: float, giving_up: float
) -> tuple[float, float, float, float, float]:
    """Sums over the calls that arrive while all agents talk, weighted over the queue's mode.

    Returns the weight of an empty queue, then the sums of the weights, of those answered, of
    those that give up, and of the seconds that answered ones wait. A call that finds j others
    waiting is answered with probability busy / (busy + (j + 1) giving_up) and then waits
    ``seconds_to_front`` of j + 1 places.
    """
    mode = mode_of_queue(arrivals, busy, giving_up)
    at_mode = seconds_to_front(busy, giving_up, mode) if mode else 0.0
    everybody = answered = gone = seconds = 0.0
    weight, j, moved = 1.0, mode, at_mode
    while weight > NEGLIGIBLE * everybody:
        leaving = (j + 1) * giving_up
        step = 1.0 / (busy + leaving)
        moved += step
        everybody += weight
        answered += weight * busy * step
        gone += weight * leaving * step
        seconds += weight * busy * step * moved
        weight *= arrivals * step
        j += 1
    if mode == 0:
        return 1.0, everybody, answered, gone, seconds
    weight, moved = 1.0, at_mode
    for j in range(mode - 1, -1, -1):
        leaving = (j + 1) * giving_up
        rate = busy + leaving
        weight *= rate / arrivals
        everybody += weight
        answered += weight * busy / rate
        gone += weight * leaving / rate
        seconds += weight * busy / rate * moved
        moved -= 1.0 / rate
        if weight <= NEGLIGIBLE * everybody:
            break
    empty = math.exp(log_of_ratio(arrivals, busy, giving_up, 0, mode))
    return empty, everybody, answered, gone, seconds


@kernel
def beyond(arrivals: float, busy: float, giving_up: float, threshold: float) -> tuple[float, float]:
    """Weights, over the queue's mode, of waits longer than ``threshold`` seconds.

    Returns the weight of calls that would have to wait longer, and of those that do and are
    answered. Formula: with y = exp(-giving_up threshold) the offered wait V has
    P(V > t) = h sum over j of w_j y^j and P(answered, V > t) = h sum of
    w_j y^(j + 1) busy / (busy + (j + 1) giving_up), where
    ln h = arrivals (1 - y) / giving_up - busy t.
    """
    y = math.exp(-giving_up * threshold)
    thinned = arrivals * y
    top = mode_of_queue(thinned, busy, giving_up)
    longer = answered = 0.0
    weight, j = 1.0, top
    while weight > NEGLIGIBLE * longer:
        step = 1.0 / (busy + (j + 1) * giving_up)
        longer += weight
        answered += weight * step
        weight *= thinned * step
        j += 1
    weight = 1.0
    for j in range(top - 1, -1, -1):
        rate = busy + (j + 1) * giving_up
        weight *= rate / thinned
        longer += weight
        answered += weight / rate
        if weight <= NEGLIGIBLE * longer:
            break
    mode = mode_of_queue(arrivals, busy, giving_up)
    scale = math.exp(
        log_of_ratio(arrivals, busy, giving_up, top, mode)
        - top * giving_up * threshold
        - arrivals / giving_up * math.expm1(-giving_up * threshold)
        - busy * threshold
    )
    return scale * longer, scale * answered * busy * y
