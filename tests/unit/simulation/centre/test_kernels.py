from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jieting.domain.simulation.centre.distribution import Exponential, Never
from jieting.domain.simulation.centre.layout import plan_of
from jieting.domain.simulation.centre.measure import MEASURES, M
from jieting.domain.simulation.centre.plan import ROW_COLUMNS, R
from jieting.domain.simulation.centre.run import run, run_rows
from jieting.domain.simulation.centre.skilled import run_skilled
from jieting.domain.simulation.centre.spec import GroupSpec, QueueSpec, Spec
from jieting.domain.simulation.centre.state import empty_state
from tests.unit.simulation.centre.cases import ONE, SEVERAL, ZONE


def by_events(plan, replications, seed):
    """The kernel of several queues on a plan of one."""
    counts = np.zeros((replications, 1, int(plan.slot.max()) + 1, MEASURES), dtype=np.int64)
    desks = np.zeros((replications, 1, 2), dtype=np.int64)
    rows = np.empty((0, ROW_COLUMNS), dtype=np.int64)
    run_skilled(plan, empty_state(plan, 1024, 50), seed, 0, counts, desks, rows)
    return counts


def counted(outcomes):
    """The measures that the kernels count themselves."""
    return outcomes[..., [m for m in M if m not in (M.ARRIVED, M.OFFERED)]]


def test_two_kernels_written_apart_count_exactly_the_same():
    plan = plan_of(ONE)
    single = run(plan, 40, seed=7).calls
    assert single[..., M.ABANDONED].sum() > 100
    assert single[..., M.OVERFLOWED].sum() > 0
    assert (counted(single) == counted(by_events(plan, 40, 7))).all()


@pytest.mark.parametrize("spec", [ONE, SEVERAL])
def test_threads_and_pieces_change_nothing(spec):
    plan = plan_of(spec)
    whole = run(plan, 21, seed=3)
    threaded = run(plan, 21, seed=3, threads=3)
    pieces = [run(plan, 8, seed=3), run(plan, 13, seed=3, first=8)]
    assert (whole.calls == threaded.calls).all()
    assert (whole.desks == threaded.desks).all()
    assert (whole.calls == np.concatenate([piece.calls for piece in pieces])).all()


def test_another_seed_gives_other_calls():
    plan = plan_of(ONE)
    assert (run(plan, 3, seed=1).calls != run(plan, 3, seed=2).calls).any()


def test_every_arrival_has_one_outcome_and_the_groups_answer_what_the_queues_count():
    found = run(plan_of(SEVERAL), 30, seed=5)
    calls = found.calls.sum(axis=(1, 2))
    outcomes = calls[:, [M.SERVED_BY_IVR, M.ABANDONED_IN_IVR, M.ANSWERED, M.ABANDONED]].sum(axis=1)
    assert (calls[:, M.ARRIVED] == outcomes + calls[:, M.OVERFLOWED]).all()
    assert (calls[:, M.ANSWERED] == found.desks[:, :, 0].sum(axis=1)).all()
    assert (calls[:, M.BUSY_S] == found.desks[:, :, 1].sum(axis=1)).all()
    assert calls[:, M.MOVED].sum() > 0


def test_the_same_callers_come_whatever_the_staff():
    more = replace(ONE, groups=(replace(ONE.groups[0], staff=(5,) * 24),))
    few, many = run(plan_of(ONE), 5, seed=9).calls, run(plan_of(more), 5, seed=9).calls
    for measure in (M.ARRIVED, M.SERVED_BY_IVR, M.ABANDONED_IN_IVR):
        assert (few[..., measure] == many[..., measure]).all()
    assert many[..., M.ABANDONED].sum() < few[..., M.ABANDONED].sum()


