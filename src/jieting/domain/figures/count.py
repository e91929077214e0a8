"""Counting figures: questions to an engine, and figures from its answers.

A question is one Ibis aggregate over one relation; engines in ``jieting.analytics`` run it. The
answers are tallies: for every key the whole number of every measure. Tallies add up, so days roll
up to months; only percentiles cannot be added and are asked anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from jieting.domain.figures.definition import Definition, Figure
from jieting.domain.figures.measure import CALLS, Measure
from jieting.domain.periods import DAY, HALF_HOUR

Key = tuple[object, ...]
Tally = dict[str, int]


@dataclass(frozen=True, slots=True)
class Question:
    """One aggregate: ``expr`` gives ``keys`` and then one whole number per name in ``names``."""

    relation: str
    expr: ir.Table
    keys: tuple[str, ...]
    names: tuple[str, ...]


def with_time(rows: ir.Table, local_at: ir.IntegerValue) -> ir.Table:
    """``rows`` with ``day`` (local days since 1970-01-01) and ``half_hour`` (0 to 47)."""
    day = (local_at - local_at % DAY) / DAY
    half_hour = (local_at % DAY - local_at % HALF_HOUR) / HALF_HOUR
    return rows.mutate(day=_whole(day), half_hour=_whole(half_hour))


def _whole(value: ir.NumericValue) -> ir.IntegerValue:
    """A quotient known to be whole as int64; exact because both numbers are below 2^53."""
    return value.cast("int64")


def ask(
    rows: ir.Table, measures: Iterable[Measure], keys: Sequence[str] = (), relation: str = CALLS
) -> Question:
    """The question for the sums of ``measures`` of one relation over ``rows``, by ``keys``."""
    wanted = {m.name: m for m in measures if m.relation == relation}
    totals = {name: measure.total(rows) for name, measure in wanted.items()}
    table = rows.group_by(list(keys)).agg(**totals) if keys else rows.agg(**totals)
    return Question(relation, table, tuple(keys), tuple(wanted))


def ask_rank(rows: ir.Table, definition: Definition, keys: Sequence[str] = ()) -> Question:
    """The question for a percentile: the value at the nearest rank, and the size of the base."""
    if definition.rank is None:
        raise ValueError(f"{definition.name} is not a percentile")
    measure = definition.numerator
    base = measure.behind(rows)
    if measure.value is None:
        raise ValueError(f"{measure.name} has no value to rank")
    ranked = _ranked(base.mutate(ranked_value=measure.value(base)), keys)
    percent = definition.rank
    reached = (ranked.rank_of * percent.denominator) >= (ranked.size_of * percent.numerator)
    totals = {
        measure.name: ranked.ranked_value.min(where=reached),
        f"{measure.name}__base": ranked.count(),
    }
    table = ranked.group_by(list(keys)).agg(**totals) if keys else ranked.agg(**totals)
    return Question(measure.relation, table, tuple(keys), tuple(totals))


def _ranked(base: ir.Table, keys: Sequence[str]) -> ir.Table:
    groups = list(keys) or [ibis.literal(1)]
    order = ibis.window(group_by=groups, order_by=[base.ranked_value])
    every = ibis.window(group_by=groups)
    return base.mutate(rank_of=ibis.row_number().over(order) + 1, size_of=base.count().over(every))


def tallies(question: Question, rows: Iterable[Sequence[object]]) -> dict[Key, Tally]:
    """An engine's rows as tallies by key; a missing sum is 0."""
    width = len(question.keys)
    return {
        tuple(row[:width]): {
            name: int(value) if value is not None else 0  # type: ignore[call-overload]
            for name, value in zip(question.names, row[width:], strict=True)
        }
        for row in rows
    }


def add(parts: Iterable[Tally]) -> Tally:
    """The sum of tallies, measure by measure."""
    total: defaultdict[str, int] = defaultdict(int)
    for part in parts:
        for name, number in part.items():
            total[name] += number
    return dict(total)


def figure(definition: Definition, tally: Mapping[str, int]) -> Figure:
    """The figure that a tally gives; a measure that no row reached is 0."""
    numerator = tally.get(definition.numerator.name, 0)
    if definition.rank is None:
        return Figure(definition, numerator, tally.get(definition.denominator.name, 0))
    size = tally.get(f"{definition.numerator.name}__base", 0)
    return Figure(definition, numerator if size else 0, 1 if size else 0)
