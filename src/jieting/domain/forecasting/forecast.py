"""The forecast: for each queue and half hour the calls expected, their interval, and the AHT."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jieting.domain.periods import HALF_HOUR, Instant


@dataclass(frozen=True, slots=True)
class Slot:
    """One half hour of one queue.

    ``calls`` is the mean expected, ``low`` to ``high`` the interval in which the count falls with
    the forecast's ``level``; ``aht_s`` the average handle time in seconds. Expectations are floats:
    nothing is paid by them.
    """

    queue: str
    start: Instant
    calls: float
    low: float
    high: float
    aht_s: float

    @property
    def end(self) -> Instant:
        """The first instant after it."""
        return self.start + HALF_HOUR


@dataclass(frozen=True, slots=True)
class Forecast:
    """The coming half hours of one queue or several, in order of queue and time.

    ``level`` is the share of counts that ``low`` to ``high`` should hold, such as 0.8.
    """

    slots: tuple[Slot, ...]
    level: float

    @property
    def queues(self) -> tuple[str, ...]:
        """The queues, each once, in order."""
        return tuple(sorted({slot.queue for slot in self.slots}))

    def of(self, queue: str) -> Iterator[Slot]:
        """The half hours of one queue."""
        return (slot for slot in self.slots if slot.queue == queue)
