"""Measures: a whole number for each call or complaint, that sums over any set of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from jieting.domain.said import Said

CALLS = "calls"
COMPLAINTS = "complaints"


@dataclass(frozen=True, slots=True)
class Measure:
    """A whole number per row of a relation, summed over rows.

    Formula: number of rows where ``where`` holds, or the sum of ``value`` over those rows.
    ``name`` says the parameters too, so that equal names are equal measures. ``parts`` are
    measures that share no row and together are this one (see ``together``).
    """

    name: str
    words: Said
    where: Callable[[ir.Table], ir.BooleanValue]
    value: Callable[[ir.Table], ir.IntegerValue] | None = None
    relation: str = CALLS
    parts: tuple[Measure, ...] = ()

    @property
    def leaves(self) -> tuple[Measure, ...]:
        """The measures that have no parts and add up to this one; itself where it has none."""
        return tuple(leaf for part in self.parts for leaf in part.leaves) or (self,)

    def total(self, rows: ir.Table) -> ir.IntegerScalar:
        """The sum over ``rows`` as an Ibis aggregate; 0 where no row counts."""
        if self.value is None:
            return rows.count(where=self.where(rows))
        return ibis.coalesce(self.value(rows).sum(where=self.where(rows)), 0)

    def behind(self, rows: ir.Table) -> ir.Table:
        """The rows that the total is made of."""
        return rows.filter(self.where(rows))


def together(name: str, words: Said, *parts: Measure) -> Measure:
    """The measure of all rows that one of ``parts`` counts; no row may be in two of them."""
    return Measure(
        name, words, lambda t: reduce(or_, [part.where(t) for part in parts]), parts=parts
    )
