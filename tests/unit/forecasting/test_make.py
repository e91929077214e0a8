from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jieting.domain.contracts.calendar import WEEKDAYS as DAY_NAMES
from jieting.domain.contracts.calendar import Hours, ServiceCalendar
from jieting.domain.errors import BadInput
from jieting.domain.forecasting.gather import Line
from jieting.domain.forecasting.history import Count
from jieting.domain.forecasting.holidays import HolidayCalendar
from jieting.domain.forecasting.layout import Ask
from jieting.domain.forecasting.make import make_forecast
from jieting.domain.forecasting.result import Made
from jieting.domain.forecasting.special import SpecialDay, SpecialDays
from jieting.domain.periods import instant, local
from tests.unit.forecasting.made import LINE, PLAIN, SHANGHAI, WEEKDAYS, day, made

OFFICE = ServiceCalendar((Hours(DAY_NAMES[:5], time(9), time(12)),))
HISTORY = made(56)
ASK = Ask(day(56), 14, LINE)
MADE = make_forecast(HISTORY, ASK)


def calls(found: Made) -> list[float]:
    return [slot.calls for slot in found.forecast.slots]


def codes(found: Made) -> list[str]:
    return [finding.code for finding in found.findings]


@settings(max_examples=25)
@given(
    st.integers(1, 40),
    st.floats(0.5, 3_000),
    st.integers(0, 9),
    st.integers(1, 20),
    st.sampled_from([0.3, 0.8, 0.95]),
)
def test_every_forecast_is_sound(
    days: int, calls_a_day: float, seed: int, ahead: int, level: float
) -> None:
    history = made(days, calls_a_day, seed=seed)
    if not history:
        return
    found = make_forecast(history, Ask(day(days), ahead, LINE, level))
    assert len(found.forecast.slots) == 48 * ahead
    for slot in found.forecast.slots:
        assert 0 <= slot.low <= slot.calls <= slot.high < np.inf
        assert slot.aht_s == pytest.approx(100)
    by_day = np.array(calls(found)).reshape(ahead, 48).sum(axis=1)
    for total, one in zip(by_day, found.queues[0].days, strict=True):
        assert total == pytest.approx(one.calls)
        assert one.low <= one.calls <= one.high


def test_the_same_counts_give_the_same_forecast_in_any_order() -> None:
    assert make_forecast(HISTORY[::-1], ASK).forecast == MADE.forecast


@settings(max_examples=10)
@given(st.integers(0, 99))
def test_twice_the_history_gives_twice_the_forecast(seed: int) -> None:
    once = np.array(calls(make_forecast(made(42, seed=seed), Ask(day(42), 7, LINE))))
    twice = np.array(calls(make_forecast(made(42, seed=seed, times=2), Ask(day(42), 7, LINE))))
    assert twice.sum() == pytest.approx(2 * once.sum(), rel=0.02)
    assert np.abs(twice - 2 * once).sum() < 0.06 * twice.sum()


def test_weekdays_and_level_are_found() -> None:
    basis = make_forecast(made(180, 900, busyness=0.05), Ask(day(180), 7, LINE)).queues[0].basis
    assert basis.level == pytest.approx(900, rel=0.05)
    assert basis.weekdays[:7] == pytest.approx(WEEKDAYS, rel=0.06)
    assert basis.day_cv == pytest.approx(0.05, abs=0.03)


def test_a_growing_line_is_followed() -> None:
    history = made(120, 400, busyness=0.03, growth=0.01)
    found = make_forecast(history, Ask(day(120), 7, LINE))
    truth = 400 * 1.01**123.5
    mean = np.mean([one.calls for one in found.queues[0].days])
    assert found.queues[0].basis.growth > 0.002
    assert mean == pytest.approx(truth, rel=0.07)


def test_one_wild_day_changes_little() -> None:
    wild = [
        replace(count, calls=count.calls * 8) if count.day == day(53) else count
        for count in HISTORY
    ]
    assert sum(calls(make_forecast(wild, ASK))) < 1.12 * sum(calls(MADE))


def test_a_closed_half_hour_is_forecast_as_zero() -> None:
    line = Line(OFFICE, SHANGHAI, PLAIN)
    found = make_forecast(HISTORY, Ask(day(56), 7, line))
    for slot in found.forecast.slots:
        clock = local(slot.start, SHANGHAI)
        is_open = clock.weekday() < 5 and 9 <= clock.hour < 12
        assert (slot.calls > 0) == is_open
        assert is_open or slot.high == 0
    assert "outside_hours" in codes(found)


def test_a_weekday_that_never_had_a_call_is_closed() -> None:
    history = [count for count in HISTORY if count.day.weekday() != 6]
    found = make_forecast(history, ASK)
    assert codes(found).count("taken_as_closed") == 1
    assert [one.calls > 0 for one in found.queues[0].days[:7]] == [True] * 6 + [False]


def test_days_without_data_are_unknown_not_zero() -> None:
    gap = [day(number) for number in (20, 21, 22, 40)]
    found = make_forecast(made(56, left_out=gap), ASK)
    (told,) = (f for f in found.findings if f.code == "days_without_data")
    assert told.what.params["n"] == 4
    assert "2026-03-22 to 2026-03-24" in str(told.what)
    assert sum(calls(found)) == pytest.approx(sum(calls(MADE)), rel=0.06)


def test_a_file_that_ends_at_noon_is_told() -> None:
    cut = [count for count in HISTORY if count.day < day(55) or count.half_hour < 22]
    found = make_forecast(cut, ASK)
    assert "cut_day" in codes(found)
    assert sum(calls(found)) == pytest.approx(sum(calls(MADE)), rel=0.06)


