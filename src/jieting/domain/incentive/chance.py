"""Small-number traps: one event that costs a row, and points a good supplier loses by chance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from math import ceil

import numpy as np

from jieting.domain.contracts.clauses.step_deduction import StepDeduction
from jieting.domain.contracts.model import Clause
from jieting.domain.incentive.amend import with_rule
from jieting.domain.incentive.flaw import Flaw, Gravity, Kind
from jieting.domain.incentive.goals import Goal, stepped
from jieting.domain.incentive.judge import Judge
from jieting.domain.incentive.world import World
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say

DRAWS = 4_000
"""Months drawn for a chance; its error is then below one percentage point."""
GOOD = 0.5
"""A supplier with half the misses that the target lets pass is twice as good as asked."""
OFTEN, SELDOM = 0.2, 0.05
"""Losing with this chance is severe for a good supplier; with less than the other it is no flaw."""
NICE = tuple(
    Fraction(n) for n in ["0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "2", "5", "10"]
)
"""Sizes of a step that a contract would write."""
LEAST = 0.2
"""Points of a month; a good supplier who loses less than this on average is not hurt."""
LARGEST = 10_000_000
"""More calls a month than any hotline has."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that takes points in steps, with the judge of its contract."""

    world: World
    judge: Judge
    clause: Clause
    rule: StepDeduction
    goal: Goal

    @property
    def full(self) -> Fraction:
        """The points of the row."""
        return self.clause.points or Fraction(0)

    def size(self, calls: int) -> int:
        """How many calls of a month the figure is taken of."""
        return self.world.size(self.goal, calls)

    def lost(self, misses: int, size: int) -> Fraction:
        """What a month with so many misses of so many costs, all else at its target."""
        case = self.world.case(self.world.volumes[-1])
        pair = self.goal.pair(misses, size)
        return self.judge.lost(self.clause, case.with_figure(self.rule.figure, pair))

    def gained(self, misses: int, size: int) -> Fraction:
        """What a month with so many misses earns beyond the row's full points."""
        case = self.world.case(self.world.volumes[-1])
        pair = self.goal.pair(misses, size)
        earned = self.judge.earned(self.clause, case.with_figure(self.rule.figure, pair))
        return max(Fraction(0), earned - self.full)

    def with_rule(self, **changed: Fraction) -> Line:
        """The same line with other parameters; what a good supplier is stays as it was."""
        rule = replace(self.rule, **changed)  # type: ignore[arg-type]
        contract = with_rule(self.world.contract, self.clause, self.rule, rule)
        return replace(
            self, judge=Judge(contract), clause=contract.clause(self.clause.id), rule=rule
        )


def lines(world: World, judge: Judge) -> Iterator[Line]:
    """Every line that takes points in steps."""
    for clause, rule, goal in stepped(world.contract):
        if clause.points:
            yield Line(world, judge, clause, rule, goal)


def one_event(world: World, judge: Judge) -> Iterator[Flaw]:
    """Lines in which a single miss costs half the row or more at an assumed volume."""
    for line in lines(world, judge):
        found = [(n, line.size(n), line.lost(1, line.size(n))) for n in world.volumes]
        if any(lost * 2 >= line.full for _, _, lost in found):
            yield _one_flaw(line, found)


def _one_flaw(line: Line, found: Sequence[tuple[int, int, Fraction]]) -> Flaw:
    part = line.size(LARGEST) / LARGEST
    free = _first_size(lambda size: not line.lost(1, size))
    spared = _first_size(lambda size: line.lost(1, size) < line.full)
    step, after = _wider(line, min(size for _, size, _ in found))
    return Flaw(
        "one_event_row",
        Kind.CHANCE,
        Gravity.SEVERE if any(lost >= line.full for _, _, lost in found) else Gravity.MODERATE,
        (line.clause.id,),
        say(
            "A single miss in the {figure} costs up to {lost} of the row's {full} points.",
            figure=line.goal.definition.title,
            lost=plain(max(lost for _, _, lost in found)),
            full=plain(line.full),
        ),
        (
            *(
                say("{calls} calls a month: {lost} points", calls=n, lost=plain(lost))
                for n, _, lost in found
            ),
            say(
                "it takes the whole row below {spared} of the calls that count (about {calls} a "
                "month), and is free from {free} on (about {many})",
                spared=spared,
                calls=round(spared / part),
                free=free,
                many=round(free / part),
            ),
        ),
        say(
            'Write step = "{step}", or count misses per {per} calls begun, the first two free.',
            step=plain(step),
            per=ceil(1 / line.goal.allowed) if line.goal.allowed else free,
        ),
        say(
            "With that step a single miss would cost {lost} points at {calls} calls a month.",
            lost=plain(after),
            calls=min(n for n, _, _ in found),
        ),
        tuple({"calls": n, "base": size, "lost": plain(lost)} for n, size, lost in found),
    )


