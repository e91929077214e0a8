"""The month under every reading: what each other answer to an open point would change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from jieting.domain.contracts.assess import Assessment
from jieting.domain.contracts.choices import Choice
from jieting.domain.contracts.model import Contract


@dataclass(frozen=True, slots=True)
class Alternative:
    """The month under one value of one choice, everything else as the contract has it.

    ``moved`` names the lines, limits and figures that differ from the contract's own reading;
    ``limits`` tells whether each limit is met.
    """

    choice: Choice
    value: str
    chosen: bool
    score: Fraction | None
    coefficient: Fraction | None
    moved: tuple[str, ...]
    limits: tuple[tuple[str, bool | None], ...] = ()


def what_if(base: Assessment, again: Callable[[Contract], Assessment]) -> Iterator[Alternative]:
    """Every value of every choice; ``again`` assesses the month under a changed contract."""
    for choice, value in base.contract.alternatives():
        chosen = value == choice.value
        other = base if chosen else again(base.contract.with_reading(choice, value))
        limits = tuple((limit.clause, limit.met) for limit in other.limits)
        changed = moved(base, other)
        yield Alternative(choice, value, chosen, other.score, other.coefficient, changed, limits)


def moved(base: Assessment, other: Assessment) -> tuple[str, ...]:
    """Clauses whose line, limit or figure is not the same in two assessments of a month."""
    lines = {line.clause: (line.earned, line.full) for line in base.lines}
    limits = {limit.clause: (limit.met, len(limit.findings)) for limit in base.limits}
    found = [line.clause for line in other.lines if lines[line.clause] != (line.earned, line.full)]
    found += [
        limit.clause
        for limit in other.limits
        if limits[limit.clause] != (limit.met, len(limit.findings))
    ]
    for clause, figure in other.counted.figures.items():
        before = base.counted.figures[clause]
        if (before.numerator, before.denominator) != (figure.numerator, figure.denominator):
            found.append(clause)
    return tuple(dict.fromkeys(found))
