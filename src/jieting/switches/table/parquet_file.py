"""Parquet files: typed columns; our own call table and those of others."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from jieting.domain.calls.reading import BATCH, Progress, Report
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.said import say
from jieting.switches.table.block import Block, Cells, Table, text_of
from jieting.switches.table.wall_clock import wall_clock

if TYPE_CHECKING:
    import pyarrow as pa


def open_parquet(path: Path, zone: ZoneInfo, progress: Progress | None) -> Table:
    """A Parquet file as a table; times without a zone are local in ``zone``.

    Errors: BadInput for a broken file or a column of lists, maps or structures.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise BadInput(_broken(path, str(error))) from error
    schema = file.schema_arrow
    nested = [field.name for field in schema if pa.types.is_nested(field.type)]
    if nested:
        raise BadInput([_nested(path, name) for name in nested])
    return Table(
        file=path.name,
        kind="parquet",
        names=tuple(schema.names),
        blocks=partial(_blocks, path, file, zone, progress),
    )


def _blocks(
    path: Path, file: Any, zone: ZoneInfo, progress: Progress | None, report: Report
) -> Iterator[Block]:
    import pyarrow as pa

    total, size, first = file.metadata.num_rows, path.stat().st_size, 2
    try:
        for batch in file.iter_batches(batch_size=BATCH):
            rows = range(first, first + batch.num_rows)
            first, report.rows = rows.stop, report.rows + batch.num_rows
            columns = zip(batch.schema.names, batch.columns, strict=True)
            yield Block(rows, {name: _cells(column, zone) for name, column in columns})
            if progress:
                progress(size * (first - 2) // total, size)
    except (pa.ArrowException, OSError) as error:
        raise BadInput(_broken(path, str(error))) from error


def _cells(column: pa.Array, zone: ZoneInfo) -> Cells:
    """A column as instants (timestamps), whole numbers or text; null is None.

    Edge: a day stays text, for a column of days has lost the times that it should hold; bytes are
    text in UTF-8, as writers that know no text type store it.
    """
    import pyarrow as pa

    kind = column.type
    if pa.types.is_timestamp(kind):
        micros = column.cast(pa.timestamp("us", kind.tz), safe=False).cast(pa.int64())
        values = micros.to_pylist()
        return values if kind.tz else wall_clock(values, zone)
    if pa.types.is_integer(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return list(column.to_pylist())
    if pa.types.is_dictionary(kind):
        return _cells(column.cast(kind.value_type), zone)
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return list(column.cast(pa.large_string()).to_pylist())
    if pa.types.is_temporal(kind) and not pa.types.is_date(kind):
        return list(column.to_pylist())
    return [text_of(cell) for cell in column.to_pylist()]


def _broken(path: Path, reason: str) -> Finding:
    return Finding(
        "broken_parquet",
        say("The Parquet file is broken: {reason}.", reason=reason.splitlines()[0].strip(". ")),
        say("No calls can be read from it."),
        say("Copy or export it again; check that its size equals the original's."),
        Place(path.name),
    )


def _nested(path: Path, name: str) -> Finding:
    return Finding(
        "nested",
        say("{name} holds lists or structures.", name=name),
        say("A call table has one value in each cell."),
        say("Write the column as text, a number or a time, or leave it out."),
        Place(path.name, column=name),
    )
