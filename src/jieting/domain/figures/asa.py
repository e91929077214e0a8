"""Average speed of answer (平均应答时长): mean wait of the answered calls."""

from __future__ import annotations

from fractions import Fraction

from jieting.domain.calls.call import Outcome
from jieting.domain.figures.definition import Definition, Example, Unit
from jieting.domain.figures.examples import example_call
from jieting.domain.figures.measure import Measure
from jieting.domain.figures.measures import ANSWERED, wait
from jieting.domain.periods import SECOND
from jieting.domain.said import say

NAME = "asa"
PARAMETERS: dict[str, tuple[str, ...]] = {}

WAIT_OF_ANSWERED = Measure(
    "wait_of_answered_us",
    say("sum of the waits of answered calls, in microseconds"),
    ANSWERED.where,
    wait,
)


def define() -> Definition:
    """Sum of the waits of answered calls / answered calls, in seconds.

    Formula: sum(answered_at - queued_at) / answered; the sum is held in whole microseconds.
    Edge: calls that were not answered are in neither number.
    Source: ISO 18295-1 vocabulary.
    """
    return Definition(
        name=NAME,
        title=say("average speed of answer"),
        formula=say("sum of the waits of answered calls / answered calls"),
        base=say("calls answered by an agent"),
        exclusions=say("calls that were not answered"),
        unit=Unit.SECONDS,
        scale=Fraction(1, SECOND),
        numerator=WAIT_OF_ANSWERED,
        denominator=ANSWERED,
        example=Example(
            (
                example_call(1, Outcome.ANSWERED, wait_s=4),
                example_call(2, Outcome.ANSWERED, wait_s=11),
                example_call(3, Outcome.ABANDONED, wait_s=90),
            ),
            15 * SECOND,
            2,
        ),
        source="ISO 18295-1",
    )
