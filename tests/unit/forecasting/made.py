"""Made-up counts: a line with known weekdays, shape and busyness, by a fixed seed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from jieting.domain.contracts.calendar import ServiceCalendar
from jieting.domain.forecasting.gather import Line
from jieting.domain.forecasting.history import Count
from jieting.domain.forecasting.holidays import HolidayCalendar
from jieting.domain.simulation.profiles import HOTLINE

SHANGHAI = ZoneInfo("Asia/Shanghai")
PLAIN = HolidayCalendar(chinese=False)
LINE = Line(ServiceCalendar(), SHANGHAI, PLAIN)
FIRST = date(2026, 3, 2)
WEEKDAYS = np.array(HOTLINE.demand.weekdays) * 7 / sum(HOTLINE.demand.weekdays)
SHAPE = np.array(HOTLINE.demand.shape) / sum(HOTLINE.demand.shape)


def made(
    days: int,
    calls_a_day: float = 300.0,
    *,
    queue: str = "hotline",
    seed: int = 1,
    busyness: float = 0.1,
    times: int = 1,
    growth: float = 0.0,
    left_out: Sequence[date] = (),
) -> list[Count]:
    """Counts of so many days; each number ``times`` over, 100 s of handle time a call."""
    rng = np.random.default_rng(seed)
    found = []
    for number in range(days):
        day = FIRST + timedelta(days=number)
        busy = rng.gamma(1 / busyness**2, busyness**2) if busyness else 1.0
        level = calls_a_day * (1 + growth) ** number * busy * WEEKDAYS[day.weekday()]
        row = times * rng.poisson(level * SHAPE)
        if day not in left_out:
            found += [
                Count(queue, day, half_hour, int(calls), int(calls), 100 * int(calls))
                for half_hour, calls in enumerate(row)
                if calls
            ]
    return found


def day(number: int) -> date:
    """The day of a number; 0 is the first."""
    return FIRST + timedelta(days=number)
