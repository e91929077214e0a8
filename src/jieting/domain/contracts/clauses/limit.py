"""Clause kind limit: a figure of the month that must keep a bound, pass or fail."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from jieting.domain.contracts.judged import judged_value, value_words, with_unit, without_base
from jieting.domain.contracts.rule import Facts, Verdict
from jieting.domain.said import say
from jieting.domain.toml.table_reader import TableReader

if TYPE_CHECKING:
    from jieting.domain.contracts.model import Clause

KIND = "limit"


@dataclass(frozen=True, slots=True)
class Limit:
    """The figure must be at least, or at most, ``target``; the target itself keeps it."""

    figure: str
    target: Fraction
    is_floor: bool
    kind: str = KIND

    def readings(self) -> tuple[str, ...]:
        """The open points that the rule needs settled."""
        return ("score_on", "undefined_rate")

    def judge(self, clause: Clause, facts: Facts) -> Verdict:
        """Whether the figure of the month keeps the bound."""
        figure = facts.figures[self.figure]
        value = judged_value(facts, self.figure, figure)
        if value is None:
            return without_base(facts)
        met = value >= self.target if self.is_floor else value <= self.target
        bound = with_unit(self.target, figure.definition.unit)
        words = value_words(facts, self.figure, figure)
        if met:
            return Verdict(say("{value}: keeps {target}", value=words, target=bound))
        side = say("below") if self.is_floor else say("above")
        why = say("{value}: {side} {target}", value=words, side=side, target=bound)
        return Verdict(why, met=False, findings=(why,))


def read(reader: TableReader) -> Limit:
    """The rule in a ``[[clause.rule]]`` table of this kind."""
    return Limit(
        figure=reader.text("figure"),
        target=reader.exact("target"),
        is_floor=reader.text("side", allowed=("at_least", "at_most")) == "at_least",
    )
