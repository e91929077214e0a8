"""The history that a forecast learns from: calls and handle time by queue, day and half hour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from jieting.domain.contracts.calendar import ServiceCalendar
from jieting.domain.periods import DAY, HALF_HOUR, day_period, local

HALF_HOURS = 48
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Count:
    """What a queue had in one half hour of the local clock.

    ``handle_s`` is the sum of talk, hold and wrap-up over the ``handled`` calls.
    """

    queue: str
    day: date
    half_hour: int
    calls: int
    handled: int = 0
    handle_s: int = 0


@dataclass(frozen=True, slots=True)
class History:
    """One queue day by day from ``first`` on.

    Shape: ``calls``, ``handled``, ``handle_s`` and ``is_open`` are days x 48 half hours of the
    local clock; ``is_known`` one a day. Calls of closed half hours are not in it. Edge: on a day
    that repeats an hour its half hours hold the calls of both.
    """

    queue: str
    first: date
    calls: Floats
    handled: Floats
    handle_s: Floats
    is_open: Bools
    is_known: Bools

    @property
    def days(self) -> int:
        """How many days it spans, unknown ones included."""
        return len(self.is_known)

    @property
    def known_days(self) -> int:
        """How many days something is known of and the line was open."""
        return int((self.is_known & self.is_open.any(axis=1)).sum())

    @property
    def dates(self) -> tuple[date, ...]:
        """Its days."""
        return days_from(self.first, self.days)

    def part(self, begin: int, end: int) -> History:
        """Its days from number ``begin`` to just before number ``end``."""
        cut = slice(begin, end)
        return History(
            self.queue,
            self.first + timedelta(days=begin),
            self.calls[cut],
            self.handled[cut],
            self.handle_s[cut],
            self.is_open[cut],
            self.is_known[cut],
        )


def days_from(first: date, number: int) -> tuple[date, ...]:
    """So many days in a row."""
    return tuple(first + timedelta(days=n) for n in range(number))


def open_grid(
    days: Sequence[date],
    calendar: ServiceCalendar,
    zone: ZoneInfo,
    is_closed: Callable[[date], bool] = lambda _: False,
) -> Bools:
    """Which half hours of the local clock are open; one that the clocks skip is not.

    ``is_closed`` names days on which the line is closed whatever the calendar says.
    """
    grid = np.zeros((len(days), HALF_HOURS), dtype=np.bool_)
    for row, day in enumerate(days):
        if not is_closed(day):
            grid[row] = _open_on(day, calendar)
            period = day_period(day, zone)
            if period.length != DAY:
                grid[row] &= np.bincount(clock_slots(day, zone), minlength=HALF_HOURS) > 0
    return grid


def clock_slots(day: date, zone: ZoneInfo) -> list[int]:
    """The half hour of the clock of every half hour of a day: 48, or 46 or 50 of them."""
    period = day_period(day, zone)
    if period.length == DAY:
        return list(range(HALF_HOURS))
    starts = (local(at, zone) for at in range(period.start, period.end, HALF_HOUR))
    return [moment.hour * 2 + moment.minute // 30 for moment in starts]


def _open_on(day: date, calendar: ServiceCalendar) -> Bools:
    special = any(found.day == day for found in calendar.special_days)
    if calendar.round_the_clock and not special:
        return np.ones(HALF_HOURS, dtype=np.bool_)
    found = np.zeros(HALF_HOURS, dtype=np.bool_)
    for start, end in calendar.hours_of(day):
        found[_minutes(start) // 30 : -(-_minutes(end) // 30)] = True
    return found


def _minutes(clock: time) -> int:
    """Minutes since midnight; ``time.max`` is the end of the day."""
    if clock == time.max:
        return 24 * 60
    return clock.hour * 60 + clock.minute + bool(clock.second)


def grids(
    counts: Sequence[Count], first: date, number: int, is_open: Bools
) -> dict[str, tuple[Floats, Floats, Floats, int]]:
    """Calls, handled calls and handle seconds of each queue, and the calls of closed half hours."""
    found: dict[str, Floats] = {}
    for count in counts:
        row = (count.day - first).days
        if 0 <= row < number:
            grid = found.get(count.queue)
            if grid is None:
                grid = found[count.queue] = np.zeros((3, number, HALF_HOURS))
            grid[:, row, count.half_hour] += (count.calls, count.handled, count.handle_s)
    return {
        queue: (
            np.where(is_open, grid[0], 0.0),
            np.where(is_open, grid[1], 0.0),
            np.where(is_open, grid[2], 0.0),
            int(grid[0][~is_open].sum()),
        )
        for queue, grid in sorted(found.items())
    }
