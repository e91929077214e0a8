"""What is expected of half hours with given agents: calls answered and abandoned, and waits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from jieting.domain.staffing.balance import Floats
from jieting.domain.staffing.erlang import HALF_HOUR_S, queue_figures


@dataclass(frozen=True, slots=True)
class Expected:
    """Arrays with one number per half hour: calls, seconds, share of the agents' time.

    ``wait_s`` is the mean wait of all offered calls, those that gave up included.
    """

    answered: Floats
    abandoned: Floats
    wait_s: Floats
    occupancy: Floats


def expected(
    calls: ArrayLike,
    aht_s: ArrayLike,
    agents: ArrayLike,
    patience_s: ArrayLike,
    interval_s: float = HALF_HOUR_S,
) -> Expected:
    """Expected calls answered and abandoned with ``agents`` answering, by Erlang A.

    ``calls`` are those offered in ``interval_s`` seconds; ``aht_s`` and ``patience_s`` are means in
    seconds. All broadcast together. answered + abandoned = calls, unless patience is endless.
    Edge: without agents all calls abandon; without calls all numbers are 0.
    Errors: ValueError as for ``queue_figures``.
    """
    offered = np.asarray(calls, float)
    found = queue_figures(offered, aht_s, agents, patience_s, interval_s=interval_s)
    return Expected(
        answered=found.connection_rate * offered,
        abandoned=found.abandon_rate * offered,
        wait_s=found.wait_s,
        occupancy=found.occupancy,
    )
