"""What a contract has handed in every month: reports, self-assessments, whatever it names."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from jieting.domain.periods import Instant, Month, instant, start_of_day
from jieting.domain.said import Said, say
from jieting.domain.toml.table_reader import TableReader

OPERATIONS, SELF_ASSESSMENT, PERSONNEL, OTHER = (
    "operations",
    "self_assessment",
    "personnel",
    "other",
)
KINDS: dict[str, Said] = {
    OPERATIONS: say("operations report"),
    SELF_ASSESSMENT: say("self-assessment"),
    PERSONNEL: say("personnel report"),
    OTHER: say("another document"),
}
"""Kind of a deliverable in words; the first three are written in the product."""
REPORTS = (OPERATIONS, PERSONNEL)
"""Kinds that are reports in the records of the assessment."""
LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class Deliverable:
    """Something that the supplier hands in about every month.

    It is due ``months_after`` the month that it is about, on ``due_day`` at ``due_time`` in the
    contract's zone; the time itself is in time. Edge: where the month has no such day, its last.
    ``remind_days`` before that people are reminded; ``sections`` must be written in it.
    """

    kind: str
    title: str
    clause: str
    months_after: int
    due_day: int
    due_time: time
    remind_days: tuple[int, ...] = ()
    sections: tuple[str, ...] = ()
    line: int | None = None

    @property
    def name(self) -> str:
        """What tells it from the others of a contract: its kind; the title of another document."""
        return self.title if self.kind == OTHER else self.kind

    def due_at(self, month: Month, zone: ZoneInfo) -> Instant:
        """The last instant at which what is about ``month`` is handed in in time."""
        due = month.plus(self.months_after)
        day = date(due.year, due.month, min(self.due_day, monthrange(due.year, due.month)[1]))
        if self.due_time == time.max:  # written 24:00
            return start_of_day(date.fromordinal(day.toordinal() + 1), zone)
        return instant(datetime.combine(day, self.due_time, zone))


def read_deliverable(reader: TableReader) -> Deliverable:
    """The entry of a ``[[deliverable]]`` table, with findings for what is wrong in it."""
    found = Deliverable(
        kind=reader.text("kind", allowed=KINDS),
        title=reader.text("title"),
        clause=reader.text("clause"),
        months_after=reader.whole("months_after", 1),
        due_day=reader.whole("due_day", low=1),
        due_time=reader.clock("due_time") or time.max,
        remind_days=_days(reader),
        sections=reader.texts("sections"),
        line=reader.line(),
    )
    if found.due_day > LAST_DAY:
        reader.found(
            "due_day",
            "due_day",
            say("due_day is {day}.", day=found.due_day),
            say("No month has such a day."),
            say("Write a day from 1 to 31; in a shorter month its last day is meant."),
        )
    reader.close()
    return found


def _days(reader: TableReader) -> tuple[int, ...]:
    """One number of days, or several, the earliest reminder first; none where the key is not."""
    key = "remind_days"
    value = reader.data.get(key)
    if not isinstance(value, list):
        return (reader.whole(key, 0),) if value is not None else _none(reader, key)
    reader.asked.add(key)
    if not all(isinstance(day, int) and not isinstance(day, bool) and day >= 0 for day in value):
        reader.found(
            "remind_days",
            key,
            say("remind_days does not hold whole numbers of days alone."),
            say("Nobody could be reminded so many days before."),
            say("Write whole numbers, such as [5, 1]."),
        )
        return ()
    return tuple(sorted(set(value), reverse=True))


def _none(reader: TableReader, key: str) -> tuple[int, ...]:
    reader.asked.add(key)
    return ()
