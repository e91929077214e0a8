from __future__ import annotations

import csv
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from jieting.domain.forecasting.holidays import (
    CalendarDay,
    DayKind,
    HolidayCalendar,
    calendar_for,
)
from tests.shared_data import shared

CHINA = HolidayCalendar()

GOLDEN = [
    ("2025-01-26", "moved_workday"),
    ("2025-01-28", "public_holiday"),
    ("2025-10-11", "moved_workday"),
    ("2026-01-01", "public_holiday"),
    ("2026-01-03", "public_holiday"),
    ("2026-01-04", "moved_workday"),
    ("2026-01-05", "workday"),
    ("2026-02-14", "moved_workday"),
    ("2026-10-04", "public_holiday"),
    ("2026-10-09", "workday"),
    ("2026-10-10", "moved_workday"),
    ("2026-10-11", "weekend"),
    ("2027-10-01", "public_holiday"),
    ("2027-10-09", "weekend"),
]


@pytest.mark.parametrize(("day", "kind"), GOLDEN)
def test_golden_days(day: str, kind: str) -> None:
    assert CHINA.kind(date.fromisoformat(day)).value == kind


def test_every_day_is_as_the_official_calendar_says() -> None:
    path = shared("cn_holidays") / "cn_workday_calendar_2024_2027.csv"
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["workday_holiday_cn"]]
    days = {date.fromisoformat(r["date"]): r for r in rows if not r["date"].startswith("2027")}
    assert len(days) == 366 + 365 + 365
    for day, row in days.items():
        found = CHINA.day(day)
        assert found.kind.is_worked == (row["workday_holiday_cn"] == "1"), day
        assert not found.provisional
        moved = found.kind is DayKind.MOVED_WORKDAY
        assert moved == (row["workday_holiday_cn"] == "1" and day.weekday() >= 5), day


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_a_year_has_thirteen_statutory_days(year: int) -> None:
    days = [CHINA.day(date(year, 1, 1) + timedelta(days=n)) for n in range(365)]
    assert sum(day.statutory for day in days) == 13
    assert all(day.kind is DayKind.PUBLIC_HOLIDAY for day in days if day.statutory)


def test_a_year_without_a_notice_is_provisional() -> None:
    assert CHINA.day(date(2027, 3, 1)).provisional
    assert not CHINA.day(date(2026, 3, 1)).provisional
    assert CHINA.provisional_years([date(2026, 12, 31), date(2027, 1, 1)]) == (2027,)


def test_an_override_wins() -> None:
    day = date(2027, 2, 14)
    told = CalendarDay(day, DayKind.MOVED_WORKDAY, "notice")
    assert CHINA.kind(day) is DayKind.WEEKEND
    assert HolidayCalendar(overrides={day: told}).day(day) is told


def test_days_around_a_holiday() -> None:
    assert CHINA.breaks(date(2026, 9, 30)) == (True, False)
    assert CHINA.breaks(date(2026, 10, 8)) == (False, True)
    assert CHINA.breaks(date(2026, 10, 9)) == (False, False)
    assert CHINA.breaks(date(2026, 10, 3)) == (False, False)


def test_other_countries_have_plain_weeks() -> None:
    plain = calendar_for(ZoneInfo("Asia/Jerusalem"), {})
    assert plain.kind(date(2026, 10, 1)) is DayKind.WORKDAY
    assert plain.kind(date(2026, 10, 10)) is DayKind.WEEKEND
    assert calendar_for(ZoneInfo("Asia/Shanghai"), {}).kind(date(2026, 10, 1)) != DayKind.WORKDAY
