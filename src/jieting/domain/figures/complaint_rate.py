"""Justified-complaint rate (有理由投诉率): complaints at fault per answered call."""

from __future__ import annotations

from fractions import Fraction

from jieting.domain.calls.call import Outcome
from jieting.domain.figures.definition import Definition, Example, Unit
from jieting.domain.figures.examples import example_calls
from jieting.domain.figures.measure import COMPLAINTS, Measure
from jieting.domain.figures.measures import ANSWERED
from jieting.domain.said import say

NAME = "complaint_rate"
PARAMETERS: dict[str, tuple[str, ...]] = {}

JUSTIFIED = Measure(
    "justified_complaints",
    say("complaints received in the month with the hotline at fault"),
    lambda t: t.verdict == "justified",
    relation=COMPLAINTS,
)


def define() -> Definition:
    """Complaints with the hotline at fault / calls answered by an agent, in percent.

    Formula: 100 * justified complaints received in the period / answered calls of the period.
    Edge: a complaint belongs to the period in which it was received, wherever its call lies.
    Source: 12123 tender, section 4 table row 3.
    """
    return Definition(
        name=NAME,
        title=say("justified-complaint rate"),
        formula=say("complaints with the hotline at fault / calls answered by an agent × 100 %"),
        base=say("calls answered by an agent in the month"),
        exclusions=say("complaints not justified or still open"),
        unit=Unit.PERCENT,
        scale=Fraction(100),
        numerator=JUSTIFIED,
        denominator=ANSWERED,
        example=Example(
            example_calls(*[Outcome.ANSWERED] * 8, Outcome.ABANDONED), 1, 8, justified_complaints=1
        ),
        source="N-4.3",
    )
