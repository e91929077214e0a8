from collections import Counter
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from jieting.domain.periods import HALF_HOUR, Month, local
from jieting.domain.simulation.arrivals import (
    expected_arrivals,
    poisson,
    simulate_arrivals,
)
from jieting.domain.simulation.profile import Demand
from jieting.domain.simulation.profiles import HOTLINE
from jieting.domain.simulation.slots import clock_instant, slots

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
OCTOBER = Month(2026, 10)


def dice(seed):
    return np.random.Generator(np.random.PCG64(seed))


def test_a_month_has_its_half_hours():
    assert len(slots(OCTOBER, SHANGHAI)) == 31 * 48


def test_the_day_on_which_clocks_go_back_has_fifty_half_hours():
    by_day = Counter(slot.day for slot in slots(OCTOBER, BERLIN))
    assert by_day[24] == 50
    assert by_day[23] == 48


def test_the_day_on_which_clocks_go_forward_has_forty_six():
    by_day = Counter(slot.day for slot in slots(Month(2026, 3), BERLIN))
    assert by_day[28] == 46


def test_a_slot_bears_the_clock_time_of_its_zone():
    slot = slots(OCTOBER, SHANGHAI)[17]
    assert local(slot.start, SHANGHAI).isoformat() == "2026-10-01T08:30:00+08:00"
    assert (slot.half_hour, slot.weekday, slot.day) == (17, 3, 0)


def test_half_hour_48_is_midnight_at_the_end_of_the_day():
    day = OCTOBER.first_day
    assert local(clock_instant(day, 48, SHANGHAI), SHANGHAI).isoformat().startswith("2026-10-02T00")


def test_expected_calls_of_a_week_are_seven_days_worth():
    demand = Demand(100.0, (2, 1, 1, 1, 1, 0.5, 0.5), tuple(range(1, 49)), 0.0)
    grid = slots(Month(2026, 2), SHANGHAI)  # exactly four weeks
    expected = expected_arrivals(demand, grid, np.ones(28))
    assert expected.sum() == pytest.approx(2_800.0)
    mondays = sum(e for e, s in zip(expected, grid, strict=True) if s.weekday == 0)
    assert mondays == pytest.approx(4 * 200.0)
    last = [e for e, s in zip(expected, grid, strict=True) if s.half_hour == 47]
    first = [e for e, s in zip(expected, grid, strict=True) if s.half_hour == 0]
    assert sum(last) == pytest.approx(48 * sum(first))


def test_a_demand_needs_a_whole_week_and_a_whole_day():
    with pytest.raises(ValueError, match="7 weekday"):
        Demand(100.0, (1, 1), (1,) * 48, 0.0)


def test_arrivals_are_in_order_and_fall_into_their_half_hours_as_often_as_expected():
    starts = np.arange(4, dtype=np.int64) * HALF_HOUR
    expected = np.array([1_000.0, 0.0, 3_000.0, 500.0])
    found = poisson(starts, expected, dice(1))
    counts = np.bincount(found // HALF_HOUR, minlength=4)
    assert (np.diff(found) >= 0).all()
    assert counts[1] == 0
    assert np.abs(counts - expected).max() < 4 * 3_000**0.5
    assert (found % 1_000 == 0).all()


def test_the_spread_of_a_poisson_count_equals_its_mean():
    starts = np.zeros(1, dtype=np.int64)
    rng = dice(2)
    counts = [len(poisson(starts, np.array([50.0]), rng)) for _ in range(2_000)]
    assert np.mean(counts) == pytest.approx(50.0, abs=0.7)
    assert np.var(counts) == pytest.approx(50.0, rel=0.15)


def test_nothing_expected_brings_no_calls():
    assert len(poisson(np.zeros(1, dtype=np.int64), np.zeros(1), dice(3))) == 0
    assert len(poisson(np.zeros(0, dtype=np.int64), np.zeros(0), dice(3))) == 0


def test_a_months_arrivals_lie_in_the_month():
    found = simulate_arrivals(HOTLINE.demand, OCTOBER, SHANGHAI, (), dice(4))
    whole = OCTOBER.period(SHANGHAI)
    assert whole.start <= found[0] <= found[-1] < whole.end
    assert 8_500 < len(found) < 10_500
