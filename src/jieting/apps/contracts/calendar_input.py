"""Hours and special days as a person writes them, and a year's list of them as it is pasted."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from jieting.domain.contracts.calendar import WEEKDAYS, Hours, ServiceCalendar, SpecialDay
from jieting.domain.contracts.edit.literal import clock_text
from jieting.domain.errors import Finding, Place
from jieting.domain.said import say
from jieting.domain.toml.values import calendar_day, clock_time

Spans = tuple[tuple[time, time], ...]
CLOSED = frozenset({"", "-", "closed", "off", "休", "休息", "放假"})
_CHINESE = dict(zip("一二三四五六日", WEEKDAYS, strict=True)) | {"天": "sun"}
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_SPAN = re.compile(r"(\d{1,2}:\d{2})\s*[-–—~至到]\s*(\d{1,2}:\d{2})")
_BETWEEN = re.compile(r"[\s,，;；、/]*")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def spans_in(text: str, hours: Iterable[Hours], day: date) -> Spans | None:
    """The open spans that a text names: none where closed, those of a weekday, or written out.

    A weekday stands for its weekly hours on ``day``. None where the text says nothing of that.
    """
    text = text.strip().lower()
    if text in CLOSED:
        return ()
    weekday = weekday_in(text)
    if weekday:
        held = (h for h in hours if weekday in h.days and _in_force(h, day))
        return tuple((h.start, h.end) for h in held)
    found = [(_clock(m[1]), _clock(m[2])) for m in _SPAN.finditer(text)]
    if not found or _BETWEEN.fullmatch(_SPAN.sub("", text)) is None:
        return None
    spans = [(start, end) for start, end in found if start and end and start < end]
    return tuple(spans) if len(spans) == len(found) else None


def weekday_in(text: str) -> str:
    """The weekday that a text names, in English or Chinese; '' where none."""
    if text[:3] in WEEKDAYS and (text == text[:3] or text.endswith("day")):
        return text[:3]
    found = _WEEKDAY.fullmatch(text)
    return _CHINESE[found[1]] if found else ""


def spans_text(spans: Spans) -> str:
    """Spans as a person writes them."""
    return ", ".join(f"{clock_text(start)}-{clock_text(end)}" for start, end in spans)


def day_in(text: str) -> date | None:
    """A calendar day as people write it: 2026-10-01, 2026/10/1, 2026年10月1日."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    return calendar_day(f"{int(found[1]):04}-{int(found[2]):02}-{int(found[3]):02}")


@dataclass(frozen=True, slots=True)
class Pasted:
    """A line of a pasted list: a day, why it is special, and its hours as written."""

    day: date
    reason: str
    hours: str


def pasted_days(text: str) -> tuple[list[Pasted], list[Finding]]:
    """The days of a list ``day, reason, hours``, and what is wrong with the other lines.

    Tabs, commas and Chinese commas separate; hours are all that follows. A first line without a
    day is taken for a heading.
    """
    found, wrong = [], []
    for number, cells in enumerate(_rows(text), 1):
        day = day_in(cells[0]) if cells else None
        if day is not None and len(cells) > 1 and cells[1]:
            hours = ", ".join(cell for cell in cells[2:] if cell)
            found.append(Pasted(day, cells[1], hours))
        elif any(cells) and not (number == 1 and day is None):
            wrong.append(_no_day(number))
    return found, wrong


def with_pasted(
    calendar: ServiceCalendar, pasted: Iterable[Pasted]
) -> tuple[ServiceCalendar, list[Pasted]]:
    """The calendar with the pasted days in it, and those whose hours say nothing.

    A day that is pasted again is replaced.
    """
    days = {special.day: special for special in calendar.special_days}
    unclear = []
    for one in pasted:
        spans = spans_in(one.hours, calendar.hours, one.day)
        if spans is None:
            unclear.append(one)
        else:
            days[one.day] = SpecialDay(one.day, spans, one.reason)
    return ServiceCalendar(calendar.hours, tuple(days[day] for day in sorted(days))), unclear


def _rows(text: str) -> Iterable[list[str]]:
    lines = text.removeprefix("\ufeff").replace("，", ",").splitlines()
    tab = "\t" if any("\t" in line for line in lines) else ","
    return [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=tab)]


def _in_force(hours: Hours, day: date) -> bool:
    begun = hours.effective_from is None or hours.effective_from <= day
    return begun and (hours.effective_to is None or day < hours.effective_to)


def _clock(text: str) -> time | None:
    return clock_time(text.rjust(5, "0"))


def _no_day(number: int) -> Finding:
    return Finding(
        "no_special_day",
        say("Line {number} has no day with a reason.", number=number),
        say("A special day says which day it is and why."),
        say("Write: day, reason, hours; such as 2026-10-01, National Day, closed."),
        Place("", number),
    )
