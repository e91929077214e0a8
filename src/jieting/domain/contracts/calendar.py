"""The service calendar: when the hotline is open, in the contract's time zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jieting.domain.periods import Instant, Month, Period, instant, start_of_day, union

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours on some weekdays, from ``start`` until just before ``end``.

    ``end`` time.max means midnight at the end of the day. ``effective_to`` is the first day on
    which the hours no longer hold.
    """

    days: tuple[str, ...]
    start: time
    end: time
    effective_from: date | None = None
    effective_to: date | None = None

    def hold_on(self, day: date) -> bool:
        """True where these hours apply on ``day``."""
        if WEEKDAYS[day.weekday()] not in self.days:
            return False
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day < self.effective_to)


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day with hours of its own, or none: a holiday, a moved workday. Says why."""

    day: date
    hours: tuple[tuple[time, time], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ServiceCalendar:
    """Weekly hours and special days; without any weekly hours the line is open round the clock."""

    hours: tuple[Hours, ...] = ()
    special_days: tuple[SpecialDay, ...] = ()

    @property
    def round_the_clock(self) -> bool:
        """True where no hours are set: 7x24."""
        return not self.hours

    def open_periods(self, month: Month, zone: ZoneInfo) -> tuple[Period, ...]:
        """The time in which the line is open in ``month``; the day before and after included.

        The neighbouring days are there because a call can arrive in one month and end in the next.
        """
        first, last = month.first_day - timedelta(days=1), month.plus(1).first_day
        if self.round_the_clock:
            return (Period(start_of_day(first, zone), start_of_day(last, zone)),)
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return union(p for day in days for p in self._periods_of(day, zone))

    def _periods_of(self, day: date, zone: ZoneInfo) -> Iterator[Period]:
        for start, end in self.hours_of(day):
            yield Period(_moment(day, start, zone), _moment(day, end, zone))

    def hours_of(self, day: date) -> tuple[tuple[time, time], ...]:
        """Opening hours of one day; empty where it is closed."""
        for special in self.special_days:
            if special.day == day:
                return special.hours
        return tuple((h.start, h.end) for h in self.hours if h.hold_on(day))


def _moment(day: date, clock: time, zone: ZoneInfo) -> Instant:
    if clock == time.max:
        return start_of_day(day + timedelta(days=1), zone)
    return instant(datetime.combine(day, clock, tzinfo=zone))
