"""What kind of day a date is: workday, weekend, moved workday or public holiday.

Announced years come from ``chinesecalendar`` (the State Council's notices), years without a
notice from ``holidays`` and marked provisional: their statutory days are known, the days off and
the workdays moved for them are not. Both are tables; an override wins over either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

import chinese_calendar
import holidays

SATURDAY = 5
_ZONES_OF_CHINA = ("Asia/Shanghai", "Asia/Chongqing", "Asia/Harbin", "Asia/Urumqi", "PRC")
_IN_LIEU = ("休息日", "补假")
"""How names of days off that are no statutory day are marked."""


class DayKind(StrEnum):
    """Every day is exactly one of these."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    MOVED_WORKDAY = "moved_workday"
    """A Saturday or Sunday that is worked, for a day off elsewhere."""
    PUBLIC_HOLIDAY = "public_holiday"
    """A day of a holiday, the weekend and the days off within it included."""

    @property
    def is_worked(self) -> bool:
        """True where offices work."""
        return self in (DayKind.WORKDAY, DayKind.MOVED_WORKDAY)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A date and its kind.

    ``name`` is the holiday's in Chinese, or the reason of an override. ``statutory`` is one of the
    thirteen days that are paid threefold when worked. ``provisional``: no notice for that year is
    known.
    """

    day: date
    kind: DayKind
    name: str = ""
    statutory: bool = False
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """The kinds of days of a country; ``overrides`` win over every table.

    ``chinese`` False knows weekdays and weekends only.
    """

    chinese: bool = True
    overrides: Mapping[date, CalendarDay] = field(default_factory=dict)

    def day(self, day: date) -> CalendarDay:
        """What ``day`` is."""
        found = self.overrides.get(day)
        if found is not None:
            return found
        if not self.chinese:
            return CalendarDay(day, _plain(day))
        return _chinese_day(day)

    def kind(self, day: date) -> DayKind:
        """The kind of ``day``."""
        return self.day(day).kind

    def breaks(self, day: date) -> tuple[bool, bool]:
        """Whether a worked day comes just before, and just after, a public holiday."""
        if not self.kind(day).is_worked:
            return False, False
        holiday = DayKind.PUBLIC_HOLIDAY
        return self._next(day, 1) is holiday, self._next(day, -1) is holiday

    def _next(self, day: date, step: int) -> DayKind:
        """The kind of the neighbour; of a plain weekend between, the one behind it counts."""
        for distance in range(1, 4):
            kind = self.kind(day + timedelta(days=step * distance))
            if kind is not DayKind.WEEKEND:
                return kind
        return DayKind.WORKDAY

    def provisional_years(self, days: Iterable[date]) -> tuple[int, ...]:
        """The years of ``days`` whose holidays are not announced."""
        return tuple(sorted({day.year for day in days if self.day(day).provisional}))


def calendar_for(zone: ZoneInfo, overrides: Mapping[date, CalendarDay]) -> HolidayCalendar:
    """China's calendar in the zones of China, elsewhere plain weeks."""
    return HolidayCalendar(zone.key in _ZONES_OF_CHINA, overrides)


def announced(year: int) -> bool:
    """True where the year's notice is in the tables."""
    years = _announced_years()
    return years[0] <= year <= years[1]


@cache
def _announced_years() -> tuple[int, int]:
    days = chinese_calendar.constants.holidays
    return min(days).year, max(days).year


@cache
def _chinese_day(day: date) -> CalendarDay:
    name, statutory = _names(day.year).get(day, ("", False))
    if not announced(day.year):
        kind = DayKind.PUBLIC_HOLIDAY if name else _plain(day)
        return CalendarDay(day, kind, name, statutory, provisional=True)
    is_off, holiday = chinese_calendar.get_holiday_detail(day)
    if not is_off:
        kind = DayKind.MOVED_WORKDAY if day.weekday() >= SATURDAY else DayKind.WORKDAY
    else:
        kind = DayKind.PUBLIC_HOLIDAY if holiday else DayKind.WEEKEND
    shown = name or (_chinese_name(holiday) if is_off and holiday else "")
    return CalendarDay(day, kind, shown, statutory)


def _chinese_name(holiday: str) -> str:
    """The Chinese name of one of the holidays that ``chinesecalendar`` names in English."""
    return str(chinese_calendar.Holiday(holiday).chinese)


def _plain(day: date) -> DayKind:
    return DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WORKDAY


@cache
def _names(year: int) -> dict[date, tuple[str, bool]]:
    """The holidays of a year by name in Chinese, and which of them are statutory days."""
    table = holidays.country_holidays("CN", years=year, language="zh_CN")
    return {
        day: (name, not any(mark in name for mark in _IN_LIEU))
        for day, name in table.items()
        if day.year == year
    }
