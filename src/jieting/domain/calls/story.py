"""The story of one call: its events as a set, and the facts that follow from them.

Every fact is a minimum, a maximum, a sum or a count over the set. So neither the order in which
events came nor an event told twice can change it; what decides is the time each event carries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from jieting.domain.calls.events import (
    AgentAnswered,
    AgentLeft,
    Arrived,
    EnteredQueue,
    Event,
    HoldEnded,
    HoldStarted,
    HungUp,
    HungUpInQueue,
    LeftQueue,
    Rated,
    Recorded,
    Rejected,
    ServedByIvr,
    WrappedUp,
)
from jieting.domain.periods import SECOND, Instant

Kind = TypeVar("Kind", bound=Event)
QueueExit = AgentAnswered | LeftQueue | HungUpInQueue
_AFTER_THE_CALL = (WrappedUp, Recorded)


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """Entering a queue: when, which, and whether the log said so or the wait was counted back."""

    at: Instant
    line: int
    queue: str
    derived: bool = False


@dataclass(slots=True)
class Story:
    """All events of one call, each once."""

    call: str
    _events: dict[Event, Event] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Take in an event; told again, it changes nothing (the first place in the log stays)."""
        known = self._events.get(event)
        if known is None or event.order < known.order:
            self._events[event] = event

    def events(self) -> list[Event]:
        """The events in order."""
        return sorted(self._events.values(), key=lambda event: event.order)

    def all(self, kind: type[Kind]) -> list[Kind]:
        """The events of one kind, in order."""
        found = [event for event in self._events.values() if isinstance(event, kind)]
        return sorted(found, key=lambda event: event.order) if len(found) > 1 else found

    def first(self, kind: type[Kind]) -> Kind | None:
        """The first event of a kind; None where there is none."""
        found = self.all(kind)
        return found[0] if found else None

    def has(self, kind: type[Event]) -> bool:
        """True where an event of this kind was told."""
        return any(isinstance(event, kind) for event in self._events.values())

    @property
    def last_at(self) -> Instant:
        """When the last event happened."""
        return max(event.at for event in self._events.values())

    def exits(self) -> list[QueueExit]:
        """Every way out of a queue that was told: answered out of it, by rule, hung up."""
        out: list[QueueExit] = [e for e in self.all(AgentAnswered) if e.queue is not None]
        return [*out, *self.all(LeftQueue), *self.all(HungUpInQueue)]

    def still_waiting(self) -> bool:
        """True where some queue was entered more often than it was left."""
        balance = Counter(entry.queue for entry in self.all(EnteredQueue))
        balance.subtract(leaving.queue or "" for leaving in self.exits())
        return any(waiting > 0 for waiting in balance.values())

    def entry(self) -> Entry | None:
        """The first entry into a queue; counted back from the wait where the log begins later."""
        told = [Entry(e.at, e.place.line or 0, e.queue) for e in self.all(EnteredQueue)]
        queues = {entry.queue for entry in told}
        return min((*told, *_derived(self.exits(), queues)), default=None)

    def arrived_at(self) -> Instant:
        """The arrival; where none was told the entry into the queue, else the first event."""
        arrived, entry = self.first(Arrived), self.entry()
        if arrived is not None:
            return arrived.at
        return entry.at if entry is not None else min(e.at for e in self._events.values())

    def ended_at(self) -> Instant:
        """The last moment of the call: the last event that needs the caller on the line."""
        outside = (*_AFTER_THE_CALL, Rated) if self.has(HungUp) else _AFTER_THE_CALL
        return max((e.at for e in self._events.values() if not isinstance(e, outside)), default=0)

    def talk_open(self) -> bool:
        """True where an agent answered and nothing tells when that talk ended."""
        return not self.has(HungUp) and len(self.all(AgentLeft)) < len(self.all(AgentAnswered))

    def bridged(self) -> Instant | None:
        """Time bridged to agents, all together; None where it is not told.

        Formula: the talks as the switch counted them; else sum(ends) - sum(starts), where a talk
        without an end of its own ends with the call.
        """
        starts, ends = self.all(AgentAnswered), self.all(AgentLeft)
        missing = len(starts) - len(ends)
        if missing < 0 or not starts or (missing and not self.has(HungUp)):
            return None
        counted = [end.talked for end in ends if end.talked is not None]
        if not missing and len(counted) == len(ends):
            return sum(counted)
        return sum(e.at for e in ends) + missing * self.ended_at() - sum(e.at for e in starts)

    def held(self) -> Instant | None:
        """Time on hold, all together; None where nothing was told; an open hold ends at the end."""
        starts, ends = self.all(HoldStarted), self.all(HoldEnded)
        missing = len(starts) - len(ends)
        if not starts or missing not in (0, 1):
            return None
        return sum(e.at for e in ends) + missing * self.ended_at() - sum(e.at for e in starts)

    def uneven(self) -> bool:
        """True where talks or holds end without a beginning, or two holds begin at once."""
        talks = len(self.all(AgentLeft)) > len(self.all(AgentAnswered)) > 0
        return talks or len(self.all(HoldStarted)) - len(self.all(HoldEnded)) not in (0, 1)

    def wrapped_up_s(self) -> int | None:
        """Seconds of wrap-up, all together; None where nothing was told."""
        told = self.all(WrappedUp)
        return sum(event.seconds for event in told) if told else None

    def after_the_end(self) -> list[Event]:
        """Events that need a caller on the line and come after the caller hung up."""
        gone = [e.at for e in (*self.all(HungUp), *self.all(HungUpInQueue))]
        need = (EnteredQueue, LeftQueue, AgentAnswered, ServedByIvr, Rejected)
        return [e for e in self.events() if isinstance(e, need) and gone and e.at > min(gone)]

    def contradictions(self) -> list[QueueExit]:
        """The exits of a queue that was left more often than it was entered."""
        entered = Counter(entry.queue for entry in self.all(EnteredQueue))
        left = Counter(leaving.queue or "" for leaving in self.exits())
        bad = {queue for queue, times in left.items() if times > max(1, entered[queue])}
        return sorted((e for e in self.exits() if (e.queue or "") in bad), key=lambda e: e.order)


def _derived(exits: Iterable[QueueExit], told: set[str]) -> Iterator[Entry]:
    for leaving in exits:
        queue = leaving.queue or ""
        if queue not in told and leaving.waited is not None:
            line = leaving.place.line or 0
            yield Entry(leaving.at - leaving.waited, line, queue, derived=True)


def whole_seconds(length: Instant | None) -> int | None:
    """Microseconds as whole seconds, a part of a second dropped; None stays None."""
    return None if length is None else length // SECOND
