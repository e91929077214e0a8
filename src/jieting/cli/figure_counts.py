"""Figures counted from call files, by day, half hour, queue or agent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import ibis.expr.types as ir

from jieting.analytics.duck import DuckEngine
from jieting.analytics.month import MonthCounter
from jieting.cli.call_files import gather_files
from jieting.cli.files import parse_month, read_contract, read_records
from jieting.cli.output import print_findings
from jieting.domain.contracts.model import Contract
from jieting.domain.figures import Definition, Figure
from jieting.domain.figures.count import Key, Tally, ask, ask_rank, figure, with_time
from jieting.domain.figures.measure import COMPLAINTS
from jieting.domain.figures.scope import Scope, inside, local_instant
from jieting.domain.figures.tables import complaints_table
from jieting.domain.periods import HALF_HOUR, SECOND, offsets


@dataclass(frozen=True)
class CountedTable:
    """Figures by key; a key's parts are words already."""

    keys: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], tuple[Figure, ...]], ...]


def count_files(
    definitions: Sequence[Definition],
    call_files: Sequence[Path],
    contract_file: Path,
    mapping: Path | None,
    records_file: Path | None,
    month_text: str,
    keys: Sequence[str],
    folder: Path,
    lang: str,
) -> CountedTable:
    """The figures of the contract's scope in a month, agreed exclusions left out, by ``keys``."""
    contract, month = read_contract(contract_file), parse_month(month_text)
    records, warnings = read_records(records_file, contract)
    gathered = gather_files(call_files, mapping, contract.zone, folder, strict=False)
    print_findings([*gathered.findings, *warnings], lang)
    engine = DuckEngine(gathered.path, folder)
    counter = MonthCounter(engine, month, records)
    scope = contract.scope(month, records.agreed_exclusions(month, contract.zone))
    rows = counter.rows(contract, scope)
    kept = rows.filter(rows.excluded == 0)
    complaints = _complaints(contract, scope)
    tallies = _tallies(engine, definitions, kept, complaints, tuple(keys))
    ordered = sorted(tallies, key=lambda key: tuple(str(p).zfill(12) for p in key))
    return CountedTable(
        tuple(keys),
        tuple(
            (_words(keys, key), tuple(figure(d, tallies[key]) for d in definitions))
            for key in ordered
        ),
    )


def _complaints(contract: Contract, scope: Scope) -> ir.Table:
    """Complaints received in the period, with the local day and half hour of their receipt."""
    table = complaints_table()
    received = table.filter(inside(table.received_at, (scope.period,)))
    at = local_instant(received.received_at, offsets(contract.zone, scope.period))
    return with_time(received, at)


def _tallies(
    engine: DuckEngine,
    definitions: Sequence[Definition],
    calls: ir.Table,
    complaints: ir.Table,
    keys: tuple[str, ...],
) -> dict[Key, Tally]:
    """All measures of all figures by key, whichever relation they are counted on."""
    sums = [m for d in definitions if d.rank is None for m in d.measures]
    questions = [ask(calls, sums, keys)] if sums else []
    if any(measure.relation == COMPLAINTS for measure in sums):
        questions.append(ask(complaints, sums, keys, COMPLAINTS))
    questions += [ask_rank(calls, d, keys) for d in definitions if d.rank is not None]
    found: dict[Key, Tally] = {}
    for question in questions:
        for key, tally in engine.answer(question).items():
            found.setdefault(key, {}).update(tally)
    return found


def _words(keys: Sequence[str], key: Key) -> tuple[str, ...]:
    return tuple(_word(name, part) for name, part in zip(keys, key, strict=True))


def _word(name: str, part: object) -> str:
    """A key's part as people write it: 2026-10-01, 09:30, a queue, an agent."""
    if name == "day" and isinstance(part, int):
        return (date(1970, 1, 1) + timedelta(days=part)).isoformat()
    if name == "half_hour" and isinstance(part, int):
        minutes = part * HALF_HOUR // (60 * SECOND)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(part) or "-"