def _first_size(holds: Callable[[int], bool]) -> int:
    """The smallest size from which something holds, which holds for all larger ones."""
    high = 1
    while not holds(high) and high < LARGEST:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _wider(line: Line, size: int) -> tuple[Fraction, Fraction]:
    """The smallest step at which one miss costs at most a quarter of the row, and what it costs."""
    step, after = line.rule.step, line.lost(1, size)
    for step in (n for n in NICE if n > line.rule.step):
        after = line.with_rule(step=step).lost(1, size)
        if after * 4 <= line.full:
            break
    return step, after


@dataclass(frozen=True, slots=True)
class Luck:
    """What a true quality loses by chance: how often any points, and how many on average."""

    calls: int
    quality: float
    chance: float
    expected: float


def by_chance(world: World, judge: Judge) -> Iterator[Flaw]:
    """Lines in which a supplier twice as good as asked still loses points now and then."""
    for line in lines(world, judge):
        found = [luck(line, n, q) for n in world.volumes for q in (GOOD, 1.0)]
        good = [f for f in found if f.quality == GOOD and f.expected >= LEAST]
        worst = max(good, key=lambda f: f.chance, default=None)
        if worst is not None and worst.chance >= SELDOM:
            yield _luck_flaw(line, found, worst)


def luck(line: Line, calls: int, quality: float) -> Luck:
    """How often a supplier of this true quality loses points of the line in a month."""
    size = line.size(calls)
    cost = cache(lambda misses: float(line.lost(misses, size)))
    drawn = line.world.misses(line.goal, size, quality, DRAWS)
    lost = np.array([cost(misses) for misses in drawn.tolist()])
    return Luck(calls, quality, float((lost > 0).mean()), float(lost.mean()))


def _luck_flaw(line: Line, found: Sequence[Luck], worst: Luck) -> Flaw:
    size = line.size(worst.calls)
    misses = line.world.misses(line.goal, size, GOOD, DRAWS)
    free = int(np.quantile(misses, 1 - SELDOM, method="higher"))
    share = line.goal.definition.scale * Fraction(free, size)
    after = luck(
        line.with_rule(target=100 - share if line.rule.is_floor else share), worst.calls, GOOD
    )
    return Flaw(
        "lost_by_chance",
        Kind.CHANCE,
        Gravity.SEVERE if worst.chance >= OFTEN else Gravity.MODERATE,
        (line.clause.id,),
        say(
            "A supplier twice as good as asked loses points in the {figure} by chance alone.",
            figure=line.goal.definition.title,
        ),
        tuple(_luck_words(f) for f in found),
        say(
            "Let {free} misses a month go free at {calls} calls a month.",
            free=free,
            calls=worst.calls,
        ),
        say(
            "A supplier twice as good as asked would then lose points in {chance} per cent of "
            "months.",
            chance=round(100 * after.chance),
        ),
        tuple(
            {
                "calls": f.calls,
                "quality": f.quality,
                "chance": f.chance,
                "expected_points": f.expected,
            }
            for f in found
        ),
    )


def _luck_words(found: Luck) -> Said:
    words = {
        "calls": found.calls,
        "chance": round(100 * found.chance),
        "points": f"{found.expected:.2f}",
    }
    if found.quality == GOOD:
        return say(
            "{calls} calls a month, twice as good as asked: points lost in {chance} per cent of "
            "months, {points} on average",
            **words,
        )
    return say(
        "{calls} calls a month, exactly at the target: points lost in {chance} per cent of months, "
        "{points} on average",
        **words,
    )
