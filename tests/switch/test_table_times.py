"""Times: the fast way and the careful way agree; every zone; the edges of what is believed."""

# ruff: noqa: DTZ001 - local times are the matter here
from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jieting.domain.periods import instant, local
from jieting.switches.strptime import faults, parser
from jieting.switches.table.times import BadTime, Clock
from jieting.switches.table.wall_clock import wall_clock

ZONES = [
    ZoneInfo(name)
    for name in (
        "Asia/Shanghai",
        "Europe/Berlin",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "America/St_Johns",
    )
]
MOMENTS = st.datetimes(datetime(1970, 1, 3), datetime(2099, 12, 29))


def _careful(clock: Clock, cell: object) -> object:
    try:
        return clock.careful(cell)
    except BadTime as bad:
        return bad.code


@given(st.sampled_from(ZONES), st.lists(MOMENTS, min_size=1, max_size=5), st.sampled_from("T "))
def test_the_fast_way_says_what_the_careful_way_says(
    zone: ZoneInfo, moments: list[datetime], letter: str
) -> None:
    clock = Clock(zone)
    texts = [moment.isoformat(letter) for moment in moments]
    careful = [_careful(clock, text) for text in texts]
    fast = clock.fast(texts)
    assert fast == careful or (fast is None)
    if all(moment.hour > 6 for moment in moments):
        assert fast is not None


@given(st.sampled_from(ZONES), MOMENTS, st.integers(-14 * 60, 14 * 60))
def test_an_offset_decides_whatever_the_zone(zone: ZoneInfo, moment: datetime, east: int) -> None:
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=east)))
    clock = Clock(zone)
    assert clock.fast([aware.isoformat()]) == [instant(aware)]
    assert clock.careful(aware.isoformat(" ")) == instant(aware)


@given(st.sampled_from(ZONES), MOMENTS)
def test_a_local_time_is_the_one_the_zone_shows(zone: ZoneInfo, moment: datetime) -> None:
    found = _careful(Clock(zone), moment.isoformat())
    if isinstance(found, int):
        assert local(found, zone).replace(tzinfo=None) == moment
    else:
        folds = {moment.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}
        assert found in ("clock_gap", "clock_overlap")
        assert len(folds) == 2


@given(st.sampled_from(ZONES), st.lists(MOMENTS, max_size=5))
def test_wall_clock_numbers_are_the_same_times(zone: ZoneInfo, moments: list[datetime]) -> None:
    numbers = [instant(moment.replace(tzinfo=UTC)) for moment in moments]
    clock = Clock(zone)
    found = [_careful(clock, cell) for cell in wall_clock(numbers, zone)]
    assert found == [_careful(clock, moment.isoformat()) for moment in moments]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-10-01T09:05:07", "2026-10-01 01:05:07"),
        ("2026-10-01 09:05", "2026-10-01 01:05:00"),
        ("2026-10-01 09:05:07.5", "2026-10-01 01:05:07.500000"),
        ("2026-10-01 09:05:07,123456789", "2026-10-01 01:05:07.123456"),
        ("2026-10-01T09:05:07Z", "2026-10-01 09:05:07"),
        ("2026-10-01T09:05:07 +0530", "2026-10-01 03:35:07"),
        (" 2026-10-01 09:05:07 ", "2026-10-01 01:05:07"),
        (datetime(2026, 10, 1, 9, 5, 7, 499), "2026-10-01 01:05:07"),
        (datetime(2026, 10, 1, 9, 5, 6, 999_700), "2026-10-01 01:05:07"),
        (date(2026, 10, 1), "2026-09-30 16:00:00"),
    ],
)
def test_forms_of_a_time(text: object, shown: str) -> None:
    found = Clock(ZoneInfo("Asia/Shanghai")).careful(text)
    assert found is not None
    assert str(local(found, ZoneInfo("UTC")).replace(tzinfo=None)) == shown


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("24:00", "not_a_time"),
        ("2026-10-01 24:00:00", "not_a_time"),
        ("2026-W40-1T10:00:00", "not_a_time"),
        ("20261001T100000", "not_a_time"),
        ("2026-10-01 10:00:60", "not_a_time"),
        ("2026-10-01 10:00:00+25:00", "not_a_time"),
        ("２０２６-10-01 10:00:00", "not_a_time"),
        (time(9, 5), "not_a_time"),
        ("1000-01-01 00:00:00", "time_range"),
        ("0001-01-01 00:00:00", "time_range"),
        ("9999-12-31 23:59:59", "time_range"),
        ("2100-01-01 00:00:00Z", "time_range"),
        (-1, "time_range"),
        (4_102_444_800_000_000, "time_range"),
    ],
)
def test_what_is_no_time(cell: object, code: str) -> None:
    clock = Clock(ZoneInfo("Asia/Shanghai"))
    assert _careful(clock, cell) == code
    assert clock.fast([cell]) is None


def test_the_edges_of_what_is_believed_are_within() -> None:
    clock = Clock(ZoneInfo("UTC"))
    assert clock.careful("1970-01-01 00:00:00") == 0
    assert clock.careful("2099-12-31 23:59:59.999999") == 4_102_444_799_999_999


@given(MOMENTS)
def test_patterns_read_what_strftime_writes(moment: datetime) -> None:
    for pattern in ("%Y/%m/%d %H:%M:%S.%f", "%d.%m.%Y %H:%M:%S,%f", "%Y%m%d%H%M%S%f"):
        assert parser(pattern)(moment.strftime(pattern)) == moment


def test_patterns_are_strict_and_two_digit_years_have_a_century() -> None:
    assert parser("%y%m%d %H:%M:%S")("990201 7:02:47") == datetime(1999, 2, 1, 7, 2, 47)
    assert parser("%y%m%d %H:%M:%S")("260201 7:02:47") == datetime(2026, 2, 1, 7, 2, 47)
    assert parser("%Y/%m/%d %H:%M")("2026/2/1 9:05") == datetime(2026, 2, 1, 9, 5)
    assert parser("%Y/%m/%d %H:%M")("2026/2/31 9:05") is None
    assert parser("%Y/%m/%d %H:%M")("2026/2/1 9:05:00") is None
    zoned = parser("%Y-%m-%dT%H:%M%z")("2026-02-01T09:05+08:00")
    assert zoned == datetime(2026, 2, 1, 1, 5, tzinfo=UTC)
    assert [str(fault) for fault in faults("%H:%M %q %H")] == [
        "%q is not known.",
        "%H stands twice.",
        "%Y / %y is missing.",
        "%m is missing.",
        "%d is missing.",
    ]
