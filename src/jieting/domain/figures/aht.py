"""Average handle time (平均处理时长): talk, hold and wrap-up of an answered call."""

from __future__ import annotations

from fractions import Fraction

import ibis
import ibis.expr.types as ir

from jieting.domain.calls.call import Outcome
from jieting.domain.figures.definition import Definition, Example, Unit
from jieting.domain.figures.examples import example_call
from jieting.domain.figures.measure import Measure
from jieting.domain.figures.measures import ANSWERED
from jieting.domain.said import say

NAME = "aht"
PARAMETERS: dict[str, tuple[str, ...]] = {}


def _handled(calls: ir.Table) -> ir.BooleanValue:
    return ANSWERED.where(calls) & calls.talk_s.notnull()


def _handle_s(calls: ir.Table) -> ir.IntegerValue:
    return calls.talk_s + ibis.coalesce(calls.hold_s, 0) + ibis.coalesce(calls.wrap_up_s, 0)


HANDLED = Measure("handled", say("answered calls with a known talk time"), _handled)
HANDLE_S = Measure(
    "handle_s", say("sum of talk, hold and wrap-up, in seconds"), _handled, _handle_s
)


def define() -> Definition:
    """(Talk + hold + wrap-up) of handled calls / handled calls, in seconds.

    Formula: sum(talk_s + hold_s + wrap_up_s) / answered calls with talk_s.
    Edge: a hold or wrap-up that the source does not give counts as 0 s.
    Source: ISO 18295-1 vocabulary.
    """
    return Definition(
        name=NAME,
        title=say("average handle time"),
        formula=say("(talk + hold + wrap-up) / handled calls"),
        base=say("answered calls with a known talk time"),
        exclusions=say("answered calls whose talk time the source does not give"),
        unit=Unit.SECONDS,
        scale=Fraction(1),
        numerator=HANDLE_S,
        denominator=HANDLED,
        example=Example(
            (
                example_call(1, Outcome.ANSWERED, talk_s=120),
                example_call(2, Outcome.ANSWERED, talk_s=61),
                example_call(3, Outcome.ANSWERED),
            ),
            181,
            2,
        ),
        source="ISO 18295-1",
    )
