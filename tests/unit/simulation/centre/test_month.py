from __future__ import annotations

import numpy as np
import pytest

from jieting.domain.simulation.centre.distribution import Exponential, Lognormal
from jieting.domain.simulation.centre.measure import M
from jieting.domain.simulation.centre.month import simulate_rest

COMMON = {
    "handle": Lognormal(220.0, 0.7),
    "patience": Exponential(120.0),
    "seed": 1,
    "threshold_s": 15,
}


def test_counts_come_for_each_replication_and_on_request_for_each_half_hour():
    calls, staff = np.full(96, 6.0), np.full(96, 2)
    found = simulate_rest(calls, staff, replications=30, busyness=30.0, **COMMON)
    parts = simulate_rest(calls, staff, replications=30, busyness=30.0, by_half_hour=True, **COMMON)
    assert found.shape == (30, len(M))
    assert parts.shape == (30, 96, len(M))
    assert (parts.sum(axis=1) == found).all()
    assert found[:, M.ARRIVED].mean() == pytest.approx(576, rel=0.1)


def test_each_day_has_its_own_factor_from_the_half_hour_on_at_which_it_begins():
    calls, staff = np.full(96, 200.0), np.full(96, 0)
    found = simulate_rest(
        calls,
        staff,
        replications=200,
        busyness=4.0,
        first_half_hour=36,
        by_half_hour=True,
        **COMMON,
    )[..., M.ARRIVED]
    first, second, third = found[:, :12], found[:, 12:60], found[:, 60:]
    within = np.corrcoef(second[:, :24].sum(axis=1), second[:, 24:].sum(axis=1))[0, 1]
    across = np.corrcoef(first.sum(axis=1), second.sum(axis=1))[0, 1]
    other = np.corrcoef(second.sum(axis=1), third.sum(axis=1))[0, 1]
    assert within > 0.9
    assert abs(across) < 0.3 > abs(other)
    assert second.sum(axis=1).std() / second.sum(axis=1).mean() == pytest.approx(0.5, abs=0.12)


def test_the_ivr_takes_its_shares():
    found = simulate_rest(
        np.full(48, 100.0), np.full(48, 9), replications=50, ivr=(0.3, 0.1), **COMMON
    ).sum(axis=0)
    assert found[M.SERVED_BY_IVR] / found[M.ARRIVED] == pytest.approx(0.3, abs=0.01)
    assert found[M.ABANDONED_IN_IVR] / found[M.ARRIVED] == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize(
    ("calls", "staff"), [([1.0], [1, 1]), ([], []), ([-1.0], [1]), ([1.0], [-1])]
)
def test_what_is_no_plan_is_refused(calls, staff):
    with pytest.raises(ValueError, match="calls and staff"):
        simulate_rest(calls, staff, replications=1, **COMMON)
