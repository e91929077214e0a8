from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jieting.domain.forecasting.intraday import PastDays, Today, update
from jieting.domain.forecasting.layout import Ask
from jieting.domain.forecasting.make import make_forecast
from jieting.domain.forecasting.model import Projection
from jieting.domain.periods import instant
from tests.unit.forecasting.made import LINE, SHANGHAI, SHAPE, day, made

NO_PAST = PastDays(np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0))


def past(seed: int, days: int, common: float, own: float) -> PastDays:
    """Past days whose two halves share a factor, and each have one of their own."""
    rng = np.random.default_rng(seed)
    mean = np.full(days, 1_000.0)
    shared = 1 + common * rng.standard_normal(days)
    early, late = (
        rng.poisson(mean * shared * (1 + own * rng.standard_normal(days))).astype(float)
        for _ in range(2)
    )
    return PastDays(early, mean, late, mean)


def projection(excess: float, stray: float = 0.0) -> Projection:
    return Projection(np.stack([300 * SHAPE] * 2), np.array([excess, excess]), stray)


@given(
    st.integers(0, 48),
    st.integers(0, 900),
    st.floats(0.0001, 1.0),
    st.floats(0, 0.5),
    st.integers(0, 9),
    st.integers(0, 60),
)
def test_the_factor_lies_between_none_and_what_came(
    until: int, calls: int, excess: float, stray: float, seed: int, days: int
) -> None:
    came = np.zeros(48)
    if until:
        came[0] = calls
    before = projection(excess, stray)
    found = update(before, Today(came, until), past(seed, days, 0.1, 0.1) if days else NO_PAST)
    ratio = came.sum() / found.expected if found.expected else 1.0
    assert min(1, ratio) - 1e-9 <= found.factor <= max(1, ratio) + 1e-9
    assert (found.projection.mean[0, :until] == 0).all()
    assert found.projection.mean[0, until:] == pytest.approx(found.factor * before.mean[0, until:])
    assert (found.projection.mean[1] == before.mean[1]).all()
    assert found.projection.day_excess[0] >= 0


def test_the_gamma_posterior_is_the_textbooks() -> None:
    came = np.zeros(48)
    came[10] = 120
    found = update(projection(0.01), Today(came, 24), NO_PAST)
    expected = float(300 * SHAPE[:24].sum())
    assert found.factor == pytest.approx((100 + 120) / (100 + expected))
    assert found.projection.day_excess[0] == pytest.approx(1 / 220)


def test_past_days_decide_how_far_the_morning_is_believed() -> None:
    came = np.zeros(48)
    came[10] = 2 * 300 * SHAPE[:24].sum()
    believed, noise = (
        update(projection(0.02), Today(came, 24), past(1, 80, common, own)).factor
        for common, own in ((0.2, 0.01), (0.01, 0.2))
    )
    assert noise < 1.25 < 1.6 < believed < 2.0


def test_a_busy_morning_raises_the_afternoon_and_narrows_its_interval() -> None:
    history = made(56, busyness=0.2)
    now = instant(datetime(2026, 4, 27, 12, 10, tzinfo=SHANGHAI))
    busy = [c for c in made(57, 600, busyness=0.0) if c.day == day(56) and c.half_hour < 24]
    plain = make_forecast(history, Ask(day(56), 2, LINE))
    found = make_forecast([*history, *busy], Ask(day(56), 2, LINE, now=now))
    today = found.queues[0].today
    assert today is not None
    assert today.calls == sum(count.calls for count in busy)
    assert 1.3 < today.factor < 2.0
    assert found.forecast.slots[0].start == now - 10 * 60 * 1_000_000
    afternoon = {slot.start: slot for slot in plain.forecast.slots}
    for slot in found.forecast.slots[:24]:
        assert slot.calls == pytest.approx(today.factor * afternoon[slot.start].calls)
    assert found.forecast.slots[24:] == plain.forecast.slots[48:]
    one = found.queues[0].days[0]
    assert one.low >= today.calls
    was = plain.queues[0].days[0]
    assert one.high - one.low < was.high - was.low


def test_calls_of_the_running_half_hour_are_not_looked_at() -> None:
    history = made(56)
    morning = [c for c in made(57) if c.day == day(56) and c.half_hour < 24]
    running = [c for c in made(57) if c.day == day(56) and c.half_hour >= 24]
    now = instant(datetime(2026, 4, 27, 12, 10, tzinfo=SHANGHAI))
    ask = Ask(day(56), 1, LINE, now=now)
    with_running = make_forecast([*history, *morning, *running], ask)
    assert with_running.forecast == make_forecast([*history, *morning], ask).forecast


def test_a_today_without_any_call_is_unknown() -> None:
    now = instant(datetime(2026, 4, 27, 12, tzinfo=SHANGHAI))
    history = made(56)
    found = make_forecast(history, Ask(day(56), 1, LINE, now=now))
    plain = make_forecast(history, Ask(day(56), 1, LINE))
    assert "today_without_data" in [finding.code for finding in found.findings]
    assert found.queues[0].today is None
    assert found.forecast.slots == plain.forecast.slots[24:]
