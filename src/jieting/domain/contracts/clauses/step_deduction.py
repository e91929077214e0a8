"""Clause kind step_deduction: points for each step by which a figure misses or beats its target."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from jieting.domain.contracts.judged import judged_value, points, value_words, without_base
from jieting.domain.contracts.rule import Facts, Verdict
from jieting.domain.figures import Figure
from jieting.domain.quantities import plain, steps
from jieting.domain.said import Said, say
from jieting.domain.toml.table_reader import TableReader

if TYPE_CHECKING:
    from jieting.domain.contracts.model import Clause

KIND = "step_deduction"
PARTIALS = ("partial_point", "partial_step")


@dataclass(frozen=True, slots=True)
class Bonus:
    """Points for each step beyond the target, at most ``cap``."""

    step: Fraction
    points: Fraction
    cap: Fraction


@dataclass(frozen=True, slots=True)
class StepDeduction:
    """Points lost for each ``step`` of the figure on the wrong side of ``target``.

    Formula: lost = points * steps(|target - value| / step), steps counted as the reading named in
    ``partial`` says; gained = bonus.points * steps(|value - target| / bonus.step), at most its cap.
    Edge: the target itself loses nothing. Points are rounded half up to two decimals.
    """

    figure: str
    target: Fraction
    is_floor: bool
    step: Fraction
    points: Fraction
    partial: str
    bonus: Bonus | None
    kind: str = KIND

    def readings(self) -> tuple[str, ...]:
        """The open points that the rule needs settled."""
        bonus = ("bonus_step",) if self.bonus else ()
        return (self.partial, "score_on", "undefined_rate", *bonus)

    def judge(self, clause: Clause, facts: Facts) -> Verdict:
        """Points lost and gained by the figure of the month."""
        figure = facts.figures[self.figure]
        value = judged_value(facts, self.figure, figure)
        if value is None:
            return without_base(facts)
        short = self.target - value if self.is_floor else value - self.target
        if short > 0:
            return self._missed(clause, facts, figure, short)
        return self._reached(facts, figure, -short)

    def _missed(self, clause: Clause, facts: Facts, figure: Figure, gap: Fraction) -> Verdict:
        partial = facts.contract.reading(self.partial, clause.id)
        counted = steps(gap, self.step, partial)
        lost = points(self.points * counted)
        why = say(
            "{value}: {gap} {side} {target}, {counted}, {lost} points lost",
            value=value_words(facts, self.figure, figure),
            gap=_gap(gap),
            side=say("below") if self.is_floor else say("above"),
            target=f"{plain(self.target)} %",
            counted=_counted(partial, counted, self.step),
            lost=plain(lost),
        )
        return Verdict(why, lost=lost, met=False)

    def _reached(self, facts: Facts, figure: Figure, beyond: Fraction) -> Verdict:
        value, target = value_words(facts, self.figure, figure), f"{plain(self.target)} %"
        if self.bonus is None or beyond == 0:
            return Verdict(say("{value}: keeps {target}", value=value, target=target))
        partial = facts.contract.reading("bonus_step")
        counted = steps(beyond, self.bonus.step, partial)
        gained = min(points(self.bonus.points * counted), self.bonus.cap)
        why = say(
            "{value}: {gap} {side} {target}, {counted}, bonus {gained} (at most {cap})",
            value=value,
            gap=_gap(beyond),
            side=say("above") if self.is_floor else say("below"),
            target=target,
            counted=_counted(partial, counted, self.bonus.step),
            gained=plain(gained),
            cap=plain(self.bonus.cap),
        )
        return Verdict(why, gained=gained)


def _gap(gap: Fraction) -> Said:
    return say("{gap} percentage points", gap=plain(gap))


def _counted(partial: str, counted: Fraction, step: Fraction) -> Said:
    number, size = plain(counted), plain(step)
    if partial == "linear":
        return say("{number} steps of {size} in proportion", number=number, size=size)
    if partial == "started":
        return say("{number} steps of {size} begun", number=number, size=size)
    return say("{number} whole steps of {size}", number=number, size=size)


def read(reader: TableReader) -> StepDeduction:
    """The rule in a ``[[clause.rule]]`` table of this kind."""
    bonus = reader.table("bonus", required=False)
    return StepDeduction(
        figure=reader.text("figure"),
        target=reader.exact("target"),
        is_floor=reader.text("side", allowed=("at_least", "at_most")) == "at_least",
        step=_positive(reader, "step"),
        points=reader.exact("points"),
        partial=reader.text("partial", allowed=PARTIALS),
        bonus=_bonus(bonus) if "bonus" in reader else None,
    )


def _bonus(reader: TableReader) -> Bonus:
    bonus = Bonus(_positive(reader, "step"), reader.exact("points"), reader.exact("cap"))
    reader.close()
    return bonus


def _positive(reader: TableReader, key: str) -> Fraction:
    """A step: a number above 0, since the distance is divided by it."""
    step = reader.exact(key)
    if step == 0:
        if key in reader:
            reader.found(
                "zero_step",
                key,
                say("{key} is 0.", key=key),
                say("A distance cannot be counted in steps of nothing."),
                say('Write the step of the clause, such as "0.5".'),
            )
        return Fraction(1)
    return step
