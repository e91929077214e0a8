"""Wait percentile (等待时长分位): the wait that so many percent of offered calls did not exceed."""

from __future__ import annotations

from fractions import Fraction

from jieting.domain.calls.call import Outcome
from jieting.domain.figures.definition import Definition, Example, Unit
from jieting.domain.figures.examples import example_call
from jieting.domain.figures.measure import Measure
from jieting.domain.figures.measures import OFFERED_CALLS, wait
from jieting.domain.periods import SECOND
from jieting.domain.said import say

NAME = "wait_percentile"
PARAMETERS = {"percent": ("50", "80", "90", "95")}


def define(percent: str = "90") -> Definition:
    """The smallest wait that at least ``percent`` of the offered calls did not exceed, in seconds.

    Formula: nearest rank; waits in order, the one at rank ceil(percent / 100 * offered).
    Shape: numerator = that wait in whole microseconds, denominator = 1 (0 without offered calls).
    Edge: the result is always a wait that occurred, never a value between two.
    Source: nearest-rank method.
    """
    rank = Fraction(int(percent), 100)
    return Definition(
        name=NAME,
        title=say("wait percentile {percent}", percent=percent),
        formula=say(
            "the wait at rank ⌈{percent} % × offered⌉ of the waits in order", percent=percent
        ),
        base=say("calls that entered a queue, answered or not"),
        exclusions=say("calls that never entered a queue"),
        unit=Unit.SECONDS,
        scale=Fraction(1, SECOND),
        numerator=Measure(
            f"wait_p{percent}_us",
            say("the wait at that rank, in microseconds"),
            OFFERED_CALLS.where,
            wait,
        ),
        denominator=OFFERED_CALLS,
        example=Example(_CALLS, _at_rank(rank) * SECOND, 1),
        source="own",
        parameters={"percent": percent},
        rank=rank,
    )


_WAITS = (3, 8, 12, 20, 45)
_CALLS = tuple(
    example_call(number, Outcome.ANSWERED, wait_s=seconds)
    for number, seconds in enumerate(_WAITS, start=1)
)


def _at_rank(rank: Fraction) -> int:
    return _WAITS[-(-rank.numerator * len(_WAITS) // rank.denominator) - 1]
