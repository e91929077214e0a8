"""A month of a service calendar, day by day: when it is open, for how long, and why so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from jieting.apps.contracts.calendar_input import Spans, spans_text
from jieting.domain.contracts.calendar import ServiceCalendar
from jieting.domain.periods import Month
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say, verbatim

_HOUR_MINUTES = 60
_DAY_MINUTES = 24 * _HOUR_MINUTES
_ALL_DAY: Spans = ((time.min, time.max),)


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the month; ``changed`` where the calendar before said otherwise."""

    day: date
    words: Said
    hours: str
    reason: str
    changed: bool


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    """The weeks of a month, Monday first, with None for days of its neighbours."""

    month: Month
    weeks: tuple[tuple[DayCell | None, ...], ...]
    hours: str
    hours_before: str


def calendar_month(
    calendar: ServiceCalendar, before: ServiceCalendar, month: Month
) -> CalendarMonth:
    """A month of ``calendar``, compared with the same month ``before``."""
    last = month.plus(1).first_day
    days = [month.first_day + timedelta(n) for n in range((last - month.first_day).days)]
    cells: list[DayCell | None] = [None] * days[0].weekday()
    cells += [_cell(calendar, before, day) for day in days]
    cells += [None] * (-len(cells) % 7)
    weeks = tuple(tuple(cells[at : at + 7]) for at in range(0, len(cells), 7))
    total = [sum(_minutes(open_on(one, day)) for day in days) for one in (calendar, before)]
    return CalendarMonth(month, weeks, *(_hours(minutes) for minutes in total))


def open_on(calendar: ServiceCalendar, day: date) -> Spans:
    """The open spans of a day; the whole day where the line is open round the clock."""
    return _ALL_DAY if calendar.round_the_clock else tuple(sorted(calendar.hours_of(day)))


def _cell(calendar: ServiceCalendar, before: ServiceCalendar, day: date) -> DayCell:
    spans = open_on(calendar, day)
    reason = next((s.reason for s in calendar.special_days if s.day == day), "")
    words = verbatim(spans_text(spans)) if spans else say("closed")
    changed = spans != open_on(before, day)
    return DayCell(day, words, _hours(_minutes(spans)), reason, changed)


def _minutes(spans: Spans) -> int:
    """Minutes that are open, once where spans overlap."""
    minutes: set[int] = set()
    for start, end in spans:
        minutes.update(range(_minute(start), _minute(end)))
    return len(minutes)


def _minute(clock: time) -> int:
    return _DAY_MINUTES if clock == time.max else clock.hour * _HOUR_MINUTES + clock.minute


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, _HOUR_MINUTES)
    return plain(hours) if not rest else f"{hours}:{rest:02}"
