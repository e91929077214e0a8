"""Gather: the calls of several readings as one Parquet file, each call once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from jieting.analytics.arrow_columns import int_array, text_array
from jieting.analytics.duplicates import remove_duplicates
from jieting.domain.calls.call import COLUMNS, Call
from jieting.domain.calls.reading import Reading, Report
from jieting.domain.errors import Finding

SCHEMA = pa.schema([pa.field(name, pa.type_for_alias(kind)) for name, kind in COLUMNS.items()])
"""The call table in Arrow's types."""

_ROW_GROUP = 100_000
_fields = attrgetter(*COLUMNS)
_RATING = list(COLUMNS).index("rating")


@dataclass(frozen=True, slots=True)
class Gathered:
    """One call table and what its files told.

    ``path`` is the Parquet file, ``calls`` its rows; ``repeated`` are rows that said of a call
    what another row had said already.
    """

    path: Path
    calls: int
    repeated: int
    reports: tuple[Report, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding of every file, in the order of the files."""
        return tuple(finding for report in self.reports for finding in report.findings)

    @property
    def left_out(self) -> int:
        """Rows that rules of the mapping left out."""
        return sum(len(report.left_out) for report in self.reports)


def gather(readings: Iterable[Reading], folder: Path) -> Gathered:
    """Consume the readings into one call table in ``folder``, in bounded memory.

    A call is named by its source and call_id. Rows that agree in all but ``source_ref`` are one
    call; rows that contradict each other are all set aside as errors ``duplicate_id``, so the
    order of rows and files changes nothing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "calls.parquet"
    reports: list[Report] = []
    ends: list[int] = []
    with parquet.ParquetWriter(path, SCHEMA) as writer:
        written = 0
        for reading in readings:
            for table in _tables(reading.batches):
                writer.write_table(table, row_group_size=_ROW_GROUP)
                written += table.num_rows
            reports.append(reading.report)
            ends.append(written)
    result = remove_duplicates(path, reports, ends, folder)
    return Gathered(result.path, written - result.removed, result.repeated, tuple(reports))


def _tables(batches: Iterator[list[Call]]) -> Iterator[pa.Table]:
    """Batches joined to tables of at least a row group, except for the last."""
    waiting: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        waiting.append(record_batch(batch))
        rows += len(batch)
        if rows >= _ROW_GROUP:
            yield pa.Table.from_batches(waiting, SCHEMA)
            waiting, rows = [], 0
    if waiting:
        yield pa.Table.from_batches(waiting, SCHEMA)


def record_batch(calls: Sequence[Call]) -> pa.RecordBatch:
    """Calls as an Arrow batch of the call table."""
    columns: list[Any] = list(zip(*map(_fields, calls), strict=True))
    columns[_RATING] = [rating or "" for rating in columns[_RATING]]
    arrays = [
        text_array(cells) if kind == "string" else int_array(cells)
        for cells, kind in zip(columns, COLUMNS.values(), strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)
