from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from jieting.apps.notices.timing import Hours, goes_at, is_quiet

ZONES = st.sampled_from(["Asia/Shanghai", "America/Mexico_City", "Europe/Berlin", "UTC"])
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda m: FIRST + timedelta(minutes=m))
TIMES = st.one_of(st.none(), st.times().map(lambda t: t.replace(second=0, microsecond=0)))
HOURS = st.builds(Hours, ZONES, TIMES, TIMES, TIMES, st.booleans())


@given(MOMENTS, HOURS, st.booleans())
def test_a_letter_goes_within_three_days_never_early_and_never_in_quiet_hours(at, hours, urgent):
    goes = goes_at(at, hours, urgent=urgent)
    assert at <= goes <= at + timedelta(days=3)
    if not (urgent and hours.urgent_through):
        assert not is_quiet(goes, hours) or _leaps(goes, hours)


def _leaps(goes, hours):
    zone = ZoneInfo(hours.zone)
    near = [goes - timedelta(hours=2), goes + timedelta(hours=2)]
    return len({moment.astimezone(zone).utcoffset() for moment in near}) > 1


def test_a_night_across_midnight_ends_in_the_morning():
    hours = Hours("Asia/Shanghai", time(22), time(7))
    late = datetime(2026, 10, 1, 15, 30, tzinfo=UTC)
    assert goes_at(late, hours) == datetime(2026, 10, 1, 23, 0, tzinfo=UTC)
    assert goes_at(late, hours, urgent=True) == late


def test_the_end_of_quiet_hours_is_not_quiet_and_equal_ends_are_never():
    hours = Hours("UTC", time(22), time(7))
    assert not is_quiet(datetime(2026, 10, 1, 7, tzinfo=UTC), hours)
    assert is_quiet(datetime(2026, 10, 1, 22, tzinfo=UTC), hours)
    assert not is_quiet(datetime(2026, 10, 1, 8, tzinfo=UTC), Hours("UTC", time(8), time(8)))


def test_the_daily_letter_comes_at_its_hour_and_after_quiet_ones():
    hours = Hours("Asia/Shanghai", time(22), time(9), time(8))
    at = datetime(2026, 10, 1, 4, 0, tzinfo=UTC)
    assert goes_at(at, hours) == datetime(2026, 10, 2, 1, 0, tzinfo=UTC)
