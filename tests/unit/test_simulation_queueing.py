import numpy as np

from jieting.domain.calls.call import Outcome
from jieting.domain.periods import Period
from jieting.domain.simulation.menu import OUTCOMES
from jieting.domain.simulation.queueing import NEVER, NOBODY, serve

ANSWERED, ABANDONED, OVERFLOWED = Outcome.ANSWERED, Outcome.ABANDONED, Outcome.OVERFLOWED


def decide(calls, duty, timeout=NEVER):
    """Calls as (queued, patience, busy); the outcomes as (outcome, instant, agent)."""
    columns = zip(*calls, strict=True)
    queued, patience, busy = (np.array(column, dtype=np.int64) for column in columns)
    served = serve(queued, patience, timeout, busy, duty)
    return [
        (OUTCOMES[code], at, agent)
        for code, at, agent in zip(
            served.code.tolist(), served.decided_at.tolist(), served.agent.tolist(), strict=True
        )
    ]


ONE = ((Period(0, 1_000),),)
TWO = ((Period(0, 1_000),), (Period(0, 1_000),))


def test_a_free_agent_answers_at_once():
    assert decide([(10, 5, 30)], ONE) == [(ANSWERED, 10, 0)]


def test_the_second_call_waits_for_the_first():
    assert decide([(10, 50, 30), (20, 50, 30)], ONE) == [(ANSWERED, 10, 0), (ANSWERED, 40, 0)]


def test_who_has_no_patience_left_hangs_up_and_the_next_moves_up():
    found = decide([(10, 50, 30), (20, 5, 30), (30, 50, 30)], ONE)
    assert found == [(ANSWERED, 10, 0), (ABANDONED, 25, NOBODY), (ANSWERED, 40, 0)]


def test_the_timeout_comes_before_a_longer_patience():
    assert decide([(10, 90, 99), (20, 90, 9)], ONE, timeout=30)[1] == (OVERFLOWED, 50, NOBODY)


def test_an_agent_free_at_the_instant_of_hanging_up_answers():
    assert decide([(10, 50, 30), (20, 20, 30)], ONE)[1] == (ANSWERED, 40, 0)
    assert decide([(10, 50, 30), (20, 19, 30)], ONE)[1] == (ABANDONED, 39, NOBODY)


def test_the_agent_idle_longest_is_first():
    found = decide([(10, 9, 30), (20, 9, 5), (60, 9, 5)], TWO)
    assert [agent for _, _, agent in found] == [0, 1, 1]


def test_idle_time_before_the_shift_does_not_count():
    duty = ((Period(0, 10), Period(50, 99)), (Period(40, 99),))
    assert decide([(60, 9, 5)], duty) == [(ANSWERED, 60, 1)]


def test_an_agent_finishes_the_call_after_the_shift_and_takes_no_other():
    duty = ((Period(0, 20), Period(100, 200)),)
    found = decide([(10, 50, 30), (15, 500, 10)], duty)
    assert found == [(ANSWERED, 10, 0), (ANSWERED, 100, 0)]


def test_a_shift_that_ends_at_that_instant_no_longer_answers():
    assert decide([(20, 5, 10)], ((Period(0, 20),),)) == [(ABANDONED, 25, NOBODY)]


def test_without_agents_everybody_leaves():
    found = decide([(10, 5, 1), (10, 90, 1)], (), timeout=30)
    assert found == [(ABANDONED, 15, NOBODY), (OVERFLOWED, 40, NOBODY)]


def test_no_calls_no_outcomes():
    nothing = np.zeros(0, dtype=np.int64)
    assert serve(nothing, nothing, 10, nothing, ONE).code.tolist() == []
