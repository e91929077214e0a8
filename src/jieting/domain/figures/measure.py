"""Measures: a whole number for each call or complaint, that sums over any set of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from jieting.domain.said import Said

CALLS = "calls"
COMPLAINTS = "complaints"


@dataclass(frozen=True, slots=True)
class Measure:
    """A whole number per row of a relation, summed over rows.

    Formula: number of rows where ``where`` holds, or the sum of ``value`` over those rows.
    ``name`` says the parameters too, so that equal names are equal measures.
    """

    name: str
    words: Said
    where: Callable[[ir.Table], ir.BooleanValue]
    value: Callable[[ir.Table], ir.IntegerValue] | None = None
    relation: str = CALLS

    def total(self, rows: ir.Table) -> ir.IntegerScalar:
        """The sum over ``rows`` as an Ibis aggregate; 0 where no row counts."""
        if self.value is None:
            return rows.count(where=self.where(rows))
        return ibis.coalesce(self.value(rows).sum(where=self.where(rows)), 0)

    def behind(self, rows: ir.Table) -> ir.Table:
        """The rows that the total is made of."""
        return rows.filter(self.where(rows))
