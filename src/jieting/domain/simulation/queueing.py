"""One queue, first come first served, with agents who come and go: the event simulation.

Whole microseconds throughout; arrays in, arrays out, so that a compiled kernel can take its place.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from heapq import heapify, heapreplace

import numpy as np

from jieting.domain.calls.call import Outcome
from jieting.domain.periods import Instant
from jieting.domain.simulation.draws import Codes, Instants
from jieting.domain.simulation.duty import Duty
from jieting.domain.simulation.menu import OUTCOMES

NEVER: Instant = 2**62
"""Later than anything: patience without end, an agent who does not come again."""
NOBODY = -1

_ANSWERED = OUTCOMES.index(Outcome.ANSWERED)
_ABANDONED = OUTCOMES.index(Outcome.ABANDONED)
_OVERFLOWED = OUTCOMES.index(Outcome.OVERFLOWED)


@dataclass(frozen=True, slots=True)
class Served:
    """For each queued call: outcome code, the instant of it, and the agent (-1 for nobody)."""

    code: Codes
    decided_at: Instants
    agent: Instants


class _Agents:
    """The agents in a heap by the instant from which each is free and on duty."""

    def __init__(self, duty: Duty) -> None:
        self.starts = [[p.start for p in periods] for periods in duty]
        self.ends = [[p.end for p in periods] for periods in duty]
        self.heap = [(self.next_duty(agent, -NEVER), agent) for agent in range(len(duty))]
        heapify(self.heap)

    def next_duty(self, agent: int, at: Instant) -> Instant:
        """The first instant from ``at`` on at which the agent is on duty."""
        starts, ends = self.starts[agent], self.ends[agent]
        place = bisect_right(starts, at) - 1
        if place >= 0 and at < ends[place]:
            return at
        return starts[place + 1] if place + 1 < len(starts) else NEVER

    def free_from(self, at: Instant) -> Instant:
        """The instant from which the first in the heap is free for a call that waits since ``at``.

        Of several who are free, the one idle longest is first; who went off duty while idle
        counts as idle only since the next duty began.
        """
        while True:
            since, agent = self.heap[0]
            if since >= at:
                return since
            again = self._idle_since(agent, since, at)
            if again == since:
                return at
            heapreplace(self.heap, (again, agent))

    def _idle_since(self, agent: int, since: Instant, at: Instant) -> Instant:
        """``since`` where the agent has been on duty from then to ``at``; else the next duty."""
        starts, ends = self.starts[agent], self.ends[agent]
        place = bisect_right(starts, at) - 1
        if place >= 0 and at < ends[place]:
            return max(since, starts[place])
        return self.next_duty(agent, at)

    def take(self, until: Instant) -> int:
        """Give the call to the first in the heap, who is then busy ``until``; returns the agent."""
        agent = self.heap[0][1]
        heapreplace(self.heap, (self.next_duty(agent, until), agent))
        return agent


def serve(
    queued_at: Instants, patience: Instants, timeout: Instant, busy: Instants, duty: Duty
) -> Served:
    """Decide every queued call; ``queued_at`` must be in order.

    A call is answered at the first instant at which an agent is free and on duty and all calls
    before it have been decided; it is abandoned when its patience ends before that, and overflows
    when the timeout comes first. An agent finishes a call after the end of duty.
    Edge: an agent free at the very instant of hanging up answers.
    """
    agents = _Agents(duty or ((),))
    code: list[int] = []
    decided: list[Instant] = []
    taken: list[int] = []
    for queued, ready, length in zip(
        queued_at.tolist(), patience.tolist(), busy.tolist(), strict=True
    ):
        free = agents.free_from(queued)
        limit = min(ready, timeout)
        if free - queued <= limit and free < NEVER:
            code.append(_ANSWERED)
            decided.append(free)
            taken.append(agents.take(free + length))
        else:
            code.append(_ABANDONED if ready < timeout else _OVERFLOWED)
            decided.append(queued + limit)
            taken.append(NOBODY)
    return Served(
        np.array(code, dtype=np.int8),
        np.array(decided, dtype=np.int64),
        np.array(taken, dtype=np.int64),
    )
