"""What every engine does: run a domain expression and give back plain rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import ibis.expr.types as ir

from jieting.domain.contracts.records import Records
from jieting.domain.figures.count import Key, Question, Tally

Row = tuple[object, ...]


class Engine(Protocol):
    """Runs Ibis expressions over the call table and its neighbours."""

    def sql(self, expr: ir.Table) -> str:
        """The expression in the engine's own SQL."""

    def rows(self, expr: ir.Table) -> Iterator[Row]:
        """The rows of an expression."""

    def answer(self, question: Question) -> dict[Key, Tally]:
        """The tallies that answer a question."""

    def load_records(self, records: Records) -> None:
        """Make the complaints and the calls that records name known to the engine."""
