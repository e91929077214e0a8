"""Lists of calls behind the numbers of a month: page by page, in order of arrival."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir
from ibis.backends.sql.compilers import DuckDBCompiler

from jieting.analytics.duck import DuckEngine
from jieting.analytics.engine import Row
from jieting.domain.contracts.model import Contract, FigureUse
from jieting.domain.contracts.records import Records
from jieting.domain.contracts.sample_base import sample_base, sample_rows
from jieting.domain.evidence import EVIDENCE_COLUMNS, evidence
from jieting.domain.figures.count import with_time
from jieting.domain.figures.measures import COUNTS
from jieting.domain.figures.named import sample_list
from jieting.domain.figures.scope import LeftOut, local_instant, looked_at
from jieting.domain.figures.tables import calls_table
from jieting.domain.periods import Month, offsets

_EPOCH_DAY = date(1970, 1, 1)
_BESIDE = ("in_numerator", "in_base", "why_not")
_OF_CALL = tuple(name for name in EVIDENCE_COLUMNS if name not in _BESIDE)
EXCLUDED = "excluded"
COUNT_MEASURES = {measure.name: measure for measure in COUNTS}


@dataclass(frozen=True, slots=True)
class Span:
    """A local day, a half hour of the day (0 to 47), both, or neither for the whole month."""

    day: date | None = None
    half_hour: int | None = None


@dataclass(frozen=True, slots=True)
class CallList:
    """Calls in the columns of evidence, as SQL of DuckDB: compiled once, asked page by page."""

    sql: str

    def length(self, engine: DuckEngine) -> int:
        """How many calls the list has."""
        ((found,),) = engine.select(f"SELECT count(*) FROM ({self.sql}) AS listed")  # noqa: S608
        return int(str(found))

    def page(self, engine: DuckEngine, offset: int, limit: int) -> Sequence[Row]:
        """Some of its rows, in order of arrival."""
        names = ", ".join(EVIDENCE_COLUMNS)
        return engine.select(
            f"SELECT {names} FROM ({self.sql}) AS listed ORDER BY arrived_at, source, call_id"  # noqa: S608
            f" LIMIT {limit:d} OFFSET {offset:d}"
        )


class MonthLists:
    """The lists behind the numbers of a month under its contract and agreed exclusions."""

    def __init__(self, contract: Contract, month: Month, records: Records) -> None:
        self.contract = contract
        excluded = records.agreed_exclusions(month, contract.zone)
        self._scope = contract.scope(month, excluded)

    def of_figure(
        self, use: FigureUse, counted: bool, numerator: bool, denominator: bool, span: Span
    ) -> CallList:
        """The calls counted in a figure, or those not counted, with why.

        ``numerator`` and ``denominator`` ask for the calls of that number alone.
        """
        definition = self.contract.definition(use)
        rows = evidence(self._marked(span), definition, self.contract.excludes(use))
        rows = rows.filter(rows.why_not == "" if counted else rows.why_not != "")
        if numerator:
            rows = rows.filter(rows.in_numerator == 1)
        if denominator:
            rows = rows.filter(rows.in_base == 1)
        return _compiled(rows)

    def of_count(self, name: str, span: Span) -> CallList:
        """The calls behind a count of the month. Errors: KeyError for a name that is no count."""
        kept = looked_at(self._marked(span))
        if name == EXCLUDED:
            return self._plain(kept.filter(kept.excluded == 1))
        return self._plain(COUNT_MEASURES[name].behind(kept.filter(kept.excluded == 0)))

    def of_left_out(self, reason: LeftOut) -> CallList:
        """The calls that are not looked at for one reason."""
        marked = self._marked(Span())
        return self._plain(marked.filter(marked.left_out == reason.value))

    def of_sample(self, drawn: bool) -> CallList | None:
        """The base of the quality sample, or what was drawn from it; None where none is drawn.

        What was drawn stands in the records, which the engine must know.
        """
        base = sample_base(self.contract)
        if base is None:
            return None
        kept = looked_at(self._scope.mark(calls_table()))
        listed = sample_list(sample_rows(self.contract, kept), base, "evaluation")
        numbers = listed.filter(listed.sampled == 1) if drawn else listed
        calls = calls_table().semi_join(numbers, ["source", "call_id"])
        return self._plain(calls)

    def _marked(self, span: Span) -> ir.Table:
        marked = self._scope.mark(calls_table())
        parts = offsets(self.contract.zone, self._scope.period)
        if span.day is not None or span.half_hour is not None:
            marked = with_time(marked, local_instant(marked.at, parts))
        if span.day is not None:
            marked = marked.filter(marked.day == (span.day - _EPOCH_DAY).days)
        if span.half_hour is not None:
            marked = marked.filter(marked.half_hour == span.half_hour)
        return marked

    def _plain(self, rows: ir.Table) -> CallList:
        """Calls in the columns of evidence, without the marks of a figure."""
        none = ibis.literal(0, "int64")
        marks = {"in_numerator": none, "in_base": none, "why_not": ibis.literal("")}
        return _compiled(rows.select(*_OF_CALL).mutate(**marks))


def _compiled(rows: ir.Table) -> CallList:
    compiler = DuckDBCompiler()
    return CallList(compiler.to_sqlglot(rows).sql(compiler.dialect))
