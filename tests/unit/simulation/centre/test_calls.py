from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from jieting.analytics.duck import DuckEngine
from jieting.domain.calls.call import SIMULATED, Outcome
from jieting.domain.calls.check import check_call
from jieting.domain.figures import define
from jieting.domain.figures.count import ask
from jieting.domain.figures.tables import calls_table
from jieting.domain.simulation.centre.calls import simulated_calls
from jieting.domain.simulation.centre.layout import plan_of
from jieting.domain.simulation.centre.measure import M
from jieting.domain.simulation.centre.run import run
from tests.unit.engine_calls import write_calls
from tests.unit.simulation.centre.cases import ONE, SEVERAL

FIGURES = {
    "asa": (M.WAIT_ANSWERED_US, M.ANSWERED),
    "aht": (M.BUSY_S, M.ANSWERED),
}


@pytest.mark.parametrize("spec", [ONE, SEVERAL])
def test_figures_counted_on_the_calls_are_what_the_kernel_counted(spec, tmp_path):
    counts = run(plan_of(spec), 1, spec.seed, first=1).calls[0].sum(axis=1)
    calls = simulated_calls(spec, replication=1)
    engine = DuckEngine(write_calls(calls, tmp_path / "calls.parquet"))
    for number, queue in enumerate(spec.queues):
        rows = calls_table()
        rows = rows.filter(rows.queue == queue.name)
        for name, (above, below) in FIGURES.items():
            figure = define(name)
            ((_, tally),) = engine.answer(ask(rows, figure.measures)).items()
            assert tally[figure.numerator.name] == counts[number, above], name
            assert tally[figure.denominator.name] == counts[number, below], name
        level = define("service_level", threshold_s="15", abandon_variant="of_offered")
        ((_, tally),) = engine.answer(ask(rows, level.measures)).items()
        assert tally[level.numerator.name] == counts[number, M.WITHIN]
        assert tally[level.denominator.name] == counts[number, M.OFFERED]


def test_the_calls_are_rows_of_the_house():
    calls = simulated_calls(SEVERAL)
    assert not [finding for call in calls for finding in check_call(call)]
    assert {call.source for call in calls} == {SIMULATED}
    assert len({call.call_id for call in calls}) == len(calls)
    assert {call.outcome for call in calls} >= {
        Outcome.SERVED_BY_IVR,
        Outcome.ABANDONED_IN_IVR,
        Outcome.ANSWERED,
        Outcome.ABANDONED,
    }


def test_an_agent_has_one_call_at_a_time():
    answered = [c for c in simulated_calls(SEVERAL) if c.outcome is Outcome.ANSWERED]
    last: dict[str, int] = {}
    for call in sorted(answered, key=lambda c: c.answered_at or 0):
        assert (call.answered_at or 0) >= last.get(call.agent, 0) - 1_000_000
        last[call.agent] = call.ended_at
    groups = Counter(call.agent.rsplit("-", 1)[0] for call in answered)
    assert set(groups) == {"team", "loans", "both"}


def test_the_calls_come_in_order_and_the_same_each_time():
    calls = simulated_calls(ONE, seed=4)
    assert all(one.arrived_at <= other.arrived_at for one, other in pairwise(calls))
    assert calls == simulated_calls(ONE, seed=4) != simulated_calls(ONE, seed=5)
