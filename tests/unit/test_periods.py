"""Time: days that are not 24 hours long, local times that are none or two, months."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from jieting.domain.periods import (
    SECOND,
    LocalTimeGap,
    LocalTimeOverlap,
    Month,
    Period,
    day_period,
    instant,
    instant_of_local,
    iso,
    local,
    offsets,
    shown,
    start_of_day,
    union,
)

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
HOUR = 3600 * SECOND


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Asia/Shanghai", date(2026, 10, 1), 24),
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("America/Sao_Paulo", date(2018, 11, 4), 23),  # midnight itself was skipped
        ("Pacific/Apia", date(2011, 12, 30), 0),  # a day that Samoa left out
    ],
)
def test_the_length_of_a_day(zone: str, day: date, hours: int) -> None:
    assert day_period(day, ZoneInfo(zone)).length == hours * HOUR


def test_a_day_without_midnight_starts_at_one() -> None:
    zone = ZoneInfo("America/Sao_Paulo")
    assert iso(start_of_day(date(2018, 11, 4), zone), zone) == "2018-11-04T01:00:00-02:00"


def test_a_local_time_that_was_skipped_or_came_twice() -> None:
    with pytest.raises(LocalTimeGap):
        instant_of_local(datetime(2026, 3, 29, 2, 30), BERLIN)  # noqa: DTZ001
    with pytest.raises(LocalTimeOverlap):
        instant_of_local(datetime(2026, 10, 25, 2, 30), BERLIN)  # noqa: DTZ001
    after = instant_of_local(datetime(2026, 10, 25, 3, 0), BERLIN)  # noqa: DTZ001
    assert iso(after, BERLIN) == "2026-10-25T03:00:00+01:00"


def test_an_instant_keeps_its_microsecond() -> None:
    moment = datetime(2026, 10, 31, 23, 59, 59, 999_999, tzinfo=SHANGHAI)
    assert local(instant(moment), SHANGHAI) == moment
    assert instant(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)) == SECOND


def test_a_time_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        instant(datetime(2026, 10, 1))  # noqa: DTZ001


def test_a_month_of_shanghai_starts_at_16_utc_the_day_before() -> None:
    period = Month(2026, 10).period(SHANGHAI)
    assert period.start == instant(datetime(2026, 9, 30, 16, tzinfo=UTC))
    assert period.end == instant(datetime(2026, 10, 31, 16, tzinfo=UTC))
    assert period.start in period
    assert period.end not in period
    assert period.end - 1 in period


@pytest.mark.parametrize(
    "text",
    ["2026-13", "2026-00", "2026-1", "26-10", "2026-10-01", "2026/10", "", " 2026-10", "1969-12"],
)
def test_what_is_not_a_month(text: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        Month.parse(text)


def test_months_over_the_new_year() -> None:
    assert Month(2026, 12).plus(1) == Month(2027, 1)
    assert Month(2026, 1).plus(-1) == Month(2025, 12)
    assert len(list(Month(2024, 2).days())) == 29


def test_touching_periods_are_one_and_empty_ones_none() -> None:
    assert union([Period(5, 9), Period(1, 5), Period(20, 20)]) == (Period(1, 9),)
    assert Period(1, 5).intersection(Period(5, 9)) is None


def test_a_period_cannot_run_backwards() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Period(2, 1)


def test_a_time_in_a_sentence_is_local_without_offset_and_as_long_as_it_must_be() -> None:
    at = instant(datetime(2026, 10, 23, 3, 10, tzinfo=UTC))
    assert shown(at, SHANGHAI) == "2026-10-23 11:10"
    assert shown(at + SECOND, SHANGHAI) == "2026-10-23 11:10:01"
    assert shown(at + 1, SHANGHAI) == "2026-10-23 11:10:00.000001"


def test_an_empty_period_has_the_offset_of_its_start() -> None:
    at = instant(datetime(2026, 10, 1, tzinfo=SHANGHAI))
    [(part, offset)] = offsets(SHANGHAI, Period(at, at))
    assert part == Period(at, at)
    assert offset == 8 * 3_600 * SECOND