def test_rows_are_the_counts_in_full():
    for spec in (ONE, SEVERAL):
        counts, rows = run_rows(plan_of(spec), seed=4, replication=2)
        assert (counts.calls[0] == run(plan_of(spec), 1, seed=4, first=2).calls[0]).all()
        calls = counts.calls[0].sum(axis=1)
        for queue in range(len(spec.queues)):
            own = rows[rows[:, R.queue] == queue]
            for code in (M.SERVED_BY_IVR, M.ABANDONED_IN_IVR, M.ANSWERED, M.ABANDONED):
                assert (own[:, R.code] == code).sum() == calls[queue, code]
            answered = own[own[:, R.code] == M.ANSWERED]
            waits = (answered[:, R.decided] - answered[:, R.queued]).sum()
            assert waits == calls[queue, M.WAIT_ANSWERED_US]


def test_a_call_starts_only_where_a_desk_is_free():
    plan = plan_of(SEVERAL)
    _, rows = run_rows(plan, seed=6)
    answered = rows[rows[:, R.code] == M.ANSWERED]
    for group in range(plan.staff.size):
        own = answered[answered[:, R.group] == group]
        changes = plan.change_group == group
        for start in own[:, R.decided]:
            busy = (own[:, R.decided] <= start) & (own[:, R.decided] + own[:, R.handle] > start)
            there = plan.staff[group] + plan.change_by[changes & (plan.change_at <= start)].sum()
            before = own[:, R.decided] < start
            assert (busy & before).sum() < there


def test_a_queue_is_served_in_order_of_entry():
    _, rows = run_rows(plan_of(ONE), seed=8)
    answered = rows[rows[:, R.code] == M.ANSWERED]
    assert (np.diff(answered[:, R.decided]) >= 0).all()


def one_queue(calls, agents, patience, **more):
    queue = QueueSpec("q", (calls,), Exponential(200.0), patience, 20, **more)
    group = GroupSpec("g", (("q", 1),), (agents,))
    return Spec((queue,), (group,), ZONE, periods=1, period_minutes=1440)


def test_callers_who_never_hang_up_are_all_answered():
    found = run(plan_of(one_queue(300.0, 2, Never())), 20, seed=1).calls
    assert found[..., M.ANSWERED].sum() == found[..., M.OFFERED].sum() > 5_000


def test_nobody_answers_where_nobody_is():
    spec = one_queue(50.0, 0, Exponential(60.0), timeout_s=30)
    found = run(plan_of(spec), 20, seed=1).calls.sum(axis=(0, 1, 2))
    assert found[M.ANSWERED] == 0
    share = found[M.OVERFLOWED] / found[M.OFFERED]
    assert share == pytest.approx(np.exp(-0.5), abs=0.07)


def test_a_first_priority_waits_less():
    queues = tuple(
        QueueSpec(name, (600.0,), Exponential(200.0), Exponential(600.0), 20) for name in "ab"
    )
    groups = (GroupSpec("g", (("a", 1), ("b", 2)), (3,)),)
    spec = Spec(queues, groups, ZONE, periods=1, period_minutes=1440)
    found = run(plan_of(spec), 10, seed=1).calls.sum(axis=(0, 2))
    waits = found[:, M.WAIT_ANSWERED_US] / found[:, M.ANSWERED]
    assert waits[0] * 1.5 < waits[1]


def test_a_ring_too_small_is_made_larger():
    calm = replace(SEVERAL, queues=tuple(replace(q, patience=Never()) for q in SEVERAL.queues))
    crowd = replace(calm, queues=(replace(calm.queues[0], arrivals=(200.0,) * 24), calm.queues[1]))
    crowd = replace(crowd, queues=tuple(replace(q, timeout_s=86_400) for q in crowd.queues), days=1)
    found = run(plan_of(crowd), 1, seed=1).calls.sum(axis=(0, 1, 2))
    assert found[M.ARRIVED] > 4_000
    assert found[M.OFFERED] == found[[M.ANSWERED, M.ABANDONED, M.OVERFLOWED]].sum()
