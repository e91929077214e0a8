import hashlib
from collections import Counter
from datetime import time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from jieting.documents.call_list import calls_csv
from jieting.domain.calls.call import OFFERED, Direction, Outcome, Rating
from jieting.domain.calls.check import check_call
from jieting.domain.contracts.calendar import WEEKDAYS, Hours, ServiceCalendar
from jieting.domain.periods import SECOND, Month, local
from jieting.domain.simulation.disturbances import draw_disturbances
from jieting.domain.simulation.month import simulate_month
from jieting.domain.simulation.profiles import HOTLINE, POST_LOAN, profile_for

SHANGHAI = ZoneInfo("Asia/Shanghai")
OCTOBER = Month(2026, 10)
ALWAYS = ServiceCalendar().open_periods(OCTOBER, SHANGHAI)
OFFICE = ServiceCalendar(
    (Hours(WEEKDAYS, time(9), time(12)), Hours(WEEKDAYS, time(13), time(18)))
).open_periods(OCTOBER, SHANGHAI)
SEEDS = (1, 2026)


def dice(seed):
    return np.random.Generator(np.random.PCG64(seed))


def month_of(profile, seed):
    hours = ALWAYS if profile is HOTLINE else OFFICE
    return simulate_month(profile, OCTOBER, SHANGHAI, hours, dice(seed))


def disturbances_of(profile, seed):
    hours = ALWAYS if profile is HOTLINE else OFFICE
    return draw_disturbances(profile.planned, OCTOBER, SHANGHAI, hours, dice(seed))


@pytest.fixture(scope="module", params=SEEDS)
def seed(request):
    return request.param


@pytest.fixture(scope="module")
def hotline(seed):
    return month_of(HOTLINE, seed)


@pytest.fixture(scope="module")
def post_loan(seed):
    return month_of(POST_LOAN, seed)


@pytest.fixture(scope="module", params=[HOTLINE, POST_LOAN], ids=lambda p: p.name)
def every(request, hotline, post_loan):
    return hotline if request.param is HOTLINE else post_loan


def share(part, whole):
    return len(part) / len(whole)


def in_service(calls):
    return [
        c
        for c in calls
        if c.direction is Direction.INBOUND and c.queue and any(c.arrived_at in p for p in OFFICE)
    ]


def lost(calls):
    return [c for c in calls if c.outcome in (Outcome.ABANDONED, Outcome.OVERFLOWED)]


def by_day(calls):
    days = {}
    for call in calls:
        days.setdefault(local(call.arrived_at, SHANGHAI).date(), []).append(call)
    return days


# the same seed, the same bytes


def test_the_same_seed_gives_the_same_bytes():
    first, second = (calls_csv(month_of(HOTLINE, 7), SHANGHAI) for _ in range(2))
    assert first == second


def test_another_seed_gives_another_month():
    assert month_of(HOTLINE, 7) != month_of(HOTLINE, 8)


@pytest.mark.parametrize(
    ("profile", "digest"),
    [
        (HOTLINE, "0720941c5744b7244b488e24fdd1d8e3a9747ce6b088b549d3fd04574e4e53fb"),
        (POST_LOAN, "c11832011e3dc123909f43c541d343c505600de19ffd916bdc5c1e790d68b87e"),
    ],
)
def test_the_bytes_are_the_same_on_every_machine(profile, digest):
    """Changes only with the model; then the documented months change too, and this with them."""
    text = calls_csv(month_of(profile, 2026), SHANGHAI)
    assert hashlib.sha256(text).hexdigest() == digest


# each call


def test_no_call_has_a_finding(every):
    assert [finding for call in every for finding in check_call(call)] == []


def test_every_call_says_that_it_is_simulated(every):
    assert {call.source for call in every} == {"simulated"}
    assert all(call.call_id.startswith("SIM-") for call in every)


def test_ids_are_unique_and_run_with_the_day(every):
    assert len({call.call_id for call in every}) == len(every)
    for day, calls in by_day(every).items():
        wanted = [f"SIM-{day:%Y%m%d}-{n:06d}" for n in range(1, len(calls) + 1)]
        assert [call.call_id for call in calls] == wanted


def test_calls_are_in_order_of_arrival_and_of_the_month(every):
    arrived = [call.arrived_at for call in every]
    assert arrived == sorted(arrived)
    assert all(at in OCTOBER.period(SHANGHAI) for at in arrived)


def test_callers_are_masked(every):
    assert all(len(c.caller) == 11 and c.caller[3:7] == "****" for c in every)


def test_only_offered_calls_have_a_queue_and_only_answered_ones_the_rest(every):
    for call in every:
        answered = call.outcome is Outcome.ANSWERED
        assert (call.outcome in OFFERED) == bool(call.queue) == (call.queued_at is not None)
        assert answered == (call.talk_s is not None) == (call.wrap_up_s is not None)
        assert answered or (call.rating is None and not call.recording)
        if answered:
            length = (call.talk_s + call.hold_s) * SECOND
            assert call.ended_at == call.answered_at + length


def test_no_agent_has_two_calls_at_once(every):
    until = {}
    busy = [call for call in every if call.agent]
    for call in sorted(busy, key=lambda c: c.answered_at or c.arrived_at):
        inbound = call.direction is Direction.INBOUND
        begun = call.answered_at if inbound else call.arrived_at
        assert until.get(call.agent, 0) <= begun
        until[call.agent] = call.ended_at + (call.wrap_up_s or 0) * SECOND


def test_the_queue_is_first_come_first_served(every):
    answered = [
        call
        for call in every
        if call.outcome is Outcome.ANSWERED and call.direction is Direction.INBOUND
    ]
    answered.sort(key=lambda c: c.queued_at)
    at = [call.answered_at for call in answered]
    assert at == sorted(at)


