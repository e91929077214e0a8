import numpy as np
import pytest

from jieting.domain.simulation.draws import (
    exponential,
    gamma_factor,
    lognormal,
    normal,
    pick,
    spans,
    whole_seconds,
)

GRID = (np.arange(20_000) + 0.5) / 20_000
"""Evenly spread probabilities: the mean of quantiles over them is the mean of the distribution."""


def test_normal_quantiles_are_those_of_the_table():
    found = normal(np.array([0.5, 0.975, 0.025]))
    assert found == pytest.approx([0.0, 1.959963985, -1.959963985])


def test_the_smallest_uniform_number_gives_a_finite_quantile():
    assert np.isfinite(normal(np.array([0.0]))).all()


def test_exponential_has_its_mean_and_median():
    assert exponential(GRID, 40.0).mean() == pytest.approx(40.0, rel=1e-3)
    assert exponential(np.array([0.5]), 40.0)[0] == pytest.approx(27.7258872)


def test_lognormal_has_its_mean_and_the_deviation_of_its_logarithm():
    found = lognormal(GRID, 132.0, 0.8)
    assert found.mean() == pytest.approx(132.0, rel=5e-3)
    assert np.log(found).std() == pytest.approx(0.8, rel=5e-3)


@pytest.mark.parametrize("variation", [0.05, 0.12, 0.4])
def test_a_days_factor_has_mean_one_and_the_variation_asked_for(variation):
    found = gamma_factor(GRID, variation)
    assert found.mean() == pytest.approx(1.0, abs=2e-3)
    assert found.std() == pytest.approx(variation, rel=1e-2)
    assert found.min() >= 0


def test_without_variation_every_day_is_alike():
    assert (gamma_factor(GRID, 0.0) == 1.0).all()


def test_pick_gives_each_index_its_share():
    counts = np.bincount(pick(GRID, (0.81, 0.15, 0.04)))
    assert counts.tolist() == [16_200, 3_000, 800]


def test_the_upper_edge_of_a_share_belongs_to_the_next_index():
    assert pick(np.array([0.0, 0.25, 0.999999]), (0.25, 0.75)).tolist() == [0, 1, 1]


def test_times_are_whole_milliseconds():
    assert spans(np.array([1.2344, 1.2346, 0.0])).tolist() == [1_234_000, 1_235_000, 0]


def test_seconds_are_whole_and_kept_within_their_edges():
    assert whole_seconds(np.array([0.2, 7.6, 99.0]), 5, 60).tolist() == [5, 8, 60]
