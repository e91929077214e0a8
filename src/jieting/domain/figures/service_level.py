"""Service level (服务水平): calls answered in time, threshold and variant named."""

from __future__ import annotations

from fractions import Fraction

import ibis.expr.types as ir

from jieting.domain.calls.call import Call, Outcome
from jieting.domain.figures.definition import Definition, Example, Unit
from jieting.domain.figures.examples import example_call
from jieting.domain.figures.measure import Measure, together
from jieting.domain.figures.measures import (
    ANSWERED,
    OFFERED_CALLS,
    OVERFLOWED,
    outcome_is,
    waited_at_most,
)
from jieting.domain.said import Said, say

NAME = "service_level"
VARIANTS: dict[str, Said] = {
    "of_offered": say("abandoned and overflowed calls count as not in time"),
    "of_answered": say("only answered calls are looked at"),
    "abandoned_left_out": say("abandoned calls are left out, overflowed ones are not in time"),
    "short_abandoned_left_out": say("calls abandoned within the threshold are left out"),
    "short_abandoned_met": say("calls abandoned within the threshold count as in time"),
}
PARAMETERS = {"threshold_s": ("15", "20", "30"), "abandon_variant": tuple(VARIANTS)}


def define(threshold_s: str = "20", abandon_variant: str = "of_offered") -> Definition:
    """Calls answered within the threshold / the base of the named variant, in percent.

    Formula: 100 * in time / base, where ``abandon_variant`` says what abandoned calls are.
    Edge: a wait of exactly ``threshold_s`` seconds is in time.
    Source: GB/T 33358-2016 (15 s); ISO 18295-1 leaves the variant to the contract.
    """
    seconds = int(threshold_s)
    return Definition(
        name=NAME,
        title=say("service level within {threshold} s", threshold=threshold_s),
        formula=say("answered within the threshold / base of the variant × 100 %"),
        base=VARIANTS[abandon_variant],
        exclusions=say("calls that never entered a queue"),
        unit=Unit.PERCENT,
        scale=Fraction(100),
        numerator=_in_time(seconds, abandon_variant),
        denominator=_base(seconds, abandon_variant),
        example=Example(_example_calls(seconds), *_EXAMPLES[abandon_variant]),
        source="GB/T 33358-2016",
        parameters={"threshold_s": threshold_s, "abandon_variant": abandon_variant},
    )


def _short(calls: ir.Table, seconds: int) -> ir.BooleanValue:
    return outcome_is(calls, Outcome.ABANDONED) & waited_at_most(calls, seconds)


def _in_time(seconds: int, variant: str) -> Measure:
    def where(calls: ir.Table) -> ir.BooleanValue:
        met = outcome_is(calls, Outcome.ANSWERED) & waited_at_most(calls, seconds)
        return met | _short(calls, seconds) if variant == "short_abandoned_met" else met

    met = "answered_or_abandoned" if variant == "short_abandoned_met" else "answered"
    return Measure(f"{met}_within_{seconds}_s", say("calls answered in time"), where)


def _base(seconds: int, variant: str) -> Measure:
    if variant == "of_answered":
        return ANSWERED
    if variant == "abandoned_left_out":
        return together(
            "answered_or_overflowed", say("answered and overflowed calls"), ANSWERED, OVERFLOWED
        )
    if variant == "short_abandoned_left_out":
        return Measure(
            f"offered_but_not_abandoned_within_{seconds}_s",
            say("offered calls without those abandoned within the threshold"),
            lambda t: OFFERED_CALLS.where(t) & ~_short(t, seconds),
        )
    return OFFERED_CALLS


def _example_calls(seconds: int) -> tuple[Call, ...]:
    """Six answered at the threshold, one after it, one given up early, one late, one overflowed."""
    return (
        *(example_call(number, Outcome.ANSWERED, wait_s=seconds) for number in range(1, 7)),
        example_call(7, Outcome.ANSWERED, wait_s=seconds + 1),
        example_call(8, Outcome.ABANDONED, wait_s=seconds),
        example_call(9, Outcome.ABANDONED, wait_s=seconds + 1),
        example_call(10, Outcome.OVERFLOWED, wait_s=seconds * 3),
        example_call(11, Outcome.SERVED_BY_IVR),
    )


_EXAMPLES = {
    "of_offered": (6, 10),
    "of_answered": (6, 7),
    "abandoned_left_out": (6, 8),
    "short_abandoned_left_out": (6, 9),
    "short_abandoned_met": (7, 10),
}
"""The two numbers of the example under each variant."""
