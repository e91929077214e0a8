from __future__ import annotations

import csv
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.erlang_chain import figures as chain
from jieting.domain.figures import service_level
from jieting.domain.staffing.erlang import erlang_b, erlang_c, queue_figures
from jieting.domain.staffing.expected import expected
from jieting.domain.staffing.targets import VARIANTS
from tests.shared_data import shared

LOADS = st.floats(0.01, 60)
HANDLING = st.floats(20, 900)
PATIENCE = st.floats(2, 5000)
THRESHOLDS = st.sampled_from([0.0, 5.0, 15.0, 20.0, 120.0])


def b_exactly(load: Fraction, agents: int) -> Fraction:
    share = Fraction(1)
    for n in range(1, agents + 1):
        share = load * share / (n + load * share)
    return share


def c_exactly(load: Fraction, agents: int) -> Fraction:
    lost = b_exactly(load, agents)
    return agents * lost / (agents - load * (1 - lost))


@pytest.mark.parametrize("load", [Fraction(1, 1000), Fraction(1, 2), Fraction(7), Fraction(95, 4)])
def test_lost_and_waiting_calls_are_those_of_whole_numbers(load):
    agents = np.arange(40)
    exact = [float(b_exactly(load, n)) for n in agents]
    assert erlang_b(float(load), agents) == pytest.approx(exact, rel=1e-13)
    enough = agents[agents > load]
    waiting = [float(c_exactly(load, int(n))) for n in enough]
    assert erlang_c(float(load), enough) == pytest.approx(waiting, rel=1e-13)


def test_ten_thousand_agents_lose_what_the_recurrence_says():
    for load in (1.0, 9_000.0, 10_000.0, 40_000.0):
        share = 1.0
        for n in range(1, 10_001):
            share = load * share / (n + load * share)
        assert erlang_b(load, 10_000) == pytest.approx(share, rel=1e-10, abs=1e-290)


@given(LOADS, st.integers(1, 80))
def test_with_another_agent_the_loss_follows_from_the_one_before(load, agents):
    before, now = erlang_b(load, [agents - 1, agents])
    assert 1 / now == pytest.approx(1 + agents / (load * before), rel=1e-12)


def test_without_calls_nothing_is_lost_and_without_agents_everything():
    assert erlang_b([0.0, 3.0], [0, 0]).tolist() == [0.0, 1.0]


@settings(max_examples=40)
@given(LOADS, HANDLING, PATIENCE, THRESHOLDS, st.floats(0.3, 2))
@example(load=40.0, aht_s=200.0, patience_s=3000.0, threshold_s=20.0, staffing=0.5)
def test_every_figure_is_that_of_the_chain(load, aht_s, patience_s, threshold_s, staffing):
    agents = max(1, round(load * staffing))
    found = queue_figures(load, aht_s, agents, patience_s, threshold_s, interval_s=aht_s)
    exact = chain(agents, load / aht_s, 1 / aht_s, 1 / patience_s, threshold_s)
    ours = (
        found.wait_probability,
        found.connection_rate,
        found.abandon_rate,
        found.met,
        found.over,
        found.asa_s,
        found.occupancy,
    )
    assert [float(one) for one in ours] == pytest.approx(exact, rel=1e-10, abs=1e-11)


@given(LOADS, HANDLING, THRESHOLDS, st.floats(1.05, 2))
@settings(max_examples=30)
def test_where_nobody_gives_up_it_is_the_chain_too(load, aht_s, threshold_s, staffing):
    agents = int(load * staffing) + 1
    found = queue_figures(load, aht_s, agents, np.inf, threshold_s, interval_s=aht_s)
    exact = chain(agents, load / aht_s, 1 / aht_s, 0.0, threshold_s)
    ours = (found.wait_probability, found.met, found.over, found.asa_s, found.occupancy)
    wanted = (exact[0], *exact[3:])
    assert [float(one) for one in ours] == pytest.approx(wanted, rel=1e-9, abs=1e-11)


@given(LOADS, HANDLING, st.floats(0.05, 5000), THRESHOLDS)
def test_another_agent_makes_every_figure_better(load, aht_s, patience_s, threshold_s):
    agents = np.arange(1, 120)
    found = queue_figures(load, aht_s, agents, patience_s, threshold_s, interval_s=aht_s)
    rising = [found.connection_rate, *(found.service_level(name) for name in VARIANTS)]
    falling = [found.wait_probability, found.abandon_rate, found.asa_s, found.occupancy]
    for one in [*rising, *(-figure for figure in falling)]:
        assert np.diff(one).min() >= -1e-11 * abs(one).max()


@given(st.integers(1, 60), HANDLING, PATIENCE, THRESHOLDS)
def test_more_load_makes_every_figure_worse(agents, aht_s, patience_s, threshold_s):
    load = np.linspace(0.1, 80, 60)
    found = queue_figures(load, aht_s, agents, patience_s, threshold_s, interval_s=aht_s)
    falling = [found.connection_rate, *(found.service_level(name) for name in VARIANTS)]
    rising = [found.wait_probability, found.abandon_rate, found.asa_s, found.occupancy]
    for one in [*rising, *(-figure for figure in falling)]:
        assert np.diff(one).min() >= -1e-11 * abs(one).max()


