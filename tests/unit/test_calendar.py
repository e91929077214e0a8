"""The service calendar: hours, days of their own, changes of hours, clocks that change."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

from jieting.domain.contracts.calendar import WEEKDAYS, Hours, ServiceCalendar, SpecialDay
from jieting.domain.periods import SECOND, Month, Period, day_period, iso

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
OCTOBER = Month(2026, 10)
MORNING = Hours(WEEKDAYS, time(9), time(12))
AFTERNOON = Hours(WEEKDAYS, time(13), time(18))


def spans(calendar: ServiceCalendar, day: date, zone: ZoneInfo = SHANGHAI) -> list[str]:
    """The open time of a day, as from-to of the clock on the wall."""
    whole = day_period(day, zone)
    open_ = calendar.open_periods(Month.of(day), zone)
    return [_clock(part, zone) for p in open_ if (part := p.intersection(whole))]


def _clock(period: Period, zone: ZoneInfo) -> str:
    return f"{iso(period.start, zone)[11:16]}-{iso(period.end, zone)[11:16]}"


def test_morning_and_afternoon() -> None:
    calendar = ServiceCalendar((MORNING, AFTERNOON))
    assert spans(calendar, date(2026, 10, 15)) == ["09:00-12:00", "13:00-18:00"]


def test_the_neighbouring_days_are_there() -> None:
    """A call may arrive in one month and end in the next."""
    periods = ServiceCalendar((MORNING,)).open_periods(OCTOBER, SHANGHAI)
    assert iso(periods[0].start, SHANGHAI) == "2026-09-30T09:00:00+08:00"
    assert iso(periods[-1].start, SHANGHAI) == "2026-11-01T09:00:00+08:00"
    assert len(periods) == 33


def test_without_hours_the_line_is_open_round_the_clock() -> None:
    (period,) = ServiceCalendar().open_periods(OCTOBER, SHANGHAI)
    assert period.start < OCTOBER.period(SHANGHAI).start
    assert period.end >= OCTOBER.period(SHANGHAI).end


def test_weekdays_only() -> None:
    calendar = ServiceCalendar((Hours(("mon", "fri"), time(9), time(12)),))
    assert spans(calendar, date(2026, 10, 16)) == ["09:00-12:00"]
    assert spans(calendar, date(2026, 10, 17)) == []


def test_a_day_of_its_own_takes_the_place_of_the_hours() -> None:
    closed = SpecialDay(date(2026, 10, 1), (), "holiday")
    short = SpecialDay(date(2026, 10, 10), ((time(10), time(11)),), "moved workday")
    calendar = ServiceCalendar((MORNING, AFTERNOON), (closed, short))
    assert spans(calendar, date(2026, 10, 1)) == []
    assert spans(calendar, date(2026, 10, 10)) == ["10:00-11:00"]
    assert spans(calendar, date(2026, 10, 2)) == ["09:00-12:00", "13:00-18:00"]


def test_changed_hours_hold_from_their_day_on() -> None:
    old = Hours(WEEKDAYS, time(9), time(12), effective_to=date(2026, 10, 15))
    new = Hours(WEEKDAYS, time(8), time(11), effective_from=date(2026, 10, 15))
    calendar = ServiceCalendar((old, new))
    assert spans(calendar, date(2026, 10, 14)) == ["09:00-12:00"]
    assert spans(calendar, date(2026, 10, 15)) == ["08:00-11:00"]


def test_hours_until_midnight_join_those_of_the_next_day() -> None:
    calendar = ServiceCalendar(
        (Hours(WEEKDAYS, time(20), time.max), Hours(WEEKDAYS, time(0), time(2)))
    )
    night = day_period(date(2026, 10, 15), SHANGHAI).end
    (around,) = [p for p in calendar.open_periods(OCTOBER, SHANGHAI) if night in p]
    assert around == Period(night - 4 * 3600 * SECOND, night + 2 * 3600 * SECOND)


def test_overlapping_hours_count_once() -> None:
    calendar = ServiceCalendar((MORNING, Hours(WEEKDAYS, time(11), time(14))))
    assert spans(calendar, date(2026, 10, 15)) == ["09:00-14:00"]


def test_nine_is_nine_on_the_day_the_clocks_change() -> None:
    calendar = ServiceCalendar((MORNING,))
    periods = calendar.open_periods(OCTOBER, BERLIN)
    day = day_period(date(2026, 10, 25), BERLIN)
    (ours,) = [p for p in periods if p.intersection(day)]
    assert ours.start - day.start == 10 * 3600 * SECOND  # nine on the wall, an hour twice before
    assert spans(calendar, date(2026, 10, 25), BERLIN) == ["09:00-12:00"]
