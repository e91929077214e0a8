"""Half hours of a month with the day and the clock time that each belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jieting.domain.periods import HALF_HOUR, Instant, Month, Period, day_period, instant, local


@dataclass(frozen=True, slots=True)
class Slot:
    """A half hour: its start, its day's number in the month from 0, its half hour of the clock."""

    start: Instant
    day: int
    weekday: int
    half_hour: int


def slots(month: Month, zone: ZoneInfo) -> tuple[Slot, ...]:
    """Every half hour of the month in order; 46 or 50 on the days on which the clocks change."""
    return tuple(
        Slot(start, number, day.weekday(), _half_hour(start, zone))
        for number, day in enumerate(month.days())
        for start in _starts(day_period(day, zone))
    )


def _starts(day: Period) -> range:
    return range(day.start, day.end, HALF_HOUR)


def _half_hour(at: Instant, zone: ZoneInfo) -> int:
    clock = local(at, zone)
    return clock.hour * 2 + clock.minute // 30


def clock_instant(day: date, half_hour: int, zone: ZoneInfo) -> Instant:
    """The instant at which the local clock of ``day`` shows that half hour; 48 is midnight."""
    midnight = datetime.combine(day + timedelta(days=half_hour // 48), time(), tzinfo=zone)
    return instant(midnight + timedelta(minutes=half_hour % 48 * 30))
