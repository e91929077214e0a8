"""Clause kind coefficient: the bracket of a score says what share of the fee is paid."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from jieting.domain.contracts.rule import Facts, Verdict
from jieting.domain.quantities import plain
from jieting.domain.said import say
from jieting.domain.toml.table_reader import TableReader

if TYPE_CHECKING:
    from jieting.domain.contracts.model import Clause

KIND = "coefficient"


@dataclass(frozen=True, slots=True)
class Bracket:
    """From this score on, this coefficient."""

    score: Fraction
    coefficient: Fraction


@dataclass(frozen=True, slots=True)
class Coefficient:
    """The coefficient of the highest bracket that the score reaches; the edge reaches it."""

    brackets: tuple[Bracket, ...]
    figure: str = ""
    kind: str = KIND

    def readings(self) -> tuple[str, ...]:
        """The open points that the rule needs settled."""
        return ("quarter_score", "total_cap", "floor")

    def of(self, score: Fraction) -> Fraction:
        """The coefficient that ``score`` earns; below every bracket, the lowest one's."""
        return next(
            (b.coefficient for b in self.brackets if score >= b.score),
            self.brackets[-1].coefficient,
        )

    def judge(self, clause: Clause, facts: Facts) -> Verdict:
        """Nothing by itself: the score of the month or quarter is judged once it is known."""
        steps = tuple(
            say(
                "{score} or more: {coefficient}",
                score=plain(b.score),
                coefficient=plain(b.coefficient),
            )
            for b in self.brackets
        )
        return Verdict(say("{brackets}", brackets=steps))


def read(reader: TableReader) -> Coefficient:
    """The rule in a ``[[clause.rule]]`` table of this kind; brackets in falling order."""
    brackets = []
    for row in reader.tables("brackets"):
        brackets.append(Bracket(row.exact("from"), row.exact("coefficient")))
        row.close()
    scores = [bracket.score for bracket in brackets]
    if scores[-1:] != [0] or scores != sorted(set(scores), reverse=True):
        reader.found(
            "brackets",
            "brackets",
            say("The brackets do not fall from one to the next, down to 0."),
            say("Each score must lie in exactly one bracket."),
            say("List them from the highest score to 0."),
        )
    return Coefficient(tuple(brackets) or (Bracket(Fraction(0), Fraction(1)),))
