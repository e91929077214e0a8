"""Clause kind minimum_count: points for each thing that had to happen and did not."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from jieting.domain.contracts.judged import points
from jieting.domain.contracts.records import Training
from jieting.domain.contracts.rule import Facts, Verdict
from jieting.domain.quantities import plain
from jieting.domain.said import say
from jieting.domain.toml.table_reader import TableReader

if TYPE_CHECKING:
    from jieting.domain.contracts.model import Clause

KIND = "minimum_count"
READING = "training_counts"
SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class MinimumCount:
    """Points lost for each training missing from ``minimum``.

    Formula: lost = points * max(0, minimum - trainings that count); which of them count is the
    reading training_counts.
    """

    minimum: int
    points: Fraction
    figure: str = ""
    kind: str = KIND

    def readings(self) -> tuple[str, ...]:
        """The open points that the rule needs settled."""
        return (READING,)

    def judge(self, clause: Clause, facts: Facts) -> Verdict:
        """Points lost by the trainings of the month."""
        rule = facts.contract.reading(READING, clause.id)
        held = facts.records.training
        counted = sum(counts(training, rule) for training in held)
        missing = max(0, self.minimum - counted)
        lost = points(self.points * missing)
        why = say(
            "{counted} of {held} trainings count, {minimum} are due: {missing} missing, "
            "{each} each, {lost} points lost",
            counted=counted,
            held=len(held),
            minimum=self.minimum,
            missing=missing,
            each=plain(self.points),
            lost=plain(lost),
        )
        return Verdict(why, lost=lost, met=not missing)


def counts(training: Training, rule: str) -> bool:
    """True where a training counts under the reading ``rule``."""
    special = rule == "any_signed" or training.kind == SPECIAL
    signed = rule == "special" or bool(training.attendees)
    return special and signed


def read(reader: TableReader) -> MinimumCount:
    """The rule in a ``[[clause.rule]]`` table of this kind."""
    reader.text("record", allowed=("training",))
    return MinimumCount(reader.whole("minimum", low=1), reader.exact("points"))
