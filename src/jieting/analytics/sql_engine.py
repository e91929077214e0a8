"""What engines that speak SQL share: compiling expressions, and keeping answers by their SQL."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any

import ibis.expr.types as ir

from jieting.analytics.engine import Row
from jieting.domain.contracts.records import Records
from jieting.domain.errors import BadInput, Finding
from jieting.domain.figures.count import Key, Question, Tally, tallies
from jieting.domain.said import say


class SqlEngine(ABC):
    """Runs expressions as the SQL of one dialect; ``compiler`` is Ibis' own for that dialect."""

    def __init__(self, compiler: Any) -> None:
        self._compiler = compiler
        self._answers: dict[str, dict[Key, Tally]] = {}
        self._texts: dict[Any, str] = {}

    def sql(self, expr: ir.Table) -> str:
        """The expression in the engine's own SQL.

        Compiling costs more than running over a month of calls, so texts are kept: under most
        other readings a month asks the same questions again.
        """
        operation = expr.op()
        if operation not in self._texts:
            text = self._compiler.to_sqlglot(expr).sql(self._compiler.dialect)
            self._texts[operation] = text
        return self._texts[operation]

    def answer(self, question: Question) -> dict[Key, Tally]:
        """The tallies that answer a question; asked again, it costs nothing."""
        sql = self.sql(question.expr)
        if sql not in self._answers:
            self._answers[sql] = tallies(question, self._fetch(sql))
        return self._answers[sql]

    def load_records(self, records: Records) -> None:
        """Replace the complaints and the calls that records name."""
        self._answers.clear()
        self._replace_records(records)

    @abstractmethod
    def rows(self, expr: ir.Table) -> Iterator[Row]:
        """The rows of an expression, fetched in batches."""

    @abstractmethod
    def _fetch(self, sql: str) -> Sequence[Row]:
        """Every row that a statement gives."""

    @abstractmethod
    def _replace_records(self, records: Records) -> None:
        """Make the relations beside the calls anew."""


def not_installed(package: str, extra: str) -> BadInput:
    """The finding that an engine's package is not there, with the command that brings it."""
    return BadInput(
        Finding(
            "engine_not_installed",
            say("The package {package} is not installed.", package=package),
            say("Without it, figures cannot be counted on this engine."),
            say("Install it with: pip install 'jieting[{extra}]'", extra=extra),
        )
    )
