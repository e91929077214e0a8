"""The queue against a slow simulator that looks at every instant, and its laws one by one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jieting.domain.calls.call import Outcome
from jieting.domain.periods import Period, union
from jieting.domain.simulation.menu import OUTCOMES
from jieting.domain.simulation.queueing import NOBODY, serve

END = 120
ANSWERED, ABANDONED, OVERFLOWED = (
    OUTCOMES.index(o) for o in (Outcome.ANSWERED, Outcome.ABANDONED, Outcome.OVERFLOWED)
)
instants = st.integers(0, END - 1)
shifts = st.lists(st.tuples(instants, st.integers(1, 40)), max_size=4).map(
    lambda spans: union(Period(start, start + length) for start, length in spans)
)
duties = st.lists(shifts, max_size=4).map(tuple)
calls = st.lists(st.tuples(instants, st.integers(0, 40), st.integers(1, 30)), max_size=30).map(
    sorted
)
timeouts = st.integers(1, 50)


def decided(batch, timeout, duty):
    columns = zip(*batch, strict=True) if batch else ((), (), ())
    queued, patience, busy = (np.array(column, dtype=np.int64) for column in columns)
    served = serve(queued, patience, timeout, busy, duty)
    return list(
        zip(served.code.tolist(), served.decided_at.tolist(), served.agent.tolist(), strict=True)
    )


def by_looking_at_every_instant(batch, timeout, duty):
    found, waiting = [None] * len(batch), []
    free_again = [-1] * len(duty)

    def idle_since(agent, now):
        shift = next((p for p in duty[agent] if now in p), None)
        if shift is None or free_again[agent] > now:
            return None
        return max(shift.start, free_again[agent])

    for now in range(2 * END):
        waiting += [i for i, (queued, _, _) in enumerate(batch) if queued == now]
        while waiting:
            idle = [(s, a) for a in range(len(duty)) if (s := idle_since(a, now)) is not None]
            if not idle:
                break
            agent, call = min(idle)[1], waiting.pop(0)
            found[call] = (ANSWERED, now, agent)
            free_again[agent] = now + batch[call][2]
        for call in list(waiting):
            queued, patience, _ = batch[call]
            if now - queued >= min(patience, timeout):
                found[call] = (ABANDONED if patience < timeout else OVERFLOWED, now, NOBODY)
                waiting.remove(call)
    return found


@given(calls, timeouts, duties)
def test_it_agrees_with_the_slow_simulator(batch, timeout, duty):
    assert decided(batch, timeout, duty) == by_looking_at_every_instant(batch, timeout, duty)


@given(calls, timeouts, duties)
def test_first_come_first_served(batch, timeout, duty):
    answered = [at for code, at, _ in decided(batch, timeout, duty) if code == ANSWERED]
    assert answered == sorted(answered)


@given(calls, timeouts, duties)
def test_no_agent_has_two_calls_at_once_and_all_answer_on_duty(batch, timeout, duty):
    until = [-1] * len(duty)
    for (_, _, busy), (code, at, agent) in zip(batch, decided(batch, timeout, duty), strict=True):
        if code == ANSWERED:
            assert until[agent] <= at
            assert any(at in shift for shift in duty[agent])
            until[agent] = at + busy


@given(calls, timeouts, duties)
def test_nobody_waits_longer_than_patience_and_timeout_allow(batch, timeout, duty):
    for (queued, patience, _), (code, at, _) in zip(
        batch, decided(batch, timeout, duty), strict=True
    ):
        assert 0 <= at - queued <= min(patience, timeout)
        if code != ANSWERED:
            assert at - queued == min(patience, timeout)
