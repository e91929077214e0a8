"""Erlang B in machine code: calls lost where nobody can wait."""

from __future__ import annotations

import numpy as np
from numba import njit

from jieting.domain.staffing.balance import Floats, Wholes
from jieting.domain.staffing.chain import below


@njit(cache=True, nogil=True)
def blocked(agents: Wholes, load: Floats) -> Floats:
    """Share of calls that find all ``agents`` busy, of many loads in erlangs; flat arrays.

    Edge: without load nothing is lost, without agents everything.
    """
    out = np.zeros(agents.size)
    for i in range(agents.size):
        if load[i] > 0.0:
            free, edge = below(agents[i], load[i])
            out[i] = edge / (free + edge)
    return out
