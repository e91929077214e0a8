"""The part that one call has in every figure of its contract, as SQL compiled once for a month."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
from ibis.backends.sql.compilers import DuckDBCompiler

from jieting.analytics.duck import DuckEngine
from jieting.domain.contracts.model import Contract, FigureUse
from jieting.domain.contracts.records import Records
from jieting.domain.evidence import evidence
from jieting.domain.figures import Definition
from jieting.domain.figures.tables import calls_table
from jieting.domain.periods import Month

# The call stands in for the table of calls: every expression then looks at one row.
_OF_ONE = """
WITH calls AS (SELECT * FROM main.calls WHERE source = ? AND call_id = ?)
SELECT figure, in_numerator, in_base, why_not FROM ({parts}) AS parts ORDER BY figure
"""


@dataclass(frozen=True, slots=True)
class Part:
    """What a call is in a figure: in its numbers, or why it is in neither."""

    use: FigureUse
    definition: Definition
    in_numerator: bool
    in_base: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class CallParts:
    """The figures of a contract in a month, ready to be asked about calls."""

    figures: tuple[tuple[FigureUse, Definition], ...]
    sql: str

    def of_call(self, engine: DuckEngine, source: str, call_id: str) -> list[Part]:
        """The call's part in each figure, in the contract's order; none for a call not there."""
        if not self.figures:
            return []
        found = engine.connection.execute(self.sql, [source, call_id]).fetchall()
        return [
            Part(use, definition, numerator == 1, base == 1, why_not)
            for number, numerator, base, why_not in found
            for use, definition in (self.figures[int(number)],)
        ]


def call_parts(contract: Contract, month: Month, records: Records) -> CallParts:
    """The figures of a month under its contract and agreed exclusions."""
    excluded = records.agreed_exclusions(month, contract.zone)
    marked = contract.scope(month, excluded).mark(calls_table())
    figures = tuple((use, contract.definition(use)) for use in contract.figures)
    parts = [
        evidence(marked, definition, contract.excludes(use))
        .select("in_numerator", "in_base", "why_not")
        .mutate(figure=ibis.literal(number, "int64"))
        for number, (use, definition) in enumerate(figures)
    ]
    compiler = DuckDBCompiler()
    sqls = [f"({compiler.to_sqlglot(part).sql(compiler.dialect)})" for part in parts]
    return CallParts(figures, _OF_ONE.format(parts=" UNION ALL BY NAME ".join(sqls)))
