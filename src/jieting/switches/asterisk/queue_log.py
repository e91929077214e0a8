"""Read Asterisk's queue_log: its events fold into calls, and every oddity is listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from jieting.domain.calls.call import Call
from jieting.domain.calls.check import LONGEST_CALL
from jieting.domain.calls.fold import Fold, Folded
from jieting.domain.calls.masking import Callers, hand_over
from jieting.domain.calls.reading import BATCH, Progress, Reading, Report
from jieting.domain.errors import Finding, Place
from jieting.domain.periods import DAY, SECOND, Instant
from jieting.switches.asterisk import queue_log_findings as told
from jieting.switches.asterisk.log_line import LogLine, parse_line
from jieting.switches.asterisk.queue_log_events import events_of

SOURCE = "asterisk-queue-log"
_JITTER = 60 * SECOND
_PROGRESS_EVERY = 5_000


def read_queue_log(
    path: Path,
    *,
    zone: ZoneInfo,
    progress: Progress | None = None,
    callers: Callers = "masked",
) -> Reading:
    """The calls of a queue_log, read lazily; its times are epoch seconds, ``zone`` is not needed.

    A call has no row until it has an outcome; one without is listed. Arrival is the entry into
    the queue, because the log tells nothing before it.
    """
    report = Report(path.name, "queue_log", encoding="utf-8")
    return Reading(path, report, _Log(path, report, progress, callers).batches())


@dataclass(slots=True)
class _Log:
    """A log being read: what is folded so far, and what to tell once at its end."""

    path: Path
    report: Report
    progress: Progress | None
    callers: Callers
    folding: Fold = field(default_factory=lambda: Fold(SOURCE))
    unknown: Counter[str] = field(default_factory=Counter)
    unknown_line: dict[str, int] = field(default_factory=dict)
    latest: Instant = 0
    day: int = 0
    backwards: Counter[int] = field(default_factory=Counter)
    rated: bool = False

    def batches(self) -> Iterator[list[Call]]:
        """Calls in batches; a call is handed over once nothing was told of it for two days."""
        for finding in told.what_a_queue_log_lacks():
            self.report.found(finding)
        waiting: list[Call] = []
        for line in self._lines():
            waiting += self._take(line)
            while len(waiting) >= BATCH:
                yield self._hand_over(waiting[:BATCH])
                waiting = waiting[BATCH:]
        waiting += self._list(self.folding.finish_all())
        self._tell_once()
        for start in range(0, len(waiting), BATCH):
            yield self._hand_over(waiting[start : start + BATCH])

    def _lines(self) -> Iterator[LogLine]:
        total, done = self.path.stat().st_size, 0
        raw = b"\n"
        with self.path.open("rb") as file:
            for number, raw in enumerate(file, start=1):
                done += len(raw)
                if self.progress and number % _PROGRESS_EVERY == 0:
                    self.progress(done, total)
                if line := self._parsed(raw, number):
                    yield line
        if not raw.endswith(b"\n"):
            self.report.found(told.cut_off(self.report.rows))
        if self.progress:
            self.progress(total, total)

    def _parsed(self, raw: bytes, number: int) -> LogLine | None:
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        self.report.rows += 1
        line = parse_line(raw, number)
        if isinstance(line, Finding):
            self.report.found(line)
            return None
        return line

    def _take(self, line: LogLine) -> list[Call]:
        """Apply a line; hand back the calls that are settled by its time."""
        self._watch_clock(line)
        events = events_of(line, hand_over(self.callers))
        if events is None:
            self.unknown[line.event] += 1
            self.unknown_line.setdefault(line.event, line.number)
        elif isinstance(events, Finding):
            self.report.found(events)
        else:
            self.rated |= line.event == "SURVEY"
            for event in events:
                self.folding.apply(event)
        return self._settled()

    def _watch_clock(self, line: LogLine) -> None:
        if line.at < self.latest - _JITTER:
            self.backwards[line.number] = self.latest - line.at
        self.latest = max(self.latest, line.at)

    def _settled(self) -> list[Call]:
        if self.latest // DAY == self.day:
            return []
        self.day = self.latest // DAY
        return self._list(self.folding.settle(self.latest - LONGEST_CALL))

    def _list(self, folded: Folded) -> list[Call]:
        for finding in folded.findings:
            self.report.found(finding)
        return list(folded.calls)

    def _tell_once(self) -> None:
        for name, times in sorted(self.unknown.items()):
            self.report.found(told.unknown_event(name, times, Place(line=self.unknown_line[name])))
        if self.backwards:
            self.report.found(told.clock_backwards(min(self.backwards), len(self.backwards)))
        if self.rated:
            self.report.found(told.rating_keys())

    def _hand_over(self, calls: list[Call]) -> list[Call]:
        self.report.kept += len(calls)
        return calls
