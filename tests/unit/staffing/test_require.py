from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jieting.domain.errors import BadInput
from jieting.domain.forecasting.forecast import Slot
from jieting.domain.staffing.asked import Asked
from jieting.domain.staffing.erlang import queue_figures
from jieting.domain.staffing.require import NOT_ENOUGH, agents_needed, required, rostered
from jieting.domain.staffing.staffed import staffed
from jieting.domain.staffing.targets import VARIANTS, ServiceLevel, Targets

SHARES = st.fractions(Fraction(1, 20), Fraction(99, 100), max_denominator=100)
ALL_TARGETS = st.builds(
    Targets,
    connection_rate=st.none() | SHARES,
    abandon_rate=st.none() | SHARES,
    service_level=st.none()
    | st.builds(
        ServiceLevel,
        SHARES,
        st.sampled_from([Fraction(0), Fraction(15), Fraction(60)]),
        st.sampled_from(VARIANTS),
    ),
    asa_s=st.none() | st.fractions(1, 60, max_denominator=4),
    occupancy=st.none() | SHARES.filter(lambda share: share > Fraction(1, 5)),
)
MOST = 700
"""Enough for 60 erlangs at an occupancy of a fifth, and for any other target here."""


def kept(targets, calls, aht_s, patience_s):
    """Whether 1, 2, ... agents keep all targets, each judged by itself."""
    level = targets.service_level
    threshold = 0.0 if level is None else float(level.threshold_s)
    agents = np.arange(1, MOST)
    found = queue_figures(calls, aht_s, agents, patience_s, threshold)
    rounding = 1 + 1e-12
    good = np.isfinite(found.asa_s)
    if targets.connection_rate is not None:
        good &= found.connection_rate * rounding >= float(targets.connection_rate)
    if targets.abandon_rate is not None:
        good &= found.abandon_rate <= float(targets.abandon_rate) * rounding
    if level is not None:
        good &= found.service_level(level.variant) * rounding >= float(level.share)
    if targets.asa_s is not None:
        good &= found.asa_s <= float(targets.asa_s) * rounding
    if targets.occupancy is not None:
        good &= found.occupancy <= float(targets.occupancy) * rounding
    return good


@settings(max_examples=80)
@given(
    ALL_TARGETS,
    st.lists(st.tuples(st.floats(0.001, 60), st.floats(30, 600)), min_size=1, max_size=4),
    st.floats(1, 3000) | st.just(np.inf),
)
def test_the_first_number_of_agents_that_keeps_every_target(targets, half_hours, patience_s):
    load, aht_s = np.array(half_hours).T
    calls = load * 1800 / aht_s
    found = agents_needed(calls, aht_s, patience_s, targets)
    for i, agents in enumerate(found):
        good = kept(targets, calls[i], aht_s[i], patience_s)
        assert good.any()
        assert agents == 1 + int(good.argmax())


@pytest.mark.parametrize(
    ("calls", "interval_s", "aht_s", "targets", "agents", "paid"),
    [
        # cran/ErlangC and pyworkforce: 80 % in 20 s, occupancy at most 0.85 and 0.70
        (100, 1800, 180, Targets(None, None, ServiceLevel(Fraction(4, 5), Fraction(20))), 14, 20),
        (100, 1800, 180, Targets(occupancy=Fraction(7, 10)), 15, 22),
        # call-center-tools: the cap decides
        (1000, 3600, 120, Targets(occupancy=Fraction(85, 100)), 40, 58),
        # 250 calls an hour of 330 s, 80 % in 30 s
        (250, 3600, 330, Targets(None, None, ServiceLevel(Fraction(4, 5), Fraction(30))), 28, 40),
    ],
)
def test_published_requirements(calls, interval_s, aht_s, targets, agents, paid):
    assert agents_needed(calls, aht_s, np.inf, targets, interval_s) == agents
    assert rostered(agents, Fraction(3, 10)) == paid


