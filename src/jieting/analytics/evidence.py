"""Evidence lists of a month: per figure the calls counted and not counted, with local times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import ibis.expr.types as ir

from jieting.analytics.engine import Engine
from jieting.domain.contracts.clauses.sample import Sample
from jieting.domain.contracts.model import Contract, FigureUse
from jieting.domain.contracts.records import Complaint, Records
from jieting.domain.contracts.sample_base import sample_base, sample_rows
from jieting.domain.evidence import EVIDENCE_COLUMNS, WHY_NOT, evidence
from jieting.domain.figures.measure import COMPLAINTS
from jieting.domain.figures.named import SAMPLE_COLUMNS, sample_list
from jieting.domain.figures.scope import looked_at
from jieting.domain.figures.tables import calls_table
from jieting.domain.periods import Month, iso
from jieting.domain.said import Said, say

Cell = str | int | Said | None
COMPLAINT_LIST = ("call_id", "received_at", "verdict", "in_numerator")
_TIMES = ("arrived_at", "ended_at")


@dataclass(frozen=True)
class EvidenceTable:
    """One list of evidence: a file-safe name, a title, columns, and rows made when asked for."""

    name: str
    title: Said
    columns: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


class _Rows:
    """Rows that are fetched anew each time they are walked through."""

    def __init__(
        self, engine: Engine, expr: ir.Table, columns: tuple[str, ...], zone: ZoneInfo
    ) -> None:
        self.engine, self.expr, self.columns, self.zone = engine, expr, columns, zone

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        for row in self.engine.rows(self.expr):
            yield tuple(
                _cell(name, value, self.zone) for name, value in zip(self.columns, row, strict=True)
            )


def _cell(name: str, value: object, zone: ZoneInfo) -> Cell:
    if name in _TIMES and isinstance(value, int):
        return iso(value, zone)
    if name == "why_not" and value:
        return WHY_NOT[str(value)]
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"{name} is {value!r}")


def evidence_tables(
    engine: Engine, contract: Contract, month: Month, records: Records
) -> list[EvidenceTable]:
    """The lists of every figure of the contract; complaints where a figure counts them."""
    excluded = records.agreed_exclusions(month, contract.zone)
    marked = contract.scope(month, excluded).mark(calls_table())
    tables: list[EvidenceTable] = []
    for use in contract.figures:
        tables += _of_figure(engine, contract, use, marked)
        if any(m.relation == COMPLAINTS for m in contract.definition(use).measures):
            tables.append(_complaints(contract, use, month, records))
    return [*tables, *_sample(engine, contract, marked)]


def _of_figure(
    engine: Engine, contract: Contract, use: FigureUse, marked: ir.Table
) -> list[EvidenceTable]:
    rows = evidence(marked, contract.definition(use), contract.excludes(use))
    lists = (
        (
            "counted",
            say("{clause} {name}: calls counted", clause=use.clause, name=use.name),
            rows.filter(rows.why_not == ""),
        ),
        (
            "not_counted",
            say("{clause} {name}: calls not counted", clause=use.clause, name=use.name),
            rows.filter(rows.why_not != ""),
        ),
    )
    return [
        EvidenceTable(
            f"{use.clause}_{use.name}_{part}",
            title,
            EVIDENCE_COLUMNS,
            _Rows(engine, _in_time(expr), EVIDENCE_COLUMNS, contract.zone),
        )
        for part, title, expr in lists
    ]


def _in_time(expr: ir.Table) -> ir.Table:
    """Ordered by arrival; a filter upon an ordered table may lose its order."""
    return expr.order_by(["arrived_at", "source", "call_id"])


def _sample(engine: Engine, contract: Contract, marked: ir.Table) -> Iterator[EvidenceTable]:
    """The base of the quality sample, and which of its calls were drawn and assessed."""
    base = sample_base(contract)
    for clause in contract.clauses:
        if base is not None and any(isinstance(rule, Sample) for rule in clause.rules):
            rows = sample_list(sample_rows(contract, looked_at(marked)), base, "evaluation")
            yield EvidenceTable(
                f"{clause.id}_sample",
                say("{clause}: base of the quality sample", clause=clause.id),
                SAMPLE_COLUMNS,
                _Rows(engine, rows, SAMPLE_COLUMNS, contract.zone),
            )


def _complaints(
    contract: Contract, use: FigureUse, month: Month, records: Records
) -> EvidenceTable:
    ours = records.of_month(month, contract.zone).complaint
    return EvidenceTable(
        f"{use.clause}_{use.name}_complaints",
        say("{clause} {name}: complaints", clause=use.clause, name=use.name),
        COMPLAINT_LIST,
        [_complaint(c, contract.zone) for c in ours],
    )


def _complaint(complaint: Complaint, zone: ZoneInfo) -> tuple[Cell, ...]:
    counts = int(complaint.verdict == "justified")
    return complaint.call_id, iso(complaint.received_at, zone), complaint.verdict, counts
