"""The queue's own log against the books: where it tells another outcome, that is a finding."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jieting.apps.line.models import Fact, LineCall
from jieting.apps.line.observer import findings as say_that
from jieting.domain.calls.call import Outcome
from jieting.domain.line.facts import FactKind
from jieting.domain.periods import SECOND, Instant
from jieting.switches.asterisk.log_line import NO_CALL, LogLine, parse_line
from jieting.switches.asterisk.milestone import Strange
from jieting.switches.asterisk.tail import Position

FILE = "queue_log"
"""The log, below the switch's folder of logs."""
STARTED = "QUEUESTART"
GRACE = 15 * SECOND
NEAR = 60 * SECOND
LONGEST = 4 * 3600 * SECOND
"""A line whose call is still on the line then is not waited for any more."""

_ANSWERED, _ABANDONED = Outcome.ANSWERED.value, Outcome.ABANDONED.value
_OVERFLOWED = Outcome.OVERFLOWED.value
_LEFT = frozenset({_OVERFLOWED, _ANSWERED, _ABANDONED})
FITS: Mapping[str, frozenset[str]] = {
    "ENTERQUEUE": _LEFT,
    "CONNECT": frozenset({_ANSWERED}),
    "ABANDON": frozenset({_ABANDONED, _ANSWERED}),
    "EXITWITHTIMEOUT": _LEFT,
    "EXITWITHKEY": _LEFT,
    "EXITEMPTY": _LEFT,
}
"""Event of the queue log to the outcomes that go with it; later waits may change the outcome."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    line: LogLine
    before: Position


@dataclass(slots=True)
class QueueCheck:
    """Lines that wait until their calls are over; the position stays before the oldest of them."""

    system: str
    started: Instant | None = None
    _waiting: deque[_Waiting] = field(default_factory=deque)
    _read_to: Position = field(default_factory=Position)

    def take(self, raw: Iterable[bytes], before: Position, after: Position) -> None:
        """Take in lines that stand between two positions; what cannot be read is CEL's to tell."""
        for one in raw:
            line = parse_line(one, 1)
            if not isinstance(line, LogLine):
                continue
            if line.event == STARTED:
                self.started = line.at
            elif line.event in FITS and line.call not in NO_CALL and "." in line.queue:
                self._waiting.append(_Waiting(line, before))
        self._read_to = after

    def position(self) -> Position:
        """How far the log needs not be read again."""
        return self._waiting[0].before if self._waiting else self._read_to

    def look(self, now: Instant, contracts: Iterable[str]) -> list[Strange]:
        """What contradicts, of calls that are over; the others wait on."""
        due = [one for one in self._waiting if one.line.at < now - GRACE]
        if not due:
            return []
        known = set(contracts)
        rows = self._rows({one.line.call for one in due})
        found: list[Strange] = []
        kept: deque[_Waiting] = deque()
        for one in self._waiting:
            row = rows.get(one.line.call)
            young = one.line.at >= now - GRACE
            on_line = row is not None and not row[0] and one.line.at > now - LONGEST
            if young or on_line:
                kept.append(one)
            elif one.line.queue.partition(".")[0] in known:
                found += _told(one.line, row[1] if row is not None else "")
        self._waiting = kept
        return found

    def _rows(self, channels: set[str]) -> dict[str, tuple[bool, str]]:
        """By channel whether its call is over, and its outcome.

        Mostly the channel that queues is the call's first one, so both have one name.
        """
        rows = self._of_calls(channels)
        if others := channels - rows.keys():
            oldest = min(one.line.at for one in self._waiting) - NEAR
            queued = Fact.objects.filter(
                system=self.system, kind=FactKind.QUEUED, at__gte=oldest
            ).values_list("call", "key")
            legs = {key.rpartition(":")[2]: call for call, key in queued}
            of_call = self._of_calls({legs[leg] for leg in others if leg in legs})
            rows |= {leg: of_call[legs[leg]] for leg in others if legs.get(leg) in of_call}
        return rows

    def _of_calls(self, calls: set[str]) -> dict[str, tuple[bool, str]]:
        found = LineCall.objects.filter(system=self.system, call__in=calls)
        return {
            call: (over, out) for call, over, out in found.values_list("call", "over", "outcome")
        }


def _told(line: LogLine, outcome: str) -> list[Strange]:
    """A finding where the outcome of the books does not go with the line."""
    if outcome in FITS[line.event]:
        return []
    finding = say_that.queue_log_differs(line.call, line.event, outcome or "-")
    return [Strange(f"queue:{line.call}:{line.event}"[:200], line.call[:64], finding)]