def test_a_cap_that_is_met_exactly_is_met():
    loads = np.arange(1, 400) * 0.85
    found = agents_needed(loads * 1800 / 177, 177, np.inf, Targets(occupancy=Fraction(85, 100)))
    assert found.tolist() == [n if n > 0.85 * n else n + 1 for n in range(1, 400)]


def test_smaller_targets_need_no_more_agents():
    calls = np.linspace(0.1, 400, 50)
    strict, loose = (
        agents_needed(calls, 200, 90, Targets(connection_rate=Fraction(share, 100)))
        for share in (95, 80)
    )
    assert (loose <= strict).all()
    assert (loose < strict).any()


def test_no_calls_need_nobody_and_few_calls_somebody():
    found = agents_needed([0.0, 1e-9], 180, 60, Targets(connection_rate=Fraction(1, 2)))
    assert found.tolist() == [0, 1]


@pytest.mark.parametrize("patience_s", [60.0, np.inf])
def test_more_than_a_hundred_thousand_agents_are_not_given(patience_s):
    share = Targets(connection_rate=Fraction(9, 10))
    assert agents_needed(1e9, 300, patience_s, share) == NOT_ENOUGH
    assert agents_needed(5e5, 300, patience_s, share) > 70_000


@pytest.mark.parametrize(
    ("agents", "shrinkage", "paid"),
    [
        (0, "0.3", 0),
        (7, "0.3", 10),
        (1, "0.3", 2),
        (14, "0.3", 20),
        (49, "0.51", 100),
        (50, "0", 50),
        (3, "0.25", 4),
        (1, "0.99", 100),
    ],
)
def test_rostered_is_exact_at_the_edge(agents, shrinkage, paid):
    assert rostered(agents, Fraction(shrinkage)) == paid


@pytest.mark.parametrize("shrinkage", [Fraction(1), Fraction(-1, 10)])
def test_a_shrinkage_that_leaves_nobody_is_refused(shrinkage):
    with pytest.raises(ValueError, match="shrinkage"):
        rostered(1, shrinkage)


def slot(calls, aht_s=180.0, half_hour=0, queue="12123"):
    return Slot(queue, half_hour * 1_800_000_000, calls, calls, calls, aht_s)


def test_somebody_is_always_there_where_asked():
    found = required([slot(0.0, 0.0)], Targets(connection_rate=Fraction(9, 10)), 60.0, at_least=2)
    assert (found[0].agents, found[0].rostered) == (2, 2)


def test_every_half_hour_that_cannot_be_staffed_is_told():
    targets = Targets(connection_rate=Fraction(9, 10))
    with pytest.raises(BadInput) as raised:
        required([slot(1.0, 0.0), slot(1.0), slot(2.0, 0.0, 1)], targets, 60.0)
    assert [one.code for one in raised.value.findings] == ["no_handle_time"] * 2
    with pytest.raises(BadInput) as raised:
        required([slot(1e9), slot(1.0), slot(2e9)], targets, 60.0)
    assert [one.code for one in raised.value.findings] == ["too_many_agents"] * 2


def test_totals_weigh_answered_calls_and_count_half_hours():
    slots = [slot(10.0), slot(0.0, half_hour=1), slot(30.0, half_hour=2, queue="P")]
    asked = Asked(Targets(connection_rate=Fraction(9, 10)), 60.0, Fraction(1, 4), at_least=1)
    found = staffed(slots, asked)
    everything = found.totals(range(3))
    assert found.queues == ("12123", "P")
    assert everything.calls == 40.0
    assert everything.answered == pytest.approx(
        10 * found.figures.connection_rate[0] + 30 * found.figures.connection_rate[2]
    )
    assert everything.agent_hours == Fraction(sum(one.agents for one in found.required), 2)
    assert found.totals([0]).rostered_hours == Fraction(found.required[0].rostered, 2)
