"""When a line is open over several versions of its contract, each from its first day on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from jieting.domain.contracts.calendar import WEEKDAYS, Hours, ServiceCalendar

Version = tuple[date, ServiceCalendar]


def over_versions(versions: Sequence[Version]) -> ServiceCalendar:
    """One calendar of several, in order of their first days; the first one holds before too.

    Edge: where all are open round the clock, so is it; one among others is open on all days.
    """
    if all(calendar.round_the_clock for _, calendar in versions):
        return ServiceCalendar()
    hours: list[Hours] = []
    special = []
    for place, (first, calendar) in enumerate(versions):
        begin = first if place else None
        end = versions[place + 1][0] if place + 1 < len(versions) else None
        hours += [held for h in _hours(calendar) if (held := _within(h, begin, end)) is not None]
        if not calendar.round_the_clock:
            special += [
                day
                for day in calendar.special_days
                if (begin is None or begin <= day.day) and (end is None or day.day < end)
            ]
    return ServiceCalendar(tuple(hours), tuple(special))


def _hours(calendar: ServiceCalendar) -> tuple[Hours, ...]:
    return calendar.hours or (Hours(WEEKDAYS, time.min, time.max),)


def _within(hours: Hours, begin: date | None, end: date | None) -> Hours | None:
    begins = [day for day in (hours.effective_from, begin) if day is not None]
    ends = [day for day in (hours.effective_to, end) if day is not None]
    first, last = max(begins, default=None), min(ends, default=None)
    if first is not None and last is not None and last <= first:
        return None
    return replace(hours, effective_from=first, effective_to=last)
