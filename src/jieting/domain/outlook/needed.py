"""What a line still needs: asked of its own rule in whole numbers, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

import numpy as np

from jieting.domain.contracts.assess import earned_of
from jieting.domain.contracts.board.rates import FARTHEST, Steps, steps_of
from jieting.domain.contracts.clauses.limit import Limit
from jieting.domain.contracts.clauses.step_deduction import StepDeduction
from jieting.domain.contracts.model import Clause, Contract
from jieting.domain.contracts.rule import Verdict
from jieting.domain.figures import Figure
from jieting.domain.outlook.chances import Ints
from jieting.domain.outlook.looked import Months

RateRule = StepDeduction | Limit


class Reach(StrEnum):
    """Whether what a line asks for can still be had."""

    SAFE = "safe"
    """Whatever the rest of the month brings."""
    OPEN = "open"
    """If the rest of the month brings enough."""
    LOST = "lost"
    """Whatever the rest of the month brings, it is too late."""


class Unit(StrEnum):
    """What the number that is needed counts."""

    AT_LEAST = "at_least"
    """So many good ones, at least, of the calls or ratings of the rest."""
    AT_MOST = "at_most"
    """So many bad ones, at most, of the calls of the rest."""
    MORE_EVENTS = "more_events"
    """So many more events, at most, beside the calls."""
    SUM = "sum"
    """A sum over the calls of the rest, at most or at least, in the figure's whole units."""


@dataclass(frozen=True, slots=True)
class Step:
    """``number`` of ``of`` expected in the rest brings the line to ``points``; one less does not.

    For a limit ``points`` is None: it is kept.
    """

    number: int
    of: int
    points: Fraction | None


@dataclass(frozen=True, slots=True)
class RateNeed:
    """What a figure needs in the rest of the month.

    ``full`` is what keeps full marks, or the limit, ``best`` what the most that is still possible
    needs where full marks are lost, ``higher`` the next step above what is expected.
    """

    clause: str
    figure: str
    unit: Unit
    reach: Reach
    expected: int
    of: int
    full: Step | None
    best: Step | None
    higher: Step | None


@dataclass(frozen=True, slots=True)
class _Scale:
    """How a number of the rest moves a figure: on a scale on which more is never worse.

    ``is_rising`` where the number is the figure's own numerator in the rest; else it is what that
    lacks of ``highest``.
    """

    unit: Unit
    highest: int
    figure_at: Callable[[int], Figure]
    is_rising: bool

    def turned(self, number: int) -> int:
        """From a place on the scale to the numerator in the rest, and back."""
        return number if self.is_rising else self.highest - number


def rate_need(months: Months, clause: Clause, rule: RateRule) -> RateNeed | None:
    """What the rule's figure needs; None where nothing of it is still to come.

    The base of the rest is its expected one, rounded. Each further good event never makes a
    verdict worse, so the first number that is enough is found by halving.
    """
    drawn = months.drawn.figures[rule.figure]
    base = _expected(drawn.denominator)
    figure = months.facts.figures[rule.figure]
    if base == 0 and _expected(drawn.numerator) == 0:
        return None
    scale = _scale(figure, rule, base)
    likely = min(scale.highest, max(0, scale.turned(_expected(drawn.numerator))))

    def worth(number: int) -> Fraction:
        moved = {**months.facts.figures, rule.figure: scale.figure_at(number)}
        verdict = rule.judge(clause, replace(months.facts, figures=moved))
        return _worth(months.known.contract, clause, verdict)

    def first(least: Fraction) -> int | None:
        return first_enough(lambda number: worth(number) >= least, scale.highest)

    def step(number: int | None) -> Step | None:
        if number is None:
            return None
        points = worth(number) if clause.points is not None else None
        return Step(scale.turned(number), base, points)

    full, top, now = first(clause.points or Fraction(0)), worth(scale.highest), worth(likely)
    return RateNeed(
        clause=clause.id,
        figure=rule.figure,
        unit=scale.unit,
        reach=Reach.LOST if full is None else Reach.SAFE if full == 0 else Reach.OPEN,
        expected=scale.turned(likely),
        of=base,
        full=step(full),
        best=step(first(top)) if full is None else None,
        higher=step(first_enough(lambda n: worth(n) > now, scale.highest)),
    )


def rate_needs(months: Months) -> Iterator[RateNeed]:
    """What every rule that looks at a figure needs, in the contract's order."""
    for clause in months.known.contract.clauses:
        for rule in clause.rules:
            if isinstance(rule, RateRule):
                need = rate_need(months, clause, rule)
                if need is not None:
                    yield need


def _expected(numbers: Ints) -> int:
    return int(np.rint(numbers.mean())) if len(numbers) else 0


def _worth(contract: Contract, clause: Clause, verdict: Verdict) -> Fraction:
    """What the row earns if this rule alone took or gave points; for a limit 0 if kept, else -1."""
    if clause.points is None:
        return Fraction(0 if verdict.met is not False else -1)
    return earned_of(contract, clause.points + verdict.gained - verdict.lost)


def first_enough(holds: Callable[[int], bool], highest: int) -> int | None:
    """The smallest number from 0 to ``highest`` for which a condition holds that never ends."""
    if not holds(highest):
        return None
    low, high = -1, highest
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _scale(figure: Figure, rule: RateRule, base: int) -> _Scale:
    changes = steps_of(figure, rule.is_floor)
    if changes is None:
        return _sum_scale(figure, rule, base)
    if changes.bad == (1, 0):
        return _event_scale(figure, base)
    unit = Unit.AT_LEAST if rule.is_floor else Unit.AT_MOST
    return _Scale(unit, base, lambda good: _moved(figure, changes, good, base), rule.is_floor)


def _moved(figure: Figure, changes: Steps, good: int, base: int) -> Figure:
    bad = base - good
    return replace(
        figure,
        numerator=figure.numerator + good * changes.good[0] + bad * changes.bad[0],
        denominator=figure.denominator + good * changes.good[1] + bad * changes.bad[1],
    )


def _event_scale(figure: Figure, base: int) -> _Scale:
    """The fewer events, the better: number ``n`` stands for ``most - n`` of them."""
    most = figure.denominator + base
    return _Scale(
        Unit.MORE_EVENTS,
        most,
        lambda number: replace(
            figure,
            numerator=figure.numerator + most - number,
            denominator=figure.denominator + base,
        ),
        is_rising=False,
    )


def _sum_scale(figure: Figure, rule: RateRule, base: int) -> _Scale:
    """A sum of seconds over the rest: up to ten million of the figure's unit for a call."""
    most = int(FARTHEST / figure.definition.scale) if figure.definition.scale else FARTHEST

    def at(number: int) -> Figure:
        total = number if rule.is_floor else most - number
        return replace(
            figure,
            numerator=figure.numerator + total,
            denominator=figure.denominator + base,
        )

    return _Scale(Unit.SUM, most, at, rule.is_floor)
