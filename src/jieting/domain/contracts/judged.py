"""The value of a figure that a rule compares with its target, under the contract's readings."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from jieting.domain.contracts.rule import Facts, Verdict
from jieting.domain.figures import Figure, Unit
from jieting.domain.quantities import plain, round_half_up
from jieting.domain.said import Said, say

POINT_PLACES = 2
"""Points are kept to two decimals, half up, so that the lines add up to the printed total."""


def judged_value(facts: Facts, clause_id: str, figure: Figure) -> Fraction | None:
    """The figure's shown or exact value, as the reading score_on says; None without a base."""
    exact = figure.exact
    if exact is None or facts.contract.reading("score_on") == "exact":
        return exact
    places = facts.contract.figure_use(clause_id).shown_places
    return Fraction(round_half_up(exact, places))


def value_words(facts: Facts, clause_id: str, figure: Figure) -> Said:
    """The figure with its unit and its two numbers: 88.97 % (8897 of 10000)."""
    places = facts.contract.figure_use(clause_id).shown_places
    shown = figure.shown(places)
    if shown is None:
        return say("no base")
    return say(
        "{value} ({numerator} of {denominator})",
        value=with_unit(Fraction(shown), figure.definition.unit, places),
        numerator=figure.numerator,
        denominator=figure.denominator,
    )


def with_unit(value: Fraction, unit: Unit, places: int | None = None) -> str:
    """A value with its unit, such as 88.97 %."""
    return f"{plain(value, places)} {unit.value}"


def points(value: Fraction) -> Fraction:
    """Points rounded half up to two decimals."""
    return Fraction(round_half_up(value, POINT_PLACES))


def without_base(facts: Facts) -> Verdict:
    """The verdict of a rule whose rate has no base, as the reading undefined_rate says."""
    if facts.contract.reading("undefined_rate") == "full_marks":
        return Verdict(say("no base: nothing to measure, full marks"), no_base=True)
    return Verdict(
        say("no base: nothing to measure, not assessed"), met=None, waiting=True, no_base=True
    )


def missing_figure(figures: Mapping[str, Figure], clause_id: str) -> Figure:
    """The figure of a clause; a contract is checked on loading so that it is there."""
    return figures[clause_id]
