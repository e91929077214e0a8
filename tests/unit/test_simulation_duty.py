from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from jieting.domain.periods import DAY, HALF_HOUR, SECOND, Month, Period, within
from jieting.domain.simulation.disturbances import Disturbance
from jieting.domain.simulation.duty import on_duty, row_of, steps_duty, team_duty
from jieting.domain.simulation.profile import Consent, Planned
from jieting.domain.simulation.profiles import HOTLINE, POST_LOAN
from jieting.domain.simulation.slots import clock_instant

SHANGHAI = ZoneInfo("Asia/Shanghai")
OCTOBER = Month(2026, 10)
WHOLE = OCTOBER.period(SHANGHAI)
ALWAYS = (Period(WHOLE.start - DAY, WHOLE.end + DAY),)
HOUR = 3_600 * SECOND


@pytest.fixture(scope="module")
def hotline():
    return team_duty(HOTLINE.team, OCTOBER, SHANGHAI, ALWAYS)


def test_somebody_is_always_on_duty(hotline):
    assert min(on_duty(hotline, at) for at in range(WHOLE.start, WHOLE.end, HALF_HOUR)) == 1


def test_six_agents_work_forty_hours_a_week(hotline):
    monday = clock_instant(date(2026, 10, 5), 0, SHANGHAI)
    week = Period(monday, monday + 7 * DAY)
    hours = [sum(p.length for p in within(own, week)) / HOUR for own in hotline]
    assert hours == [40.0] * 6


def test_between_two_shifts_lie_at_least_twelve_hours(hotline):
    rests = [b.start - a.end for own in hotline for a, b in pairwise(own)]
    assert min(rests) >= 12 * HOUR


def test_nobody_works_more_than_six_days_in_a_row():
    day, longest, run = date(2026, 1, 5), 0, 0
    for _ in range(6 * 7 * 2):
        run = 0 if row_of(HOTLINE.team, 0, day)[day.weekday()] == "-" else run + 1
        longest = max(longest, run)
        day += timedelta(days=1)
    assert longest <= 6


def test_every_agent_goes_through_every_row():
    mondays = [date(2026, 1, 5) + timedelta(weeks=n) for n in range(6)]
    assert {row_of(HOTLINE.team, 2, day) for day in mondays} == set(HOTLINE.team.rotation)


def test_closed_hours_are_cut_out():
    day = date(2026, 10, 6)
    hours = tuple(
        Period(clock_instant(day, a, SHANGHAI), clock_instant(day, b, SHANGHAI))
        for a, b in ((18, 24), (26, 36))
    )
    duty = team_duty(POST_LOAN.team, OCTOBER, SHANGHAI, hours)
    counts = [on_duty(duty, clock_instant(day, h, SHANGHAI)) for h in (17, 18, 23, 24, 26, 35, 36)]
    assert counts[0] == counts[3] == counts[6] == 0
    assert counts[1] == counts[2] == counts[4] == counts[5] >= 3


@pytest.mark.parametrize("left", [0, 1])
def test_a_disturbance_leaves_so_many_agents_and_only_while_it_lasts(hotline, left):
    day = date(2026, 10, 7)
    hole = Period(clock_instant(day, 19, SHANGHAI) + 1, clock_instant(day, 22, SHANGHAI))
    plan = Planned("x", Consent.AGREED, minutes=90, agents_left=left)
    duty = team_duty(HOTLINE.team, OCTOBER, SHANGHAI, ALWAYS, (Disturbance(plan, hole, (day,)),))
    for at in range(hole.start, hole.end, HALF_HOUR // 3):
        assert on_duty(duty, at) == left
    for at in (hole.start - 1, hole.end, hole.end + DAY):
        assert on_duty(duty, at) == on_duty(hotline, at) > 1
    worked = sum(p.length for own in duty for p in own)
    planned = sum(p.length for own in hotline for p in own)
    lost = sum(part.length for own in hotline for p in own if (part := p.intersection(hole)))
    assert planned - worked == lost - left * hole.length


def test_headcounts_become_duties_from_the_first_agent_on():
    duty = steps_duty([0, 10, 20], [1, 3, 2], 30)
    assert duty == (
        (Period(0, 30),),
        (Period(10, 30),),
        (Period(10, 20),),
    )
