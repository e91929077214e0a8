from __future__ import annotations

import csv
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from jieting.domain.simulation.centre.calls import simulated_calls
from jieting.domain.simulation.centre.distribution import (
    Exponential,
    Lognormal,
    Quantiles,
    Weibull,
    mean_s,
)
from jieting.domain.simulation.centre.fit import (
    Waits,
    fit_arrivals,
    fit_busyness,
    fit_exponential_patience,
    fit_handle_time,
    fit_patience,
    handle_times,
    survival,
    waits_of,
)
from jieting.domain.simulation.centre.layout import expected_calls
from tests.shared_data import shared
from tests.unit.simulation.centre.cases import ONE, ZONE


def observed(patience, answered_after):
    """Waits as a queue shows them: cut off by the answer."""
    hung_up = patience < answered_after
    return Waits(np.where(hung_up, patience, answered_after), hung_up)


def quantile(table: Quantiles, share):
    places = np.linspace(0, 1, len(table.seconds))
    return float(np.interp(share, places, table.seconds))


@pytest.fixture
def rng():
    return np.random.default_rng(5)


def test_exponential_patience_is_found_behind_the_answers(rng):
    waits = observed(rng.exponential(90.0, 40_000), rng.exponential(60.0, 40_000))
    assert waits.seconds[waits.hung_up].mean() < 50
    found = fit_exponential_patience(waits)
    assert found.mean_s == pytest.approx(90.0, rel=0.03)
    assert found.zero_share == pytest.approx(0.0, abs=0.02)


def test_callers_without_patience_are_a_share_of_their_own(rng):
    patience = np.where(rng.random(40_000) < 0.15, 0.0, 30 + rng.exponential(90.0, 40_000))
    found = fit_patience(observed(patience, rng.exponential(80.0, 40_000)))
    assert found.zero_share == pytest.approx(0.15, abs=0.01)
    assert found.seconds[1] == pytest.approx(30.0, abs=3)
    assert quantile(found, 0.5) == pytest.approx(30 + 90 * np.log(2), rel=0.05)


def test_the_estimate_follows_any_shape_of_patience(rng):
    patience = 100.0 * rng.weibull(2.0, 60_000)
    found = fit_patience(observed(patience, rng.exponential(150.0, 60_000)))
    for share in (0.1, 0.5, 0.9):
        assert quantile(found, share) == pytest.approx(np.quantile(patience, share), rel=0.05)


def test_survival_counts_who_is_answered_at_that_instant_as_waiting():
    waits = Waits(np.array([5.0, 5.0, 8.0, 9.0]), np.array([True, False, True, False]))
    at, alive = survival(waits)
    assert at.tolist() == [5.0, 8.0]
    assert alive.tolist() == pytest.approx([3 / 4, 3 / 8])


def test_nobody_who_hung_up_tells_nothing_of_patience():
    with pytest.raises(ValueError, match="nobody hung up"):
        fit_patience(Waits(np.array([5.0, 7.0]), np.array([False, False])))


def test_handle_times_keep_their_mean_and_their_zeros(rng):
    seconds = np.concatenate((np.zeros(500), rng.lognormal(5.0, 0.8, 4_500)))
    found = fit_handle_time(seconds)
    assert found.zero_share == pytest.approx(0.1)
    assert mean_s(found) == pytest.approx(seconds.mean(), rel=0.001)
    assert all(low <= high for low, high in pairwise(found.seconds))
    with pytest.raises(ValueError, match="above 0"):
        fit_handle_time([0, 0])


def test_busyness_is_found_and_none_is_found_as_none(rng):
    expected = np.full(4_000, 300.0)
    factors = rng.gamma(25.0, 1 / 25.0, 4_000)
    assert fit_busyness(rng.poisson(expected * factors), expected) == pytest.approx(25.0, rel=0.1)
    assert fit_busyness(expected, expected) == 0.0


def test_what_was_put_into_a_simulation_is_found_in_its_calls():
    calls = [c for n in range(60) for c in simulated_calls(ONE, seed=2, replication=n)]
    days = [date(2026, 1, day) for day in (1, 2, 3)]
    hours = fit_arrivals(calls, days, ZONE).reshape(24, 2).sum(axis=1) / 60
    assert hours == pytest.approx(expected_calls(ONE)[0] / 3, rel=0.15)
    handle = fit_handle_time(handle_times(calls))
    assert mean_s(handle) == pytest.approx(200.0, rel=0.05)
    assert quantile(handle, 0.5) == pytest.approx(200 * np.exp(-0.32), rel=0.05)
    patience = fit_patience(waits_of(calls))
    # the share without patience holds those, too, whose patience ends within the first second
    assert patience.zero_share == pytest.approx(0.05, abs=0.015)
    truth = 120 * (-np.log(1 - 0.4)) ** (1 / 1.4)
    assert quantile(patience, 0.4) == pytest.approx(truth, rel=0.06)


@pytest.mark.parametrize(
    ("distribution", "mean"),
    [
        (Exponential(90.0, 0.1), 81.0),
        (Weibull(100.0, 2.0), 88.6227),
        (Lognormal(240.0, 0.7), 240.0),
        (Quantiles((0.0, 10.0, 30.0)), 12.5),
    ],
)
def test_means(distribution, mean):
    assert mean_s(distribution) == pytest.approx(mean, rel=1e-4)


def test_a_bank_of_1999():
    path = shared("anonymous_bank_1999") / "february_1999_mtpa.txt"
    waited, hung_up, served = [], [], []
    with path.open(newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["outcome"] in ("AGENT", "HANG") and int(row["q_time"]) > 0:
                waited.append(float(row["q_time"]))
                hung_up.append(row["outcome"] == "HANG")
            if row["outcome"] == "AGENT":
                served.append(float(row["ser_time"]))
    waits = Waits(np.array(waited), np.array(hung_up))
    patience = fit_exponential_patience(waits)
    table = fit_patience(waits)
    handle = fit_handle_time(served)
    assert mean_s(handle) == pytest.approx(176.35, abs=0.02)
    assert handle.zero_share == pytest.approx(85 / 27_162, abs=1e-6)
    # far more patient than those who hung up look, since most were answered first
    assert patience.mean_s > 3 * waits.seconds[waits.hung_up].mean()
    assert 0 < table.zero_share < 0.1
    assert quantile(table, 0.2) < quantile(table, 0.5)