def test_long_patience_becomes_endless_patience():
    endless = queue_figures(9.0, 1.0, 10, np.inf, 1.0, interval_s=1.0)
    gaps = [
        abs(queue_figures(9.0, 1.0, 10, patience, 1.0, interval_s=1.0).met - endless.met)
        for patience in (10.0, 100.0, 1e3, 1e5, 1e8)
    ]
    assert all(later < earlier for earlier, later in pairwise(gaps))
    assert gaps[-1] < 1e-6


def test_no_patience_at_all_loses_what_nobody_can_wait_for():
    found = queue_figures(9.0, 1.0, 10, 1e-9, interval_s=1.0)
    assert found.abandon_rate == pytest.approx(float(erlang_b(9.0, 10)), rel=1e-6)


def test_too_few_agents_without_patience_limits_never_reach_a_balance():
    found = queue_figures([12.0, 10.0], 1.0, 10, np.inf, 1.0, interval_s=1.0)
    assert np.isinf(found.asa_s).all()
    assert found.met.tolist() == [0.0, 0.0]
    assert found.connection_rate.tolist() == pytest.approx([10 / 12, 1.0])


def test_ten_thousand_agents_are_no_trouble():
    agents = [1, 5_000, 9_990, 10_000]
    found = queue_figures(10_000.0, 240.0, agents, [30.0, 300.0, 3e4, 3e6], 20.0, interval_s=240.0)
    assert np.isfinite(found.asa_s).all()
    assert found.connection_rate + found.abandon_rate == pytest.approx(1.0, abs=1e-12)
    # nobody answers more than all the time: the flow through overloaded agents
    assert found.connection_rate[:2] == pytest.approx([1e-4, 0.5], rel=1e-9)


def test_variants_are_those_of_the_figure():
    assert tuple(service_level.VARIANTS) == VARIANTS


def test_variants_differ_in_what_abandoned_calls_count_as():
    found = queue_figures(100, 180, 11, 60, 20)
    met, short = float(found.met), 1 - float(found.over) - float(found.met)
    levels = [float(found.service_level(name)) for name in VARIANTS]
    answered = float(found.connection_rate)
    assert levels == pytest.approx(
        [met, met / answered, met / answered, met / (1 - short), met + short]
    )
    assert short > 0.01


@pytest.mark.parametrize(
    "given",
    [
        {"calls": -1},
        {"calls": np.nan},
        {"aht_s": 0},
        {"patience_s": 0},
        {"patience_s": np.nan},
        {"agents": -1},
        {"agents": 1.5},
        {"threshold_s": -1},
    ],
)
def test_numbers_that_make_no_sense_are_refused(given):
    usual = {"calls": 10, "aht_s": 180, "agents": 3, "patience_s": 60}
    with pytest.raises(ValueError, match=r"negative|whole|longer"):
        queue_figures(**{**usual, **given})


def test_expected_calls_add_up_and_nobody_answers_without_agents():
    found = expected([0, 10, 40], 200, [[0], [3]], 90)
    assert found.answered + found.abandoned == pytest.approx(np.array([[0, 10, 40]] * 2))
    assert found.answered[0].tolist() == [0, 0, 0]
    assert found.wait_s[0].tolist() == pytest.approx([0, 90, 90])
    assert found.occupancy[1, 2] > found.occupancy[1, 1] > found.occupancy[1, 0] == 0


# Case, calls in an interval, its seconds, handle time, agents, patience, threshold; then what the
# publication prints, each with the decimals it has there.
PUBLISHED = {
    "C1": ((100, 1800, 180, 14, np.inf, 20), {"wait": 7, "met": 8, "asa": 8, "occupancy": 8}),
    "C2": ((100, 1800, 180, 11, np.inf, 20), {"wait": 7, "met": 7, "asa": 8}),
    "C3": ((100, 1800, 180, 12, np.inf, 20), {"wait": 7, "met": 6, "asa": 8, "occupancy": 7}),
    "C4": ((100, 1800, 180, 13, np.inf, 20), {"wait": 7, "met": 7, "asa": 8, "occupancy": 7}),
    "C8": ((3.5, 60, 180, 13, np.inf, 20), {"asa": 2}),
    "A1": ((100, 1800, 180, 14, 300, 20), {"wait": 5, "gone": 6, "occupancy": 6, "met": 6}),
    "A2": ((3.5, 60, 180, 13, 300, 20), {"mean": 2}),
    "A3": ((3.5, 60, 180, 9, 300, 20), {"mean": 2}),
}


@pytest.mark.parametrize("case", PUBLISHED)
def test_published_figures(case):
    path = shared("erlang_reference") / "reference_cases.csv"
    with path.open(encoding="utf-8", newline="") as file:
        printed = {row["case_id"]: row["published_output"] for row in csv.DictReader(file)}
    (calls, interval_s, *rest, threshold_s), places = PUBLISHED[case]
    found = queue_figures(calls, *rest, threshold_s, interval_s)
    ours = {
        "wait": found.wait_probability,
        "met": found.met,
        "gone": found.abandon_rate,
        "asa": found.asa_s,
        "mean": found.wait_s,
        "occupancy": found.occupancy,
    }
    for name, decimals in places.items():
        assert f"{ours[name]:.{decimals}f}" in printed[case], name


def test_a_peer_that_was_wrong_is_not_followed():
    # PRODYNA's tests print 0.261, 9.410 s and 0.012
    assert erlang_c(20, 25) == pytest.approx(float(c_exactly(Fraction(20), 25)))
    assert erlang_c(20, 25) == pytest.approx(0.20910, abs=5e-6)
    assert erlang_b(180, 200) == pytest.approx(0.010325, abs=5e-7)
