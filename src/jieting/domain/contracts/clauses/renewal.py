"""Clause kind renewal: so many good months of the contract year allow the next year's contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from jieting.domain.contracts.rule import Facts, Verdict
from jieting.domain.quantities import plain
from jieting.domain.said import say
from jieting.domain.toml.table_reader import TableReader

if TYPE_CHECKING:
    from jieting.domain.contracts.model import Clause

KIND = "renewal"


@dataclass(frozen=True, slots=True)
class RenewalState:
    """Where renewal stands: good months so far, months still needed, whether it can be reached."""

    good: int
    given: int
    needed: int
    of: int

    @property
    def still_needed(self) -> int:
        """Good months that are still missing."""
        return max(0, self.needed - self.good)

    @property
    def still_possible(self) -> bool:
        """True where the months not yet given could still make it."""
        return self.still_needed <= self.of - self.given


@dataclass(frozen=True, slots=True)
class Renewal:
    """At least ``months`` of ``of`` months must score ``score`` or more."""

    months: int
    of: int
    score: Fraction
    figure: str = ""
    kind: str = KIND

    def readings(self) -> tuple[str, ...]:
        """No open point touches the counting of good months."""
        return ()

    def state(self, scores: Sequence[Fraction]) -> RenewalState:
        """Where renewal stands after these monthly scores."""
        good = sum(score >= self.score for score in scores)
        return RenewalState(good, len(scores), self.months, self.of)

    def judge(self, clause: Clause, facts: Facts) -> Verdict:
        """Nothing by itself: renewal is judged over the months of the contract year."""
        return Verdict(
            say(
                "{months} of {of} months at {score} or more",
                months=self.months,
                of=self.of,
                score=plain(self.score),
            )
        )


def read(reader: TableReader) -> Renewal:
    """The rule in a ``[[clause.rule]]`` table of this kind."""
    rule = Renewal(reader.whole("months", low=1), reader.whole("of", low=1), reader.exact("score"))
    if 0 < rule.of < rule.months:
        reader.found(
            "renewal_months",
            "months",
            say("{months} of {of} months are asked for.", months=rule.months, of=rule.of),
            say("No contract year could reach it."),
            say("Correct the two numbers."),
        )
    return rule
