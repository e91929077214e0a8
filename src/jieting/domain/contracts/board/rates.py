"""How near a figure is to its edge, counted in calls: asked of the rule itself, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from jieting.domain.contracts.model import Clause
from jieting.domain.contracts.rule import Facts, Rule, Verdict
from jieting.domain.figures import Figure, Unit
from jieting.domain.figures.measure import CALLS, COMPLAINTS
from jieting.domain.said import Said, say

NEAR_CALLS = 10
"""A figure that fewer than so many calls or ratings could break is at risk."""
FARTHEST = 10_000_000
"""Beyond so many calls nobody counts how far the edge is."""


@dataclass(frozen=True, slots=True)
class Steps:
    """What changes a figure by one: the words of a bad and of a good event, and how it counts.

    ``bad`` and ``good`` add to numerator and denominator; fewer than ``near`` bad ones are near.
    """

    bad: tuple[int, int]
    good: tuple[int, int]
    bad_words: Said
    good_words: Said
    near: int


_WORDS: dict[str, tuple[Said, Said]] = {
    "connection_rate": (say("unconnected calls"), say("connected calls")),
    "satisfaction": (say("ratings that are not positive"), say("positive ratings")),
    "abandon_rate": (say("offered calls not answered"), say("answered calls")),
    "complaint_rate": (
        say("justified complaints"),
        say("calls answered without a justified complaint"),
    ),
}
_OTHERS = (say("calls that miss it"), say("calls that keep it"))


def steps_of(figure: Figure, is_floor: bool) -> Steps | None:
    """How one event changes the figure; None for a figure that is not a share of calls.

    A floor (at least) falls by an event in the base alone and rises by one in both numbers; a
    ceiling (at most) the other way round. A complaint adds to the numerator alone.
    """
    definition = figure.definition
    numerator, denominator = definition.measures
    if definition.unit is not Unit.PERCENT or definition.rank is not None:
        return None
    if numerator.value is not None or denominator.value is not None:
        return None
    bad_words, good_words = _WORDS.get(definition.name, _OTHERS)
    if numerator.relation == COMPLAINTS and denominator.relation == CALLS:
        return Steps((1, 0), (0, 1), bad_words, good_words, 2)
    in_base, in_both = (0, 1), (1, 1)
    bad, good = (in_base, in_both) if is_floor else (in_both, in_base)
    return Steps(bad, good, bad_words, good_words, NEAR_CALLS)


def cost(clause: Clause, verdict: Verdict) -> Fraction:
    """What a verdict costs: points where the clause has some, else 1 for a broken limit."""
    return verdict.lost if clause.points is not None else Fraction(verdict.met is False)


@dataclass(frozen=True, slots=True)
class Distance:
    """How many more bad events cost more, and how many good ones in a row end the cost.

    None where there is no such number, or none below FARTHEST; ``next_cost`` is what it then is.
    """

    breaks_after: int | None
    recovers_after: int | None
    next_cost: Fraction


def distance(
    clause: Clause, rule: Rule, facts: Facts, figure: Figure, changes: Steps, now: Fraction
) -> Distance:
    """The distance of a figure from its next edge, as the rule itself judges it.

    ``now`` is what the verdict costs today. Every further bad event makes the figure worse and
    every good one better, so the first number that does it is found by halving.
    """

    def after(number: int, change: tuple[int, int]) -> Fraction:
        moved = replace(
            figure,
            numerator=figure.numerator + number * change[0],
            denominator=figure.denominator + number * change[1],
        )
        changed = replace(facts, figures={**facts.figures, rule.figure: moved})
        return cost(clause, rule.judge(clause, changed))

    breaks = first_number(lambda number: after(number, changes.bad) > now)
    recovers = first_number(lambda number: after(number, changes.good) == 0) if now else None
    return Distance(breaks, recovers, after(breaks, changes.bad) if breaks else now)


def first_number(holds: Callable[[int], bool]) -> int | None:
    """The smallest number from 1 on for which a condition holds that never ends once it holds."""
    high = 1
    while not holds(high):
        high *= 2
        if high > FARTHEST:
            return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
