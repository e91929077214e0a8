from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from jieting.domain.simulation.centre.distribution import Exponential
from jieting.domain.simulation.centre.layout import plan_of
from jieting.domain.simulation.centre.measure import M
from jieting.domain.simulation.centre.month import simulate_rest
from jieting.domain.simulation.centre.run import run
from jieting.domain.simulation.centre.spec_file import read_spec
from jieting.domain.simulation.centre.summary import PER_EXPECTED, Sums

EXAMPLE = Path(__file__).parents[4] / "centres/ssj-call-centre.toml"


def birth_and_death(load_per_s, handle_s, patience_s, agents):
    """Erlang A by its chain: share abandoned, share who wait at all."""
    weights, weight = [1.0], 1.0
    for n in range(1, agents + 400):
        leaving = min(n, agents) / handle_s + max(0, n - agents) / patience_s
        weight *= load_per_s / leaving
        weights.append(weight)
    total = math.fsum(weights)
    queue = math.fsum((n - agents) * w for n, w in enumerate(weights) if n > agents) / total
    waiting = math.fsum(weights[agents:]) / total
    return queue / patience_s / load_per_s, waiting


def test_erlang_a_lies_in_the_interval_of_the_simulation():
    found = simulate_rest(
        np.full(48 * 20, 45.0),
        np.full(48 * 20, 6),
        handle=Exponential(240.0),
        patience=Exponential(120.0),
        replications=200,
        seed=11,
        threshold_s=0,
    )
    lost, waits = birth_and_death(45 / 1800, 240.0, 120.0, 6)
    for exact, above in ((lost, M.ABANDONED), (1 - waits, M.WITHIN)):
        rates = found[:, above] / found[:, M.OFFERED]
        off = abs(rates.mean() - exact)
        # 20 days from empty: the start is worth less than a thousandth of the result
        assert off < 4 * rates.std() / math.sqrt(len(rates)) + 0.001 * exact


@pytest.mark.parametrize(
    ("busyness", "days", "published"),
    [
        (
            10.0,
            6_000,
            {"wait_s": (10.060, 13.608), "in_time": (0.844, 0.862), "lost": (0.031, 0.037)},
        ),
        (
            400.0,
            3_000,
            {"wait_s": (4.680, 4.746), "in_time": (0.924, 0.925), "lost": (0.020, 0.020)},
        ),
    ],
)
def test_the_published_results_of_ssj_are_reproduced(busyness, days, published):
    spec, findings = read_spec(EXAMPLE.read_text(encoding="utf-8"), "example")
    assert not findings
    sums = Sums()
    sums.add(run(plan_of(replace(spec, busyness=busyness)), days, seed=1))
    calls = sum(spec.queues[0].arrivals)
    for name, (low, high) in published.items():
        found = sums.mean(0, -1, PER_EXPECTED[name], 0.9)
        # both intervals are of 90 per cent, and the printed bounds are rounded to three digits
        assert found.low / calls <= high + 0.0005, name
        assert found.high / calls >= low - 0.0005, name
