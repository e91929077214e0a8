"""Read a table of calls: open it, settle its columns, then hand over its calls block by block."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from jieting.domain.calls.call import Call
from jieting.domain.calls.masking import Callers, mask_number
from jieting.domain.calls.reading import Kind, LeftOut, Progress, Reading, Report
from jieting.domain.errors import BadInput
from jieting.switches.mapping import Mapping
from jieting.switches.table.block import Block, Table, Trouble, raw_line, text_of
from jieting.switches.table.calls import checked
from jieting.switches.table.columns import Columns, holds
from jieting.switches.table.csv_file import open_csv
from jieting.switches.table.header import complete, tell
from jieting.switches.table.parquet_file import open_parquet
from jieting.switches.table.xlsx_file import open_xlsx


def read_table(
    path: Path,
    *,
    kind: Kind,
    zone: ZoneInfo,
    mapping: Mapping | None = None,
    progress: Progress | None = None,
    callers: Callers = "masked",
) -> Reading:
    """The calls of a csv, xlsx or parquet file; the header is settled at once, the rest lazily.

    Errors: BadInput where the file or its header cannot be used. Bad rows go to the report.
    """
    wanted = mapping or Mapping(name="")
    zone = wanted.time_zone or zone
    table = open_table(path, kind, zone, wanted, progress)
    whole = _complete(wanted, table)
    report = Report(file=table.file, kind=table.kind, encoding=table.encoding)
    for finding in (*table.findings, *tell(whole, table)):
        report.found(finding)
    return Reading(path, report, _batches(table, Columns(whole, zone, callers), whole, report))


def _complete(mapping: Mapping, table: Table) -> Mapping:
    """As ``complete``; where the header is wrong, what opening the file decided is told too."""
    try:
        return complete(mapping, table)
    except BadInput as error:
        raise BadInput((*error.findings, *table.findings)) from error


def open_table(
    path: Path, kind: Kind, zone: ZoneInfo, mapping: Mapping, progress: Progress | None
) -> Table:
    """A file of that kind, opened; its rows are read when they are asked for."""
    if kind == "xlsx":
        return open_xlsx(path, mapping, progress)
    if kind == "parquet":
        return open_parquet(path, zone, progress)
    return open_csv(path, mapping, progress)


def _batches(
    table: Table, columns: Columns, mapping: Mapping, report: Report
) -> Iterator[list[Call]]:
    for whole in table.blocks(report):
        block = _leave_out(whole, table, mapping, report)
        trouble = Trouble()
        calls = checked(block.rows, columns.read(block, trouble), trouble, report)
        _keep_raw(block, trouble, table, mapping, report)
        if calls:
            yield calls


def _leave_out(block: Block, table: Table, mapping: Mapping, report: Report) -> Block:
    """The block without the rows of a ``leave_out`` rule, which the report lists."""
    left: dict[int, str] = {}
    for rule in mapping.leave_out:
        for i, held in enumerate(holds(rule.when, block)):
            if held:
                left.setdefault(i, rule.reason)
    if not left:
        return block
    callers = _caller_columns(mapping)
    for i in sorted(left):
        report.left_out.append(LeftOut(block.rows[i], left[i], _raw(block, i, table, callers)))
    return block.take([i for i in range(len(block.rows)) if i not in left])


def _keep_raw(
    block: Block, trouble: Trouble, table: Table, mapping: Mapping, report: Report
) -> None:
    """The text of rows with errors, for a person who corrects them."""
    bad = {
        row for row, found in trouble.by_row.items() if any(finding.is_error for finding in found)
    }
    if not bad:
        return
    callers = _caller_columns(mapping)
    for i, row in enumerate(block.rows):
        if row in bad:
            report.raw[row] = _raw(block, i, table, callers)


def _caller_columns(mapping: Mapping) -> set[str]:
    return {column for case in mapping.texts.get("caller", ()) for column in case.columns}


def _raw(block: Block, i: int, table: Table, callers: set[str]) -> str:
    """A row as one line of text, as it stood, but with the caller masked."""
    texts = {name: text_of(cells[i]) for name, cells in block.columns.items()}
    return raw_line(
        (mask_number(text) if name in callers else text for name, text in texts.items()),
        table.delimiter,
    )
