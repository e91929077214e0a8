"""Abandon rate (漏话率): offered calls that no agent answered."""

from __future__ import annotations

from fractions import Fraction

from jieting.domain.calls.call import Outcome
from jieting.domain.figures.definition import Definition, Example, Unit
from jieting.domain.figures.examples import example_calls
from jieting.domain.figures.measure import together
from jieting.domain.figures.measures import ABANDONED, OFFERED_CALLS, OVERFLOWED
from jieting.domain.said import say

NAME = "abandon_rate"
PARAMETERS: dict[str, tuple[str, ...]] = {}

NOT_ANSWERED = together(
    "not_answered", say("offered calls that no agent answered"), ABANDONED, OVERFLOWED
)


def define() -> Definition:
    """Offered calls not answered / offered calls, in percent.

    Formula: 100 * (offered - answered) / offered = 100 * (abandoned + overflowed) / offered.
    Edge: outbound calls and calls that never entered a queue are in neither number.
    Source: post-loan tender, section 3.1.
    """
    return Definition(
        name=NAME,
        title=say("abandon rate"),
        formula=say("(offered - answered) / offered × 100 %"),
        base=say("calls that entered the queue: answered, abandoned or overflowed"),
        exclusions=say("outbound calls; agreed days of large incidents of the purchaser"),
        unit=Unit.PERCENT,
        scale=Fraction(100),
        numerator=NOT_ANSWERED,
        denominator=OFFERED_CALLS,
        example=Example(
            example_calls(
                *[Outcome.ANSWERED] * 7,
                Outcome.ABANDONED,
                Outcome.OVERFLOWED,
                Outcome.ABANDONED_IN_IVR,
            ),
            2,
            9,
        ),
        source="P-3.1",
    )
