from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jieting.domain.forecasting.negative_binomial import EXACT_UP_TO, quantiles

POISSON_MEDIANS = [(1.0, 1), (4.0, 4), (10.0, 10), (100.0, 100)]


def log_term(k: int, mean: float, excess: float) -> float:
    """The logarithm of P(N = k), by the textbook's gamma functions."""
    if excess == 0:
        return k * math.log(mean) - mean - math.lgamma(k + 1)
    r = 1 / excess
    chosen = math.lgamma(k + r) - math.lgamma(r) - math.lgamma(k + 1)
    return chosen + r * math.log(r / (r + mean)) + k * math.log(mean / (r + mean))


def textbook(mean: float, excess: float, share: float) -> int:
    """The quantile by summing from 0."""
    below, k = 0.0, 0
    while True:
        term = math.exp(log_term(k, mean, excess))
        if below + term / 2 >= share:
            return k
        below, k = below + term, k + 1


@given(
    st.floats(0.01, 390.0),
    st.one_of(st.just(0.0), st.floats(0.001, 1.5)),
    st.sampled_from([0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975]),
)
def test_the_quantile_is_the_textbooks(mean: float, excess: float, share: float) -> None:
    found = quantiles(np.array([mean]), np.array([excess]), (share,))[0, 0]
    assert abs(found - textbook(mean, excess, share)) <= 1e-9 * mean or _at_edge(
        mean, excess, share, int(found)
    )


def _at_edge(mean: float, excess: float, share: float, found: int) -> bool:
    """Rounding may decide where the share is met to the last digit."""
    other = textbook(mean, excess, share)
    below = sum(math.exp(log_term(k, mean, excess)) for k in range(min(found, other)))
    middle = below + math.exp(log_term(min(found, other), mean, excess)) / 2
    return abs(found - other) == 1 and abs(middle - share) < 1e-9


@pytest.mark.parametrize(("mean", "median"), POISSON_MEDIANS)
def test_medians_of_poisson(mean: float, median: int) -> None:
    assert quantiles(np.array([mean]), np.zeros(1), (0.5,))[0, 0] == median


@pytest.mark.parametrize("excess", [0.0, 0.01, 0.09, 0.5])
def test_large_means_go_on_where_small_ones_end(excess: float) -> None:
    means = np.array([EXACT_UP_TO, EXACT_UP_TO + 0.01])
    for low, high in quantiles(means, np.full(2, excess), (0.1, 0.5, 0.9)):
        assert abs(high - low) <= 2 + 0.004 * low


def test_no_calls_give_no_calls() -> None:
    assert quantiles(np.zeros(3), np.full(3, 0.1), (0.1, 0.9)).tolist() == [[0.0] * 3] * 2


def test_the_interval_holds_its_level_on_average() -> None:
    means = np.linspace(0.5, 60, 400)
    low, high = quantiles(means, np.full(400, 0.05), (0.1, 0.9))
    held = [
        sum(math.exp(log_term(k, m, 0.05)) for k in range(int(a), int(b) + 1))
        for m, a, b in zip(means, low, high, strict=True)
    ]
    assert 0.79 < np.mean(held) < 0.84
