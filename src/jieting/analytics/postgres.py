"""PostgreSQL: figures where the calls already lie, or copied there from Parquet files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import count
from pathlib import Path

import ibis.expr.types as ir
import psycopg
import pyarrow as pa
from ibis.backends.sql.compilers import PostgresCompiler
from pyarrow import csv, dataset

from jieting.analytics.complaints import RECEIVED, with_calls
from jieting.analytics.engine import Row
from jieting.analytics.matching import matching
from jieting.analytics.neighbours import complaint_rows, named_rows
from jieting.analytics.sql_engine import SqlEngine
from jieting.domain.calls.call import COLUMNS
from jieting.domain.contracts.records import Records
from jieting.domain.figures.measure import CALLS, COMPLAINTS
from jieting.domain.figures.named import NAMED_COLUMNS
from jieting.domain.figures.tables import COMPLAINT_COLUMNS

_BATCH = 10_000
# Without COLLATE "C" the server's language would order call numbers unlike the other engines.
_TYPES = {"string": 'text COLLATE "C"', "int64": "bigint"}


class PostgresEngine(SqlEngine):
    """Runs expressions on a PostgreSQL server.

    ``uri`` says where it is. ``calls`` names Parquet files, wildcards allowed, which are copied
    into a table of this connection alone; None means that the server has a relation ``calls``.
    """

    def __init__(self, uri: str, calls: Path | str | None = None) -> None:
        super().__init__(PostgresCompiler())
        self.connection: psycopg.Connection[Row] = psycopg.connect(uri, autocommit=True)
        self._names = (f"rows_{number}" for number in count())
        if calls is not None:
            self._table(CALLS, COLUMNS)
            self._load_calls(str(calls))
        self.load_records(Records())

    def rows(self, expr: ir.Table) -> Iterator[Row]:
        """The rows of an expression, fetched in batches by a cursor of their own."""
        with self.connection.cursor(name=next(self._names), withhold=True) as cursor:
            cursor.execute(self.sql(expr).encode())
            while batch := cursor.fetchmany(_BATCH):
                yield from batch

    def close(self) -> None:
        """End the connection; its tables go with it."""
        self.connection.close()

    def _fetch(self, sql: str) -> Sequence[Row]:
        return self.connection.execute(sql.encode()).fetchall()

    def _replace_records(self, records: Records) -> None:
        self._table(RECEIVED, COMPLAINT_COLUMNS)
        self._insert(RECEIVED, COMPLAINT_COLUMNS, complaint_rows(records))
        self._table("named_calls", NAMED_COLUMNS)
        self._insert("named_calls", NAMED_COLUMNS, named_rows(records))
        found = self._fetch(self.sql(with_calls())) if records.complaint else []
        self._table(COMPLAINTS, COMPLAINT_COLUMNS)
        self._insert(COMPLAINTS, COMPLAINT_COLUMNS, found)

    def _table(self, name: str, columns: dict[str, str]) -> None:
        types = ", ".join(f"{column} {_TYPES[kind]}" for column, kind in columns.items())
        self.connection.execute(f"DROP TABLE IF EXISTS pg_temp.{name}".encode())
        self.connection.execute(f"CREATE TEMP TABLE {name} ({types})".encode())

    def _insert(self, name: str, columns: dict[str, str], rows: Sequence[Row]) -> None:
        statement = f"COPY pg_temp.{name} ({', '.join(columns)}) FROM STDIN"
        with self.connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
            for row in rows:
                copy.write_row(row)

    def _load_calls(self, pattern: str) -> None:
        table = dataset.dataset(matching(pattern), format="parquet")
        statement = f"COPY pg_temp.{CALLS} ({', '.join(COLUMNS)}) FROM STDIN (FORMAT csv)"
        with self.connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
            for batch in table.to_batches(columns=list(COLUMNS)):
                copy.write(_as_csv(batch))
        self.connection.execute(f"ANALYZE pg_temp.{CALLS}".encode())


def _as_csv(batch: pa.RecordBatch) -> bytes:
    """A batch as CSV in which text is quoted and null is not, so that '' stays ''."""
    out = BytesIO()
    csv.write_csv(batch, out, csv.WriteOptions(include_header=False, quoting_style="needed"))
    return out.getvalue()
