"""The measures that several figures and the counts of a month share."""

from __future__ import annotations

from functools import reduce
from operator import or_

import ibis.expr.types as ir

from jieting.domain.calls.call import Outcome
from jieting.domain.figures.measure import Measure, together
from jieting.domain.periods import SECOND
from jieting.domain.said import say


def outcome_is(calls: ir.Table, *outcomes: Outcome) -> ir.BooleanValue:
    """True for calls with one of the outcomes."""
    tests: list[ir.BooleanValue] = [calls.outcome == outcome.value for outcome in outcomes]
    return reduce(or_, tests)


def wait(calls: ir.Table) -> ir.IntegerValue:
    """Microseconds from queued_at to the outcome: answered_at, else ended_at."""
    return calls.answered_at.coalesce(calls.ended_at) - calls.queued_at


def waited_at_most(calls: ir.Table, threshold_s: int) -> ir.BooleanValue:
    """True where the wait is still in time; a wait of exactly the threshold is."""
    return wait(calls) <= threshold_s * SECOND


def one_or_zero(test: ir.BooleanValue) -> ir.IntegerValue:
    """1 where the test holds, else 0; a cast would do, but not on PostgreSQL."""
    return test.ifelse(1, 0).cast("int64")


ARRIVED = Measure("arrived", say("calls that arrived"), lambda t: t.outcome != "")
SERVED_BY_IVR = Measure(
    "served_by_ivr",
    say("calls served by the IVR"),
    lambda t: outcome_is(t, Outcome.SERVED_BY_IVR),
)
ABANDONED_IN_IVR = Measure(
    "abandoned_in_ivr",
    say("calls abandoned in the IVR"),
    lambda t: outcome_is(t, Outcome.ABANDONED_IN_IVR),
)
ANSWERED = Measure(
    "answered", say("calls answered by an agent"), lambda t: outcome_is(t, Outcome.ANSWERED)
)
ABANDONED = Measure(
    "abandoned", say("calls abandoned in the queue"), lambda t: outcome_is(t, Outcome.ABANDONED)
)
OVERFLOWED = Measure(
    "overflowed",
    say("calls that left the queue by rule"),
    lambda t: outcome_is(t, Outcome.OVERFLOWED),
)
OFFERED_CALLS = together(
    "offered", say("calls offered to a queue"), ANSWERED, ABANDONED, OVERFLOWED
)
REJECTED = Measure(
    "rejected", say("calls that never entered"), lambda t: outcome_is(t, Outcome.REJECTED)
)
RATED = Measure("rated", say("ratings given"), lambda t: t.rating != "")
RECORDED = Measure(
    "recorded",
    say("recorded calls answered by an agent"),
    lambda t: outcome_is(t, Outcome.ANSWERED) & (t.recording != ""),
)

COUNTS: tuple[Measure, ...] = (
    ARRIVED,
    SERVED_BY_IVR,
    ABANDONED_IN_IVR,
    OFFERED_CALLS,
    ANSWERED,
    ABANDONED,
    OVERFLOWED,
    REJECTED,
)
"""The counts of a month, in the order of the statement."""
