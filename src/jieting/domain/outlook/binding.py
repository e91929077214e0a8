"""The line that binds: where one step better raises the month's result the most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from jieting.domain.contracts.board.rates import steps_of
from jieting.domain.contracts.model import Clause
from jieting.domain.outlook.chances import Ints
from jieting.domain.outlook.columns import mean
from jieting.domain.outlook.drawn import Drawn, Pair
from jieting.domain.outlook.needed import RateRule
from jieting.domain.outlook.possible import Judge, Possible

ONE_POINT = 0.01
"""A rate is made better by one percentage point of the calls of the rest."""
A_TWENTIETH = 0.05
"""A figure in seconds is made better by a twentieth of its sum in the rest."""
NOTICEABLE = 0.005
"""A smaller gain in coefficient or probability is none."""
NOTICEABLE_POINTS = 0.05
"""A smaller gain in points is none."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What one step better of a figure brings; ``events`` says that the step is one event fewer.

    ``coefficient`` is the edge whose probability moves most, from ``before`` to ``after``: that of
    reaching at least so much, or, without points, of keeping every limit (then None).
    """

    clause: str
    figure: str
    events: bool
    expected_coefficient: float
    expected_score: float
    coefficient: Fraction | None
    before: float
    after: float


def gains(judge: Judge, base: Possible) -> tuple[Gain, ...]:
    """What one step better of each figure brings, the largest gain first.

    Formula: difference of expected values with the same draws, once with the figure's rest one
    step better. Order: by the expected coefficient (or limits kept), then the expected score.
    """
    found = list(_gains(judge, base))
    return tuple(
        sorted(found, key=lambda g: (-round(g.expected_coefficient, 6), -g.expected_score))
    )


def binding(found: tuple[Gain, ...]) -> Gain | None:
    """The gain of the line that binds; None where one step changes nothing worth a word."""
    if not found:
        return None
    first, most = found[0], max(found, key=lambda gain: gain.expected_score)
    if max(first.expected_coefficient, first.after - first.before) > NOTICEABLE:
        return first
    return most if most.expected_score > NOTICEABLE_POINTS else None


def _gains(judge: Judge, base: Possible) -> Iterator[Gain]:
    drawn = base.months.drawn
    for clause, rule in _rules(judge):
        pair = drawn.figures[rule.figure]
        if not pair.denominators.any():
            continue
        better, events = _better(judge, rule, pair)
        moved = replace(drawn, figures={**drawn.figures, rule.figure: better})
        yield _gain(clause.id, rule.figure, events, base, _judged(judge, moved))


def _judged(judge: Judge, drawn: Drawn) -> Possible:
    return judge.judged(drawn)


def _rules(judge: Judge) -> Iterator[tuple[Clause, RateRule]]:
    for clause in judge.known.contract.clauses:
        for rule in clause.rules:
            if isinstance(rule, RateRule):
                yield clause, rule


def _better(judge: Judge, rule: RateRule, pair: Pair) -> tuple[Pair, bool]:
    """The rest with the figure one step better, and whether the step is an event."""
    steps = steps_of(judge.facts.figures[rule.figure], rule.is_floor)
    side = 1 if rule.is_floor else -1
    above, below = pair.numerators, pair.denominators
    if steps is None:
        moved = np.rint(above * (1 + side * A_TWENTIETH)).astype(np.int64)
        return Pair(np.maximum(moved, 0), below), False
    if steps.bad == (1, 0):
        return Pair(np.maximum(above - 1, 0), below), True
    step = np.rint(below * ONE_POINT).astype(np.int64)
    return Pair(_within(above + side * step, below), below), False


def _within(numbers: Ints, most: Ints) -> Ints:
    return np.minimum(np.maximum(numbers, 0), most)


def _gain(clause: str, figure: str, events: bool, base: Possible, better: Possible) -> Gain:
    edge, before, after = _edge(base, better)
    return Gain(
        clause=clause,
        figure=figure,
        events=events,
        expected_coefficient=_difference(base, better)
        if base.coefficient is not None
        else after - before,
        expected_score=(mean(better.score) or 0.0) - (mean(base.score) or 0.0)
        if base.score is not None and better.score is not None
        else 0.0,
        coefficient=edge,
        before=before,
        after=after,
    )


def _difference(base: Possible, better: Possible) -> float:
    if base.coefficient is None or better.coefficient is None:
        return 0.0
    return (mean(better.coefficient) or 0.0) - (mean(base.coefficient) or 0.0)


def _edge(base: Possible, better: Possible) -> tuple[Fraction | None, float, float]:
    """The coefficient whose probability of being reached moves most; limits where there is none."""
    if base.coefficient is None or better.coefficient is None:
        return None, all_kept(base), all_kept(better)
    edges = {v for v in (*base.coefficient.values, *better.coefficient.values) if v is not None}
    found = [(edge, _at_least(base, edge), _at_least(better, edge)) for edge in sorted(edges)]
    if not found:
        return None, 0.0, 0.0
    return max(found, key=lambda one: (one[2] - one[1], one[0]))


def _at_least(possible: Possible, edge: Fraction) -> float:
    if possible.coefficient is None:
        return 0.0
    return possible.coefficient.share(lambda value: value is not None and value >= edge)


def all_kept(possible: Possible) -> float:
    """The probability that no limit is broken."""
    kept = np.ones(possible.months.drawn.replications, dtype=np.bool_)
    for limit in possible.limits.values():
        broken = np.array([met is False for met in limit.values])
        kept &= ~broken[limit.places]
    return float(kept.mean()) if len(kept) else 0.0
