"""Satisfaction (满意度): positive ratings among the ratings given after calls."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import or_

import ibis.expr.types as ir

from jieting.domain.calls.call import Outcome, Rating
from jieting.domain.figures.definition import Definition, Example, Unit
from jieting.domain.figures.examples import example_call
from jieting.domain.figures.measure import Measure
from jieting.domain.figures.measures import RATED
from jieting.domain.said import say

NAME = "satisfaction"
PARAMETERS = {
    "positive_ratings": (
        "very_satisfied+basically_satisfied",
        "very_satisfied+satisfied+basically_satisfied",
        "very_satisfied+satisfied",
    )
}


def define(positive_ratings: str = "very_satisfied+basically_satisfied") -> Definition:
    """Positive ratings / all ratings given, in percent.

    Formula: 100 * ratings at a positive level / ratings at any level.
    Edge: a call without a rating is in neither number; one call gives at most one rating.
    Source: 12123 tender, section 4 table row 2; reading positive_ratings.
    """
    levels = tuple(Rating(level) for level in positive_ratings.split("+"))
    return Definition(
        name=NAME,
        title=say("satisfaction"),
        formula=say("positive ratings / all ratings given × 100 %"),
        base=say("every rating given after a call of the month"),
        exclusions=say("calls without a rating"),
        unit=Unit.PERCENT,
        scale=Fraction(100),
        numerator=_positive(levels, positive_ratings),
        denominator=RATED,
        example=Example(_CALLS, sum(call.rating in levels for call in _CALLS), 6),
        source="N-4.2",
        parameters={"positive_ratings": positive_ratings},
    )


def _positive(levels: tuple[Rating, ...], words: str) -> Measure:
    def where(calls: ir.Table) -> ir.BooleanValue:
        tests: list[ir.BooleanValue] = [calls.rating == level.value for level in levels]
        return reduce(or_, tests)

    return Measure(f"rated_{words.replace('+', '_or_')}", say("positive ratings"), where)


_RATINGS = (
    Rating.VERY_SATISFIED,
    Rating.VERY_SATISFIED,
    Rating.SATISFIED,
    Rating.BASICALLY_SATISFIED,
    Rating.DISSATISFIED,
    Rating.VERY_DISSATISFIED,
    None,
)
_CALLS = tuple(
    example_call(number, Outcome.ANSWERED, rating=rating)
    for number, rating in enumerate(_RATINGS, start=1)
)