# the hotline


def test_a_hotline_month_is_plausible(hotline, seed):
    outage = disturbances_of(HOTLINE, seed)[0].period
    counted = [c for c in hotline if c.arrived_at not in outage]
    outcomes = Counter(c.outcome for c in counted)
    answered = [c for c in hotline if c.outcome is Outcome.ANSWERED]
    rated = [c for c in answered if c.rating]
    connected = outcomes[Outcome.ANSWERED] + outcomes[Outcome.SERVED_BY_IVR]
    assert 8_800 < len(hotline) < 10_200
    assert 0.90 < connected / len(counted) < 0.93
    assert outcomes[Outcome.SERVED_BY_IVR] / len(counted) == pytest.approx(0.25, abs=0.02)
    assert outcomes[Outcome.ABANDONED_IN_IVR] / len(counted) == pytest.approx(0.035, abs=0.008)
    assert share(rated, answered) == pytest.approx(0.60, abs=0.025)
    positive = [c for c in rated if c.rating is not Rating.DISSATISFIED]
    assert share(positive, rated) == pytest.approx(0.96, abs=0.012)
    assert {c.agent for c in answered} == {f"800{n}" for n in range(1, 7)}


def test_a_hotline_rates_only_on_the_tenders_levels(hotline):
    assert {c.rating for c in hotline if c.rating} == {
        Rating.VERY_SATISFIED,
        Rating.BASICALLY_SATISFIED,
        Rating.DISSATISFIED,
    }


def test_during_the_outage_calls_are_rejected_or_lost(hotline, seed):
    outage = disturbances_of(HOTLINE, seed)[0].period
    inside = [c for c in hotline if c.arrived_at in outage]
    assert outage.length == 50 * 60 * SECOND
    assert len(inside) >= 5
    assert share([c for c in inside if c.outcome is Outcome.REJECTED], inside) > 0.4
    assert not any(c.answered_at in outage for c in hotline if c.answered_at)
    assert not any(c.outcome is Outcome.SERVED_BY_IVR for c in inside)


def test_the_hotline_is_open_at_night(hotline):
    at_night = [c for c in hotline if local(c.arrived_at, SHANGHAI).hour < 6]
    assert any(c.outcome is Outcome.ANSWERED for c in at_night)


# the post-loan centre


def test_a_post_loan_month_is_plausible(post_loan, seed):
    excluded = disturbances_of(POST_LOAN, seed)[0].period
    counted = [c for c in in_service(post_loan) if c.arrived_at not in excluded]
    assert 5_700 < len(counted) < 7_000
    assert 0.05 < share(lost(counted), counted) < 0.095


def test_two_days_in_a_row_are_bad_and_no_third(post_loan, seed):
    excluded, short = disturbances_of(POST_LOAN, seed)
    rates = {day: share(lost(calls), calls) for day, calls in by_day(in_service(post_loan)).items()}
    bad = {day for day, rate in rates.items() if rate > Fraction(30, 100)}
    assert bad == {*excluded.days, *short.days}
    assert len(short.days) == 2
    assert short.days[1] - short.days[0] == timedelta(days=1)


def test_when_closed_calls_are_rejected_except_shortly_before_opening(post_loan):
    for call in post_loan:
        clock = local(call.arrived_at, SHANGHAI)
        if call.direction is Direction.INBOUND and (clock.hour < 8 or clock.hour >= 18):
            assert call.outcome is Outcome.REJECTED
    lunch = [c for c in post_loan if c.queue and local(c.arrived_at, SHANGHAI).hour == 12]
    assert lunch
    assert share(lost(lunch), lunch) > 0.8


def test_nobody_answers_outside_the_service_hours(post_loan):
    answered = [c for c in post_loan if c.answered_at and c.direction is Direction.INBOUND]
    assert all(any(c.answered_at in p for p in OFFICE) for c in answered)


def test_the_centre_calls_out_too(post_loan):
    out = [c for c in post_loan if c.direction is Direction.OUTBOUND]
    assert 800 < len(out) < 1_400
    assert {c.agent for c in out} == {"8006"}
    assert share([c for c in out if c.outcome is Outcome.ANSWERED], out) == pytest.approx(
        0.62, abs=0.05
    )


# names and hours


def test_the_queue_bears_the_contracts_name():
    calls = simulate_month(HOTLINE, OCTOBER, SHANGHAI, ALWAYS, dice(1), queue="12123")
    assert {c.queue for c in calls} == {"", "12123"}


def test_a_month_without_open_hours_rejects_every_call():
    calls = simulate_month(POST_LOAN, OCTOBER, SHANGHAI, (), dice(1))
    assert {c.outcome for c in calls} == {Outcome.REJECTED}


@pytest.mark.parametrize("zone", ["Africa/Lagos", "Europe/Berlin", "America/St_Johns"])
def test_other_time_zones_have_their_own_day(zone):
    place = ZoneInfo(zone)
    hours = ServiceCalendar((Hours(WEEKDAYS, time(9), time(12)),)).open_periods(OCTOBER, place)
    calls = simulate_month(POST_LOAN, OCTOBER, place, hours, dice(1))
    answered = [c for c in calls if c.answered_at and c.direction is Direction.INBOUND]
    assert {local(c.answered_at, place).hour for c in answered} == {9, 10, 11}
    assert [f for c in calls for f in check_call(c)] == []


def test_the_profile_follows_the_contracts_queue_and_hours():
    assert profile_for("post-loan", False) is POST_LOAN
    assert profile_for("", True) is HOTLINE
    assert profile_for("another", False) is POST_LOAN
