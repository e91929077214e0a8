from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np
import pytest

from jieting.domain.simulation.centre.distribution import Exponential
from jieting.domain.simulation.centre.layout import plan_of
from jieting.domain.simulation.centre.measure import M
from jieting.domain.simulation.centre.run import run
from jieting.domain.simulation.centre.spec import GroupSpec, QueueSpec, Spec
from jieting.domain.staffing.erlang import queue_figures

PERIODS = 48
WARM = 6
"""Half hours after which the start, without calls, is forgotten."""
DAYS = 400


@pytest.mark.parametrize(("calls", "agents"), [(30.0, 3), (60.0, 5), (60.0, 9)])
def test_simulated_days_lie_around_the_figures(calls, agents):
    found = queue_figures(calls, 180, agents, 100, 15)
    queue = QueueSpec(
        "q",
        (calls,) * PERIODS,
        handle=Exponential(180.0),
        patience=Exponential(100.0),
        threshold_s=15,
    )
    group = GroupSpec("g", (("q", 1),), staff=(agents,) * PERIODS)
    spec = Spec((queue,), (group,), ZoneInfo("UTC"), PERIODS)
    counts = run(plan_of(spec), DAYS, seed=11).calls[:, 0, WARM:, :].sum(axis=1).astype(float)
    offered, answered = counts[:, M.OFFERED], counts[:, M.ANSWERED]
    within = {
        "connected": (answered, offered, found.connection_rate),
        "met": (counts[:, M.WITHIN], offered, found.met),
        "gone at once": (counts[:, M.ABANDONED_WITHIN], offered, 1 - found.over - found.met),
        "asa": (counts[:, M.WAIT_ANSWERED_US] / 1e6, answered, found.asa_s),
    }
    for name, (part, base, exact) in within.items():
        spread = np.std(part - exact * base, ddof=1) * np.sqrt(DAYS) / base.sum()
        assert abs(part.sum() / base.sum() - exact) < 3.5 * spread, name
        assert spread < 0.02 * max(float(exact), 0.1), name
