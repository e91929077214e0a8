"""The months that may come, each judged by the clauses as ``assess`` judges a month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from jieting.domain.contracts.assess import (
    coefficient_of,
    is_limit,
    limit_of,
    line_of,
    total_of,
)
from jieting.domain.contracts.clauses.limit import Limit
from jieting.domain.contracts.clauses.step_deduction import StepDeduction
from jieting.domain.contracts.clauses.streak import Streak
from jieting.domain.contracts.model import Clause, Contract
from jieting.domain.contracts.rule import Facts
from jieting.domain.outlook.chances import Ints
from jieting.domain.outlook.columns import Column, rows_alike, together
from jieting.domain.outlook.drawn import Drawn
from jieting.domain.outlook.known import Known
from jieting.domain.outlook.looked import Months, Part
from jieting.domain.outlook.still_open import Open, settled

OF_FIGURES = (StepDeduction, Limit, Streak)
"""Rules that look at no record."""
Points = Fraction | None
Key = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Possible:
    """A column for every line and limit, and for the score and the coefficient of the month."""

    months: Months
    lines: Mapping[str, Column[Points]]
    limits: Mapping[str, Column[bool | None]]
    score: Column[Points] | None
    coefficient: Column[Points] | None


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges replications; what was judged once is not judged again.

    ``seen`` by clause and key: a key names what a clause looks at, so it holds for every way of
    drawing as long as the records are settled alike.
    """

    known: Known
    way: Open
    facts: Facts
    lines: dict[str, dict[Key, Points]] = field(default_factory=dict)
    limits: dict[str, dict[Key, bool | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Known, way: Open) -> Judge:
        """A judge of what may come of ``known`` with everything open settled ``way``."""
        return cls(known, way, settled(known, way))

    def other(self, way: Open) -> Judge:
        """The judge of the other way; what only looks at figures need not be judged again."""
        contract = self.known.contract
        same = {c.id for c in contract.clauses if all(isinstance(r, OF_FIGURES) for r in c.rules)}
        lines = {name: seen for name, seen in self.lines.items() if name in same}
        limits = {name: seen for name, seen in self.limits.items() if name in same}
        return Judge(self.known, way, settled(self.known, way), lines, limits)

    def judged(self, drawn: Drawn) -> Possible:
        """Every replication judged."""
        months = Months(self.known, drawn, self.way, self.facts)
        contract = self.known.contract
        lines = {c.id: self._line(months, c) for c in contract.clauses if c.points is not None}
        limits = {c.id: self._limit(months, c) for c in contract.clauses if is_limit(c)}
        score = score_column(contract, tuple(lines.values()))
        coefficient = None
        if score is not None and coefficient_of(contract, Fraction(0)) is not None:
            coefficient = score.map(lambda value: coefficient_of(contract, value))
        return Possible(months, lines, limits, score, coefficient)

    def _line(self, months: Months, clause: Clause) -> Column[Points]:
        parts = tuple(months.parts(clause))
        seen = self.lines.setdefault(clause.id, {})
        keys, first, kind = _kinds(parts, months.drawn.replications)
        for key, row in zip(keys, first, strict=True):
            if key not in seen:
                seen[key] = line_of(clause, self._facts(parts, row)).earned
        return Column(tuple(seen[key] for key in keys), kind)

    def _limit(self, months: Months, clause: Clause) -> Column[bool | None]:
        parts = tuple(months.parts(clause))
        seen = self.limits.setdefault(clause.id, {})
        keys, first, kind = _kinds(parts, months.drawn.replications)
        for key, row in zip(keys, first, strict=True):
            if key not in seen:
                seen[key] = limit_of(clause, self._facts(parts, row)).met
        return Column(tuple(seen[key] for key in keys), kind)

    def _facts(self, parts: tuple[Part, ...], row: int) -> Facts:
        facts = self.facts
        for part in parts:
            facts = part.put(facts, row)
        return facts


def _kinds(parts: tuple[Part, ...], replications: int) -> tuple[list[Key], list[int], Ints]:
    """The distinct keys, a replication of each, and the place of every replication's key."""
    columns = [key for part in parts for key in part.keys]
    if not columns:
        return [()], [0], np.zeros(replications, dtype=np.int64)
    table = np.column_stack(columns)
    first, kind = rows_alike(table)
    return [tuple(table[row].tolist()) for row in first], first.tolist(), kind


def score_column(contract: Contract, lines: tuple[Column[Points], ...]) -> Column[Points] | None:
    """The month's score in every replication; None for a contract without points."""
    if not lines:
        return None

    def score(earned: tuple[Points, ...]) -> Points:
        known = [points for points in earned if points is not None]
        return total_of(contract, known) if len(known) == len(earned) else None

    return together([_alike(line) for line in lines], score)


def _alike(line: Column[Points]) -> Column[Points]:
    """The column with equal values in one place, so that few combinations are added up."""
    places: dict[Points, int] = {}
    kind = np.array([places.setdefault(value, len(places)) for value in line.values])
    return Column(tuple(places), kind[line.places])
