"""Special days: what people know of a day that no history shows, with reason and author."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jieting.domain.errors import Finding
from jieting.domain.forecasting.holidays import CalendarDay, DayKind
from jieting.domain.said import say
from jieting.domain.toml.table_reader import TableReader, TomlFile


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """One entry: the day has ``factor`` times the calls, or ``calls`` of them, exactly one given.

    ``queue`` empty means all queues together. A day before the forecast is not learned from.
    """

    day: date
    reason: str
    author: str
    factor: float | None = None
    calls: float | None = None
    queue: str = ""


@dataclass(frozen=True, slots=True)
class SpecialDays:
    """Every entry of a file: special days, and days whose kind is other than the tables say."""

    days: tuple[SpecialDay, ...] = ()
    calendar: tuple[tuple[CalendarDay, str], ...] = ()

    @property
    def overrides(self) -> Mapping[date, CalendarDay]:
        """The kinds of days that win over the tables."""
        return {entry.day: entry for entry, _ in self.calendar}

    @property
    def set_aside(self) -> Mapping[date, frozenset[str]]:
        """The special days and their queues; an empty set means all."""
        found: dict[date, frozenset[str]] = {}
        for entry in self.days:
            everyone = not entry.queue or found.get(entry.day) == frozenset()
            others = found.get(entry.day, frozenset())
            found[entry.day] = frozenset() if everyone else others | {entry.queue}
        return found


def read_special_days(text: str, name: str) -> tuple[SpecialDays, tuple[Finding, ...]]:
    """The special days in a TOML ``text``: tables [[day]] and [[calendar]].

    Errors: BadInput with every finding at once.
    """
    file = TomlFile.parse(text, name)
    root = file.root()
    days = [entry for table in root.tables("day") if (entry := _day(table)) is not None]
    kinds = [kind for table in root.tables("calendar") if (kind := _kind(table)) is not None]
    root.close()
    _tell_twice(file, "day", [(e.day, e.queue) for e in days])
    _tell_twice(file, "calendar", [(e.day, "") for e, _ in kinds])
    file.raise_errors()
    return SpecialDays(tuple(days), tuple(kinds)), tuple(file.findings)


def _day(table: TableReader) -> SpecialDay | None:
    day, queue = table.day("date"), table.text("queue", "")
    has_factor, has_calls = "factor" in table, "calls" in table
    factor = float(table.exact("factor")) if has_factor else None
    calls = float(table.exact("calls")) if has_calls else None
    if has_factor == has_calls:
        table.found(
            "factor_or_calls",
            "calls" if has_calls else "",
            say("A special day has factor or calls, one of them."),
            say("How many calls it brings is not known otherwise."),
            say("Write factor = 1.4, or calls = 900."),
        )
        table.asked |= {"factor", "calls"}
    reason, author = table.text("reason"), table.text("author")
    table.close()
    return SpecialDay(day, reason, author, factor, calls, queue) if day is not None else None


def _kind(table: TableReader) -> tuple[CalendarDay, str] | None:
    day = table.day("date")
    kind = table.text("kind", allowed=tuple(DayKind))
    reason, author = table.text("reason"), table.text("author")
    statutory = table.flag("statutory", False)
    table.close()
    if day is None or kind not in tuple(DayKind):
        return None
    return CalendarDay(day, DayKind(kind), reason, statutory), author


def _tell_twice(file: TomlFile, array: str, entries: list[tuple[date, str]]) -> None:
    for place, entry in enumerate(entries):
        if entry in entries[:place]:
            file.found(
                "day_twice",
                (array, place),
                say("{day} is there twice.", day=entry[0]),
                say("Which of the two entries holds is not known."),
                say("Take one of them out."),
            )
