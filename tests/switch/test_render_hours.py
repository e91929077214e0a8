import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jieting.domain.contracts.calendar import WEEKDAYS, Hours, ServiceCalendar, SpecialDay
from jieting.domain.line.hours import over_versions
from jieting.domain.periods import SECOND, Month
from tests.switch.render_case import TODAY, dialplan, files, line

DAYS = "jt-ningde-12123.days"
_INSIDE = re.compile(r"GotoIf\(\$\[\$\{EPOCH\} >= (\d+) & \$\{EPOCH\} < (\d+)\]\?.*,open,1\)")
WEEK = ServiceCalendar(
    (Hours(("mon", "tue", "wed", "thu", "fri"), time(9), time(17, 30)),),
    (
        SpecialDay(date(2027, 1, 1), (), "New Year"),
        SpecialDay(date(2026, 11, 28), ((time(9), time(12)), (time(13), time.max)), "moved"),
    ),
)


def opens(rendered, at):
    """Whether the rendered line is open at an instant, read as the switch would."""
    day = f"{datetime.fromtimestamp(at, UTC):%Y%m%d}"
    if day not in rendered.extensions(DAYS):
        day = "_X."
    for step in rendered.of(DAYS, day):
        if step.startswith("GotoIf"):
            since, until = map(int, _INSIDE.fullmatch(step).groups())
            if since <= at < until:
                return True
        elif step.startswith("Goto("):
            return step.endswith(",open,1)")
    raise AssertionError(day)


def local(text, zone="Asia/Shanghai"):
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def test_a_line_that_is_always_open_asks_no_clock():
    assert not any(context == DAYS for context, _, _ in dialplan().steps)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23T08:59:59", False),
        ("2026-11-23T09:00:00", True),
        ("2026-11-23T17:29:59", True),
        ("2026-11-23T17:30:00", False),
        ("2026-11-22T12:00:00", False),  # a Sunday
        ("2027-01-01T12:00:00", False),  # a holiday on a Friday
        ("2026-11-28T11:00:00", True),  # a Saturday that is worked
        ("2026-11-28T12:30:00", False),
        ("2026-11-28T23:59:59", True),
        ("2026-11-29T00:00:00", False),
    ],
)
def test_hours_holidays_and_moved_workdays_hold(moment, expected):
    assert opens(dialplan(line(calendar=WEEK)), local(moment)) is expected


def test_a_day_that_is_not_written_out_is_open_and_logged():
    rendered = dialplan(line(calendar=WEEK))
    assert opens(rendered, local("2028-06-04T03:00:00")) is True
    assert rendered.of(DAYS, "_X.")[0].startswith("Log(WARNING,")


def test_the_reason_of_a_special_day_stays_out():
    calendar = ServiceCalendar(WEEK.hours, (SpecialDay(TODAY, (), "x\nexten => 1,1,System(rm)"),))
    assert "System" not in files(line(calendar=calendar))["extensions.conf"]


_CLOCKS = st.integers(0, 47).map(lambda half: time(half // 2, 30 * (half % 2)))
_SPANS = st.tuples(_CLOCKS, _CLOCKS | st.just(time.max)).filter(lambda span: span[0] < span[1])
_HOURS = st.builds(
    lambda days, span: Hours(tuple(days), *span),
    st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True),
    _SPANS,
)
_SPECIAL = st.builds(
    lambda days, spans: SpecialDay(TODAY + timedelta(days), tuple(spans), "r"),
    st.integers(-2, 30),
    st.lists(_SPANS, max_size=2),
)


@given(
    st.builds(
        lambda hours, special: ServiceCalendar(tuple(hours), tuple(special)),
        st.lists(_HOURS, min_size=1, max_size=3),
        st.lists(_SPECIAL, max_size=3, unique_by=lambda day: day.day),
    ),
    st.sampled_from(["Asia/Shanghai", "UTC", "America/New_York"]),
    st.lists(st.integers(0, 30 * 86_400), min_size=5, max_size=5),
)
def test_the_switch_opens_when_the_contract_does(calendar, zone, offsets):
    begin = int(datetime(2026, 11, 22, tzinfo=UTC).timestamp())
    rendered = dialplan(line(calendar=calendar, zone=ZoneInfo(zone)))
    periods = [
        period
        for month in (Month(2026, 11), Month(2026, 12))
        for period in calendar.open_periods(month, ZoneInfo(zone))
    ]
    for offset in offsets:
        at = begin + offset
        assert opens(rendered, at) is any(at * SECOND in period for period in periods)


def test_each_version_of_the_contract_opens_from_its_first_day_on():
    night = ServiceCalendar((Hours(WEEKDAYS, time(20), time.max),))
    whole = over_versions(
        [
            (date(2026, 1, 1), WEEK),
            (date(2026, 12, 1), night),
            (date(2027, 1, 1), ServiceCalendar()),
        ]
    )
    rendered = dialplan(line(calendar=whole))
    assert opens(rendered, local("2026-11-30T10:00:00")) is True
    assert opens(rendered, local("2026-12-01T10:00:00")) is False
    assert opens(rendered, local("2026-12-01T20:00:00")) is True
    assert opens(rendered, local("2027-01-01T03:00:00")) is True


def test_versions_that_are_always_open_need_no_hours():
    always = [(date(2026, 1, 1), ServiceCalendar()), (date(2027, 1, 1), ServiceCalendar())]
    assert over_versions(always).round_the_clock
