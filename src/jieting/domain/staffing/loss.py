"""Erlang B in machine code: calls lost where nobody can wait."""

from __future__ import annotations

from jieting.domain.kernel import kernel
from jieting.domain.staffing.balance import Floats, Wholes
from jieting.domain.staffing.chain import below


@kernel
def blocked(agents: Wholes, load: Floats, out: Floats) -> None:
    """Share of calls that find all ``agents`` busy, of many loads in erlangs, to ``out``.

    Edge: without load nothing is lost, without agents everything.
    """
    for i in range(agents.size):
        out[i] = 0.0
        if load[i] > 0.0:
            free, edge = below(agents[i], load[i])
            out[i] = edge / (free + edge)
