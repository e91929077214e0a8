"""Clause kind sample: points for every so many calls missing from a random sample."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from jieting.domain.contracts.judged import points, without_base
from jieting.domain.contracts.rule import Facts, Verdict
from jieting.domain.quantities import plain, round_half_up, steps
from jieting.domain.said import say
from jieting.domain.toml.table_reader import TableReader

if TYPE_CHECKING:
    from jieting.domain.contracts.model import Clause

KIND = "sample"


@dataclass(frozen=True, slots=True)
class Sample:
    """Points lost for each ``step`` calls by which the random sample is short.

    Formula: required = share * base, rounded as qa_round says; the base is qa_base; lost =
    points * steps((required - sampled) / step), steps counted as partial_step says.
    Edge: a call counts once, however often it was evaluated, and only if it lies in the base.
    """

    share: Fraction
    step: Fraction
    points: Fraction
    figure: str = ""
    kind: str = KIND

    def readings(self) -> tuple[str, ...]:
        """The open points that the rule needs settled."""
        return ("qa_base", "qa_round", "partial_step", "undefined_rate")

    def required(self, base: int, rounding: str) -> int:
        """How many calls must be sampled from ``base``."""
        exact = self.share / 100 * base
        return ceil(exact) if rounding == "up" else int(round_half_up(exact, 0))

    def judge(self, clause: Clause, facts: Facts) -> Verdict:
        """Points lost by the sample of the month."""
        if facts.sample_base == 0:
            return without_base(facts)
        reading = facts.contract.reading
        required = self.required(facts.sample_base, reading("qa_round", clause.id))
        short = max(0, required - facts.sampled)
        counted = steps(Fraction(short), self.step, reading("partial_step", clause.id))
        lost = points(self.points * counted)
        why = say(
            "{sampled} of {required} required samples ({share} percent of {base} calls): "
            "{short} short, {lost} points lost",
            sampled=facts.sampled,
            required=required,
            share=plain(self.share),
            base=facts.sample_base,
            short=short,
            lost=plain(lost),
        )
        return Verdict(why, lost=lost, met=not short)


def read(reader: TableReader) -> Sample:
    """The rule in a ``[[clause.rule]]`` table of this kind."""
    reader.text("record", allowed=("evaluation",))
    share, step = reader.exact("share"), reader.exact("step")
    if share > 100 or (step == 0 and "step" in reader):
        reader.found(
            "sample_range",
            "share" if share > 100 else "step",
            say("share is {share} % and step is {step}.", share=plain(share), step=plain(step)),
            say("A sample is at most all calls, and is counted in steps above 0."),
            say("Correct the values."),
        )
    return Sample(share, step or Fraction(1), reader.exact("points"))
