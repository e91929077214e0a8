"""The birth-death chain of a queue step by step: what the formulas of staffing must agree with.

Nothing here is shared with the product: states from none upwards with their logarithms, answered
calls from the agents' work, abandoned ones from the queue's length, waits by following one call
from place to place. Plain loops, slow on purpose; ``fast`` compiles the same lines.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]
Fewest = Callable[[Floats, Floats, Floats, float, Floats], Wholes]
ENOUGH = 45.0
"""States whose weight is e^-45 of the largest are left out."""


def weights(agents: int, arrivals: float, service: float, giving_up: float) -> Floats:
    """Probability of each number of calls in the house, from none to where it is negligible."""
    logs = [0.0]
    top, k = 0.0, 0
    while k < agents or logs[k] > top - ENOUGH:
        k += 1
        leaving = min(k, agents) * service + max(0, k - agents) * giving_up
        logs.append(logs[k - 1] + math.log(arrivals / leaving))
        top = max(top, logs[k])
    found: Floats = np.exp(np.array(logs) - top)
    found /= found.sum()
    return found


def wait_of_answered(states: Floats, agents: int, service: float, giving_up: float) -> float:
    """Mean seconds that answered calls wait, from the place that each takes when it comes."""
    answered = 1.0
    seconds, seconds_of_all = 0.0, 0.0
    share = float(states[:agents].sum())
    for k in range(agents, len(states)):
        forward = agents * service + (k - agents) * giving_up
        every = forward + giving_up
        answered = answered * forward / every
        seconds = answered / every + seconds * forward / every
        share += float(states[k]) * answered
        seconds_of_all += float(states[k]) * seconds
    return seconds_of_all / share


def after(
    states: Floats, agents: int, service: float, giving_up: float, threshold: float
) -> tuple[float, float]:
    """Shares answered within ``threshold`` seconds, and still waiting then, by uniformisation."""
    reached = int(threshold * (agents * service) + 12.0 * math.sqrt(threshold * agents * service))
    places = min(len(states) - agents, reached + 60)
    here = np.zeros(places + 1)
    here[1:] = states[agents : agents + places]
    farther = states[agents + places :].sum() * math.exp(-giving_up * threshold)
    clock = agents * service + (places + 1) * giving_up
    mean = clock * threshold
    met, over = 0.0, 0.0
    steps = int(mean + 12.0 * math.sqrt(mean) + 60.0)
    for step in range(steps):
        if mean > 0.0:
            chance = math.exp(step * math.log(mean) - mean - math.lgamma(step + 1.0))
        else:
            chance = 1.0 if step == 0 else 0.0
        met += chance * here[0]
        over += chance * here[1:].sum()
        for place in range(1, places + 1):
            forward = (agents * service + (place - 1) * giving_up) / clock
            here[place - 1] += here[place] * forward
            here[place] *= 1.0 - forward - giving_up / clock
    return states[:agents].sum() + met, over + farther


def figures(
    agents: int, arrivals: float, service: float, giving_up: float, threshold: float
) -> tuple[float, float, float, float, float, float, float]:
    """Shares that wait, are answered, abandon, are met, are over; seconds to answer; occupancy."""
    states = weights(agents, arrivals, service, giving_up)
    talking, queue = 0.0, 0.0
    for k in range(len(states)):
        talking += min(k, agents) * states[k]
        queue += max(0, k - agents) * states[k]
    met, over = after(states, agents, service, giving_up, threshold)
    return (
        states[agents:].sum(),
        talking * service / arrivals,
        queue * giving_up / arrivals,
        met,
        over,
        wait_of_answered(states, agents, service, giving_up),
        talking / agents,
    )


def fewest(
    arrivals: float, service: float, giving_up: float, threshold: float, asked: Floats
) -> int:
    """The fewest agents, tried one by one from 1, that keep what is asked.

    ``asked``: least share answered, least share met of offered, longest seconds, most occupancy.
    """
    agents = 1
    while True:
        if giving_up > 0.0 or arrivals < agents * service:
            found = figures(agents, arrivals, service, giving_up, threshold)
            kept = found[1] >= asked[0] - 1e-12 and found[3] >= asked[1] - 1e-12
            if kept and found[5] <= asked[2] + 1e-9 and found[6] <= asked[3] + 1e-12:
                return agents
        agents += 1


def every(
    arrivals: Floats, service: Floats, giving_up: Floats, threshold: float, asked: Floats
) -> Wholes:
    """``fewest`` of arrays of rates."""
    found = np.zeros(arrivals.size, np.int64)
    for i in range(arrivals.size):
        found[i] = fewest(arrivals[i], service[i], giving_up[i], threshold, asked)
    return found


def fast() -> Fewest:
    """``every``, compiled from the lines above."""
    import numba

    names: dict[str, Any] = dict(globals())
    compiled: Any = numba.njit
    for one in (weights, wait_of_answered, after, figures, fewest, every):
        names[one.__name__] = compiled(_over(one, names))
    return cast(Fewest, names["every"])


def _over(function: Callable[..., Any], names: dict[str, Any]) -> Callable[..., Any]:
    """The function with these global names, so that compiled ones call each other."""
    from types import FunctionType

    return FunctionType(function.__code__, names, function.__name__)
