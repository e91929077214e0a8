"""DuckDB, embedded: the default engine, over Parquet files of calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import ibis.expr.types as ir
from ibis.backends.sql.compilers import DuckDBCompiler

from jieting.analytics.complaints import RECEIVED, with_calls
from jieting.analytics.engine import Row
from jieting.analytics.neighbours import complaint_rows, named_rows
from jieting.analytics.sql_engine import SqlEngine
from jieting.domain.contracts.records import Records
from jieting.domain.figures.measure import COMPLAINTS
from jieting.domain.figures.named import NAMED_COLUMNS
from jieting.domain.figures.tables import COMPLAINT_COLUMNS

_BATCH = 10_000
_TYPES = {"string": "VARCHAR", "int64": "BIGINT"}


class DuckEngine(SqlEngine):
    """Runs expressions on DuckDB; ``calls`` names Parquet files, wildcards allowed."""

    def __init__(self, calls: Path | str, folder: Path | None = None) -> None:
        super().__init__(DuckDBCompiler())
        self.connection = duckdb.connect()
        self.connection.execute("SET preserve_insertion_order = false")
        if folder is not None:
            self.connection.execute("SET temp_directory = ?", [str(folder)])
        path = str(calls).replace("'", "''")
        self.connection.execute(f"CREATE VIEW calls AS SELECT * FROM read_parquet('{path}')")  # noqa: S608
        self.load_records(Records())

    def rows(self, expr: ir.Table) -> Iterator[Row]:
        """The rows of an expression, fetched in batches by a cursor of their own."""
        cursor = self.connection.cursor().execute(self.sql(expr))
        while batch := cursor.fetchmany(_BATCH):
            yield from batch

    def select(self, sql: str) -> Sequence[Row]:
        """Every row of a statement of this engine's own SQL."""
        return self._fetch(sql)

    def _fetch(self, sql: str) -> Sequence[Row]:
        return self.connection.execute(sql).fetchall()

    def _replace_records(self, records: Records) -> None:
        self._table(RECEIVED, COMPLAINT_COLUMNS, complaint_rows(records))
        self._table("named_calls", NAMED_COLUMNS, named_rows(records))
        found = self._fetch(self.sql(with_calls())) if records.complaint else []
        self._table(COMPLAINTS, COMPLAINT_COLUMNS, found)

    def size(self) -> int:
        """How many calls the call table has."""
        (found,) = self.connection.execute("SELECT count(*) FROM calls").fetchall()
        return int(found[0])

    def span(self) -> tuple[int | None, int | None]:
        """The first and the last arrival in the call table; None where it is empty."""
        found = self.connection.execute("SELECT min(arrived_at), max(arrived_at) FROM calls")
        first, last = found.fetchall()[0]
        return first, last

    def has_source(self, source: str) -> bool:
        """True where any call is of ``source``."""
        found = self.connection.execute("SELECT 1 FROM calls WHERE source = ? LIMIT 1", [source])
        return bool(found.fetchall())

    def _table(self, name: str, columns: dict[str, str], rows: Sequence[Row]) -> None:
        types = ", ".join(f"{column} {_TYPES[kind]}" for column, kind in columns.items())
        self.connection.execute(f"CREATE OR REPLACE TABLE {name} ({types})")
        if rows:
            marks = ", ".join("?" for _ in columns)
            self.connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608
