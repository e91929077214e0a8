"""Spark: the same figures once one machine no longer suffices; needs Java."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import ibis.expr.types as ir
from ibis.backends.sql.compilers import PySparkCompiler

from jieting.analytics.complaints import RECEIVED, with_calls
from jieting.analytics.engine import Row
from jieting.analytics.neighbours import complaint_rows, named_rows
from jieting.analytics.sql_engine import SqlEngine, not_installed
from jieting.domain.contracts.records import Records
from jieting.domain.errors import BadInput, Finding
from jieting.domain.figures.measure import CALLS, COMPLAINTS
from jieting.domain.figures.named import NAMED_COLUMNS
from jieting.domain.figures.tables import COMPLAINT_COLUMNS
from jieting.domain.said import say

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_TYPES = {"string": "string", "int64": "bigint"}


class SparkEngine(SqlEngine):
    """Runs expressions on Spark; ``calls`` names Parquet files, wildcards allowed.

    ``session`` is that of a cluster; None starts Spark on this machine. The engine's views live
    in a session of its own, so that several engines share one Spark.
    """

    def __init__(self, calls: Path | str, session: SparkSession | None = None) -> None:
        super().__init__(PySparkCompiler())
        self.session = (session or local_session()).newSession()
        self.session.read.parquet(str(calls)).createOrReplaceTempView(CALLS)
        self.load_records(Records())

    def rows(self, expr: ir.Table) -> Iterator[Row]:
        """The rows of an expression, one partition at a time."""
        for row in self.session.sql(self.sql(expr)).toLocalIterator():
            yield tuple(row)

    def _fetch(self, sql: str) -> Sequence[Row]:
        return [tuple(row) for row in self.session.sql(sql).collect()]

    def _replace_records(self, records: Records) -> None:
        self._view(RECEIVED, COMPLAINT_COLUMNS, complaint_rows(records))
        self._view("named_calls", NAMED_COLUMNS, named_rows(records))
        found = self._fetch(self.sql(with_calls())) if records.complaint else []
        self._view(COMPLAINTS, COMPLAINT_COLUMNS, found)

    def _view(self, name: str, columns: dict[str, str], rows: Sequence[Row]) -> None:
        types = ", ".join(f"{column} {_TYPES[kind]}" for column, kind in columns.items())
        frame = self.session.createDataFrame(list(rows), types)
        frame.createOrReplaceTempView(name)


def local_session(memory: str = "2g") -> SparkSession:
    """Spark within this process, on every core of this machine; the one that runs, if one does."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise not_installed("pyspark", "spark") from error
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        raise BadInput(_no_java())
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": memory,
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),
        "spark.log.level": "ERROR",
    }
    builder = SparkSession.builder.master("local[*]").appName("jieting")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _no_java() -> Finding:
    return Finding(
        "no_java",
        say("Spark needs Java, and there is no java on the path."),
        say("Without it, figures cannot be counted on this engine."),
        say("Install Java 17 or newer, or count on DuckDB, which needs nothing."),
    )
