"""The requirement: how many agents each half hour of a queue needs."""

from __future__ import annotations

from dataclasses import dataclass

from jieting.domain.periods import Instant


@dataclass(frozen=True, slots=True)
class Required:
    """One half hour of one queue.

    ``agents`` must be there and answering; ``rostered`` must be paid for so that as many are there
    after shrinkage: ``ceil(agents / (1 - shrinkage))``. ``calls`` and ``aht_s`` are what it was
    worked out from.
    """

    queue: str
    start: Instant
    calls: float
    aht_s: float
    agents: int
    rostered: int
