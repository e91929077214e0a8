"""Kept calls for those who count them: months and their revisions, and a month as Parquet."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
from django.db import connection
from django.utils import timezone
from pyarrow import csv, parquet

from jieting.analytics.gather import SCHEMA
from jieting.apps.calls.models import Call, MonthOfCalls
from jieting.domain.calls.call import COLUMNS
from jieting.domain.calls.check import LONGEST_CALL
from jieting.domain.periods import Month, Period

_UNSETTLED_AT_MOST = timedelta(minutes=5)
_ROW_GROUP = 100_000
_BLOCK = 8 * 1024 * 1024
_TEXTS = tuple(name for name, kind in COLUMNS.items() if kind == "string")
# Who called is nobody's business in a column file: the number stays sealed in the database.
_SELECTED = ", ".join("'' AS caller" if name == "caller" else name for name in COLUMNS)
_REACHING = "contract_id = %s AND arrived_at >= %s AND arrived_at < %s AND ended_at >= %s"
_COPY = (
    f"COPY (SELECT {_SELECTED} FROM calls_call WHERE {_REACHING}"  # noqa: S608
    " AND (%s::bigint[] IS NULL OR brought_by_id = ANY(%s)) ORDER BY arrived_at, id)"
    f" TO STDOUT (FORMAT csv, FORCE_QUOTE ({', '.join(_TEXTS)}))"
)
_IMPORTS = (
    f"SELECT DISTINCT brought_by_id FROM calls_call WHERE {_REACHING}"  # noqa: S608
    " ORDER BY brought_by_id"
)


@dataclass(frozen=True, slots=True)
class KeptMonth:
    """How many calls of a month are kept; ``mark`` differs whenever any of them differs."""

    month: Month
    calls: int
    simulated: int
    mark: str


def kept_months(contract_id: str) -> list[KeptMonth]:
    """The months of a contract that had calls, in order.

    The row's own number is part of the mark: a row made anew may repeat a revision. While calls
    come over the line the mark follows within a minute or so; what stands on it says as of when.
    """
    rows = MonthOfCalls.objects.filter(contract_id=contract_id).order_by("month")
    return [KeptMonth(Month.parse(r.month), r.calls, r.simulated, _mark(r)) for r in rows]


def _mark(row: MonthOfCalls) -> str:
    mark = f"{row.month}.{row.pk}.{row.revision}"
    since = row.unsettled_since
    # Without a worker nobody moves the revision: then every change counts at once.
    late = since is not None and timezone.now() - since > _UNSETTLED_AT_MOST
    return f"{mark}.{row.unsettled}" if late else mark


def write_columns(
    contract_id: str, period: Period, path: Path, imports: Sequence[int] | None = None
) -> int:
    """Write the calls that arrived or ended in ``period`` as Parquet; how many they are.

    No call lasts longer than LONGEST_CALL, so none that reached into the period is missed. With
    ``imports`` only the calls that these brought: the same calls give the same bytes.
    """
    only = list(imports) if imports is not None else None
    wanted = (*_bounds(contract_id, period), only, only)
    with tempfile.TemporaryFile(dir=path.parent) as rows:
        with connection.cursor() as cursor, cursor.copy(_COPY, wanted) as copy:
            for block in copy:
                rows.write(block)
        rows.seek(0)
        return _csv_to_parquet(pa.PythonFile(rows, mode="r"), path)


def imports_of_columns(contract_id: str, period: Period) -> list[int]:
    """The numbers of the imports that brought the calls which ``write_columns`` writes."""
    with connection.cursor() as cursor:
        cursor.execute(_IMPORTS, _bounds(contract_id, period))
        return [int(row[0]) for row in cursor.fetchall()]


def _bounds(contract_id: str, period: Period) -> tuple[str, int, int, int]:
    return contract_id, period.start - LONGEST_CALL, period.end, period.start


def _csv_to_parquet(rows: pa.NativeFile, path: Path) -> int:
    """PostgreSQL's csv as the call table; an empty text is quoted there and null is not."""
    written = 0
    with parquet.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        for batch in _batches(rows):
            table = pa.Table.from_batches([batch], SCHEMA)
            writer.write_table(table, row_group_size=_ROW_GROUP)
            written += batch.num_rows
    return written


def _batches(rows: pa.NativeFile) -> Iterable[pa.RecordBatch]:
    if not rows.size():
        return ()
    return csv.open_csv(
        rows,
        read_options=csv.ReadOptions(column_names=list(COLUMNS), block_size=_BLOCK),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=SCHEMA,
            null_values=[""],
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
        ),
    )


def call_numbers(contract_id: str, named: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The kept calls' own numbers by source and call_id; one that is not kept is not there."""
    found = Call.objects.filter(contract_id=contract_id, call_id__in=[c for _, c in named])
    rows = found.values_list("source", "call_id", "pk")
    return {(source, call_id): pk for source, call_id, pk in rows}


def first_by_call_id(contract_id: str, call_ids: Iterable[str]) -> dict[str, int]:
    """The kept call of each call_id that is kept; of several sources, the first by name."""
    found = Call.objects.filter(contract_id=contract_id, call_id__in=list(call_ids))
    rows = found.order_by("-source").values_list("call_id", "pk")
    return dict(rows)