def test_a_short_history_leans_on_the_named_prior() -> None:
    found = make_forecast(made(4), Ask(day(4), 7, LINE))
    assert {"short_history", "no_back_test"} <= set(codes(found))
    basis = found.queues[0].basis
    assert basis.prior == "hotline"
    assert 0.2 < basis.prior_weight < 0.8
    week = [one.calls for one in found.queues[0].days]
    assert min(week) < 0.7 * max(week)
    assert not MADE.queues[0].basis.prior
    assert MADE.queues[0].basis.prior_weight == 0


def test_holidays_of_the_past_are_used() -> None:
    line = Line(ServiceCalendar(), SHANGHAI, HolidayCalendar())
    resting = {date(2026, 5, n) for n in range(1, 6)} | {date(2026, 4, n) for n in (4, 5, 6)}
    history = [
        replace(count, calls=count.calls // 3) if count.day in resting else count
        for count in made(100, 900)
    ]
    found = make_forecast(history, Ask(date(2026, 6, 15), 7, line))
    usual, holiday = found.queues[0].days[3], found.queues[0].days[4]
    assert holiday.day.name == "端午节"
    assert holiday.calls < 0.55 * usual.calls


def test_an_unannounced_year_is_told() -> None:
    line = Line(ServiceCalendar(), SHANGHAI, HolidayCalendar())
    found = make_forecast(HISTORY, Ask(date(2026, 12, 30), 5, line))
    assert codes(found).count("provisional_holidays") == 1
    assert [one.day.provisional for one in found.queues[0].days] == [False, False, True, True, True]


def test_special_days_ahead_are_put_in_force() -> None:
    queues = [*HISTORY, *made(56, 100, queue="other", seed=2)]
    plain = make_forecast(queues, ASK)
    special = SpecialDays(
        (
            SpecialDay(day(57), "r", "a", factor=1.5),
            SpecialDay(day(58), "r", "a", calls=1000.0),
            SpecialDay(day(59), "r", "a", factor=0.0, queue="other"),
        )
    )
    found = make_forecast(queues, replace(ASK, special=special))
    for before, after in zip(plain.queues, found.queues, strict=True):
        assert after.days[0].calls == before.days[0].calls
        assert after.days[1].calls == pytest.approx(1.5 * before.days[1].calls)
    assert sum(queue.days[2].calls for queue in found.queues) == pytest.approx(1000)
    assert found.queues[0].days[3].calls == plain.queues[0].days[3].calls
    assert found.queues[1].days[3].calls == 0


def test_a_special_day_of_the_past_teaches_nothing() -> None:
    storm = [
        replace(count, calls=count.calls * 2) if count.day >= day(54) else count
        for count in HISTORY
    ]
    special = SpecialDays(tuple(SpecialDay(day(n), "r", "a", factor=2.0) for n in (54, 55)))
    known = make_forecast(storm, replace(ASK, special=special))
    assert sum(calls(known)) == pytest.approx(sum(calls(MADE)), rel=0.03)


def test_a_special_day_of_a_closed_line_is_told() -> None:
    special = SpecialDays((SpecialDay(day(61), "r", "a", calls=10.0),))
    line = Line(OFFICE, SHANGHAI, PLAIN)
    assert "special_day_closed" in codes(
        make_forecast(HISTORY, Ask(day(56), 7, line, special=special))
    )


def test_a_day_on_which_the_clocks_change_has_46_half_hours() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    line = Line(ServiceCalendar(), berlin, PLAIN)
    found = make_forecast(made(20), Ask(date(2026, 3, 29), 1, line))
    assert len(found.forecast.slots) == 46
    starts = [local(slot.start, berlin).hour for slot in found.forecast.slots]
    assert 2 not in starts
    autumn = make_forecast(made(20), Ask(date(2026, 10, 25), 1, line))
    assert len(autumn.forecast.slots) == 50


def test_what_cannot_be_forecast_is_refused() -> None:
    with pytest.raises(BadInput) as error:
        make_forecast(HISTORY, replace(ASK, queues=("nobody",)))
    assert error.value.findings[0].code == "unknown_queue"
    with pytest.raises(BadInput) as error:
        make_forecast(HISTORY, Ask(day(0), 3, LINE))
    assert error.value.findings[0].code == "no_history"
    now = instant(datetime(2026, 5, 1, 10, tzinfo=SHANGHAI))
    with pytest.raises(BadInput) as error:
        make_forecast(HISTORY, Ask(date(2026, 4, 30), 3, LINE, now=now))
    assert error.value.findings[0].code == "from_before_now"


def test_calls_of_the_days_to_be_foretold_are_not_looked_at() -> None:
    found = make_forecast([*HISTORY, Count("hotline", day(57), 20, 9_999)], ASK)
    assert calls(found) == calls(MADE)
    assert "later_calls" in codes(found)


def test_a_line_without_handle_times_takes_the_profiles_and_says_so() -> None:
    bare = [replace(count, handled=0, handle_s=0) for count in HISTORY]
    found = make_forecast(bare, ASK)
    assert "no_handle_time" in codes(found)
    given = make_forecast(bare, replace(ASK, aht_s=77.0))
    assert "no_handle_time" not in codes(given)
    assert given.forecast.slots[0].aht_s == 77.0


def test_handle_time_is_drawn_to_the_mean_where_calls_are_few() -> None:
    slow = [
        replace(count, handle_s=count.handled * (200 if count.half_hour in (6, 20) else 100))
        for count in HISTORY
    ]
    aht = [slot.aht_s for slot in make_forecast(slow, ASK).forecast.slots[:48]]
    assert aht[6] < 125 < 165 < aht[20] < 200
