"""Periods, days and months: the laws of half-open time in any zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from jieting.domain.periods import (
    DAY,
    LocalTimeGap,
    LocalTimeOverlap,
    Month,
    Period,
    day_period,
    instant,
    instant_of_local,
    local,
    offsets,
    start_of_day,
    union,
    within,
)

ZONES = [
    "Asia/Shanghai",
    "America/Mexico_City",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Europe/Berlin",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "Africa/Casablanca",
    "UTC",
]
zones = st.sampled_from(ZONES).map(ZoneInfo)
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
months = st.builds(Month, st.integers(1990, 2060), st.integers(1, 12))
points = st.integers(-50, 50)
small = st.tuples(points, points).map(lambda p: Period(*sorted(p)))
some = st.lists(small, max_size=8)


def members(periods: object) -> set[int]:
    """The points of -50 to 50 that lie in any of the periods."""
    return {at for at in range(-50, 51) for p in periods if at in p}  # type: ignore[attr-defined]


@given(some)
def test_a_union_has_the_same_points_and_is_disjoint(periods: list[Period]) -> None:
    merged = union(periods)
    assert members(merged) == members(periods)
    assert all(a.end < b.start for a, b in pairwise(merged))
    assert all(p.length > 0 for p in merged)
    assert sum(p.length for p in merged) == len(members(periods))


@given(some, some)
def test_a_union_does_not_mind_order_or_repetition(one: list[Period], other: list[Period]) -> None:
    assert union(one + other) == union(other + one) == union([*union(one), *union(other), *one])


@given(some, small)
def test_within_is_the_part_inside(periods: list[Period], whole: Period) -> None:
    assert members(within(periods, whole)) == members(periods) & members([whole])


@given(small, small)
def test_an_intersection_is_what_both_have(one: Period, other: Period) -> None:
    shared = one.intersection(other)
    assert shared == other.intersection(one)
    assert members([shared] if shared else []) == members([one]) & members([other])


@given(months, zones)
def test_the_days_of_a_month_are_the_month(month: Month, zone: ZoneInfo) -> None:
    parts = [day_period(day, zone) for day in month.days()]
    assert list(union(parts)) == [month.period(zone)]
    assert sum(p.length for p in parts) == month.period(zone).length
    assert month.plus(1).period(zone).start == month.period(zone).end


@given(days, zones)
def test_a_day_holds_exactly_the_instants_of_its_date(day: date, zone: ZoneInfo) -> None:
    period = day_period(day, zone)
    assume(period.length)  # a day that a country skipped
    assert local(period.start, zone).date() == day
    assert local(period.end - 1, zone).date() == day
    assert local(period.start - 1, zone).date() < day < local(period.end, zone).date()


@given(months, st.integers(-600, 600))
def test_months_later_and_back(month: Month, number: int) -> None:
    assert month.plus(number).plus(-number) == month
    assert Month.parse(str(month)) == month
    assert Month.of(month.first_day) == month


@given(st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)), zones)  # noqa: DTZ001 (local)
def test_a_local_time_is_one_instant_or_refused(naive: datetime, zone: ZoneInfo) -> None:
    """The instant shows that local time; a time of a gap never existed; of an overlap, twice."""
    first, second = (naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    shown = [local(instant(moment), zone).replace(tzinfo=None) for moment in (first, second)]
    try:
        at = instant_of_local(naive, zone)
    except LocalTimeGap:
        assert naive not in shown
    except LocalTimeOverlap:
        assert instant(first) != instant(second)
        assert shown == [naive, naive]
    else:
        assert local(at, zone).replace(tzinfo=None) == naive
        assert instant(first) == instant(second) == at


@given(months, zones)
def test_offsets_cut_a_month_where_the_clocks_change(month: Month, zone: ZoneInfo) -> None:
    whole = month.period(zone)
    parts = offsets(zone, whole)
    assert union(p for p, _ in parts) == (whole,)
    assert sum(p.length for p, _ in parts) == whole.length
    for period, offset in parts:
        for at in (period.start, period.end - 1):
            assert local(at, zone).utcoffset() == timedelta(microseconds=offset)
    assert all(a != b for (_, a), (_, b) in pairwise(parts))


@given(days, zones)
def test_days_are_half_a_day_to_a_day_and_a_half(day: date, zone: ZoneInfo) -> None:
    length = day_period(day, zone).length
    assert length == 0 or abs(length - DAY) <= DAY // 2
    assert start_of_day(day, zone) <= instant(
        datetime(day.year, day.month, day.day, 23, 59, tzinfo=zone)
    )
