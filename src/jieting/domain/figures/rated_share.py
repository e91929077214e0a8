"""Rated share (参评率): answered calls whose caller gave a rating."""

from __future__ import annotations

from fractions import Fraction

from jieting.domain.calls.call import Outcome, Rating
from jieting.domain.figures.definition import Definition, Example, Unit
from jieting.domain.figures.examples import example_call
from jieting.domain.figures.measure import Measure
from jieting.domain.figures.measures import ANSWERED
from jieting.domain.said import say

NAME = "rated_share"
PARAMETERS: dict[str, tuple[str, ...]] = {}

RATED_OF_ANSWERED = Measure(
    "rated_of_answered",
    say("answered calls with a rating"),
    lambda t: ANSWERED.where(t) & (t.rating != ""),
)


def define() -> Definition:
    """Answered calls with a rating / answered calls, in percent.

    Formula: 100 * rated / answered.
    Edge: a rating of a call that no agent answered is in neither number.
    Source: own; a falling share warns that the satisfaction rests on fewer voices.
    """
    return Definition(
        name=NAME,
        title=say("rated share"),
        formula=say("answered calls with a rating / answered calls × 100 %"),
        base=say("calls answered by an agent"),
        exclusions=say("calls that were not answered"),
        unit=Unit.PERCENT,
        scale=Fraction(100),
        numerator=RATED_OF_ANSWERED,
        denominator=ANSWERED,
        example=Example(
            (
                example_call(1, Outcome.ANSWERED, rating=Rating.VERY_SATISFIED),
                example_call(2, Outcome.ANSWERED),
                example_call(3, Outcome.ANSWERED),
                example_call(4, Outcome.SERVED_BY_IVR),
            ),
            1,
            3,
        ),
        source="own",
    )
