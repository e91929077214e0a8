"""Connection rate (接通率): requests that reached an agent or a self-service answer."""

from __future__ import annotations

from fractions import Fraction

import ibis.expr.types as ir

from jieting.domain.calls.call import OFFERED, Outcome
from jieting.domain.figures.definition import Definition, Example, Unit
from jieting.domain.figures.examples import example_calls
from jieting.domain.figures.measure import Measure, together
from jieting.domain.figures.measures import (
    ANSWERED,
    ARRIVED,
    OFFERED_CALLS,
    SERVED_BY_IVR,
    outcome_is,
)
from jieting.domain.said import Said, say

NAME = "connection_rate"
PARAMETERS = {
    "total_requests": ("arrived", "offered"),
    "ivr_answered": ("reached_answer", "picked_up"),
}


def define(total_requests: str = "arrived", ivr_answered: str = "reached_answer") -> Definition:
    """Calls connected / total requests, in percent.

    Formula: 100 * (answered by an agent + answered by the IVR) / total requests.
    Edge: a call counts in the numerator only if it counts in the base.
    Source: 12123 tender, section 4 table row 1; readings total_requests and ivr_answered.
    """
    base = ARRIVED if total_requests == "arrived" else OFFERED_CALLS
    return Definition(
        name=NAME,
        title=say("connection rate"),
        formula=say("(answered by an agent + answered by the IVR) / total requests × 100 %"),
        base=_base_words(total_requests),
        exclusions=say("agreed outages from outside, where the contract says so"),
        unit=Unit.PERCENT,
        scale=Fraction(100),
        numerator=_connected(base, total_requests, ivr_answered),
        denominator=base,
        example=_EXAMPLES[total_requests, ivr_answered],
        source="N-4.1",
        parameters={"total_requests": total_requests, "ivr_answered": ivr_answered},
    )


def _base_words(total_requests: str) -> Said:
    if total_requests == "arrived":
        return say("all inbound calls that arrived, those hung up in the menu included")
    return say("only the calls that entered a queue")


def _connected(base: Measure, total_requests: str, ivr_answered: str) -> Measure:
    name = f"connected_{ivr_answered}_of_{total_requests}"
    words = say("calls connected to an agent or to a self-service answer")
    reached = together(name, words, ANSWERED, SERVED_BY_IVR)
    if base is ARRIVED and ivr_answered == "reached_answer":
        return reached

    def where(calls: ir.Table) -> ir.BooleanValue:
        connected = reached.where(calls)
        if ivr_answered == "picked_up":
            connected = connected | _picked_up(calls)
        return connected & base.where(calls)

    return Measure(name, words, where)


def _picked_up(calls: ir.Table) -> ir.BooleanValue:
    """The IVR took the call: it was decided there, or it spent time there before the queue."""
    in_ivr = outcome_is(calls, Outcome.SERVED_BY_IVR, Outcome.ABANDONED_IN_IVR)
    went_on = outcome_is(calls, *OFFERED) & (calls.queued_at > calls.arrived_at)
    return in_ivr | went_on.fill_null(False)


_DAY = example_calls(
    *[Outcome.ANSWERED] * 4,
    *[Outcome.SERVED_BY_IVR] * 2,
    Outcome.ABANDONED_IN_IVR,
    Outcome.ABANDONED,
    Outcome.OVERFLOWED,
    Outcome.REJECTED,
)
_EXAMPLES = {
    ("arrived", "reached_answer"): Example(_DAY, 6, 10),
    ("arrived", "picked_up"): Example(_DAY, 9, 10),
    ("offered", "reached_answer"): Example(_DAY, 4, 6),
    ("offered", "picked_up"): Example(_DAY, 6, 6),
}
