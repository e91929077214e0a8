"""Building the cube on disk: one pass over the call files of many contracts, part by part."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import ibis.expr.types as ir
import pyarrow as pa

from jieting.analytics.arrow_columns import int_array, text_array
from jieting.analytics.cube import DAYS, HALF_HOURS, Cube, cube_table, sql, sums
from jieting.analytics.packing import packed_sums, packing
from jieting.analytics.parts import PART_ROWS, Part, Plan, plan
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.figures.cube import (
    DAY_KEYS,
    HALF_HOUR_KEYS,
    WINDOWS,
    cube_rows,
    in_days,
    window_rows,
    windows_table,
)
from jieting.domain.figures.measure import CALLS, Measure
from jieting.domain.periods import DAY, HALF_HOUR, Month, Period, local, offsets
from jieting.domain.said import say

_SQL = {"string": "VARCHAR", "int64": "BIGINT"}
_MEMORY = "1000MB"
_PARQUET = "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"


@dataclass(frozen=True, slots=True)
class CubePlan:
    """What a cube counts: measures, the zone of its days, and which calls.

    ``exclusions`` are the agreed exclusions of each contract; they are merged here. ``owner`` is
    the column that says when a call happened; ``direction`` None counts outbound calls too.
    Without ``keeps_half_hours`` only days and months can be asked for afterwards.
    """

    measures: tuple[Measure, ...]
    zone: ZoneInfo
    exclusions: Mapping[str, Sequence[Period]]
    owner: str = "arrived_at"
    direction: str | None = "inbound"
    keeps_half_hours: bool = True


def build(calls: Path | str, folder: Path, wanted: CubePlan, part_rows: int = PART_ROWS) -> Cube:
    """Builds the cube of ``calls`` in ``folder`` and opens it.

    ``calls`` names Parquet files, wildcards allowed, that have the columns of the call table and
    ``contract``. A cube that lies in ``folder`` already is replaced.

    Errors: BadInput where the files hold no call.
    """
    found = plan(calls, wanted.owner, part_rows)
    if not found.parts:
        raise BadInput(_no_calls(str(calls)))
    _Builder(folder, wanted, found).build()
    return Cube(folder)


class _Builder:
    def __init__(self, folder: Path, wanted: CubePlan, found: Plan) -> None:
        self.folder = _emptied(folder)
        self.wanted = wanted
        self.parts = found.parts
        self.measures = _of_calls(wanted.measures)
        self.packing = packing(self.measures, max(part.rows for part in self.parts))
        self.offsets = offsets(wanted.zone, Period(found.span.start - DAY, found.span.end + DAY))
        self.months = dict(_months(found.span, wanted.zone))
        self.connection = _connection(folder / "spilled")

    def build(self) -> None:
        """Every part, then the days of all, then what the cube is."""
        windows, bounds = window_rows(self.wanted.exclusions, self.offsets)
        if windows:
            self._load_windows(windows, bounds)
        half_hours, days = self._half_hours(windows), self._days_of_part()
        for number, part in enumerate(self.parts):
            self._open(part, windows)
            self._run(f"CREATE OR REPLACE TEMP TABLE {HALF_HOURS} AS {half_hours}")
            if self.wanted.keeps_half_hours:
                self._copy(HALF_HOURS, f"{HALF_HOURS}/{number:05d}.parquet")
            verb = f"INSERT INTO {DAYS}" if number else f"CREATE TEMP TABLE {DAYS} AS"
            self._run(f"{verb} {days}")
        self._copy(f"({self._days()})", f"{DAYS}.parquet")
        self._tell()

    def _load_windows(self, windows: int, rows: Sequence[Sequence[Any]]) -> None:
        arrow = _arrow(windows_table(windows), rows)
        self.connection.register("windows_in_arrow", arrow)
        self._run("CREATE TEMP TABLE every_window AS SELECT * FROM windows_in_arrow")

    def _open(self, part: Part, windows: int) -> None:
        """The calls of a part, and the windows of its time alone: a join with few rows is fast."""
        self._run(f"CREATE OR REPLACE TEMP VIEW {CALLS} AS {part.relation}")
        if windows:
            first, last = part.span.start - HALF_HOUR, part.span.end
            self._run(
                f"CREATE OR REPLACE TEMP VIEW {WINDOWS} AS SELECT * FROM every_window "  # noqa: S608
                f"WHERE w_slot BETWEEN {first} AND {last}"
            )

    def _half_hours(self, windows: int) -> str:
        rows = cube_rows(self.offsets, windows, self.wanted.owner, self.wanted.direction)
        totals = packed_sums(self.packing, self.measures, rows)
        grouped = rows.group_by(list(HALF_HOUR_KEYS)).agg(**totals)
        return _typed(grouped, HALF_HOUR_KEYS, self.packing.columns)

    def _days_of_part(self) -> str:
        """Packs are added as they are: no count of a part can outgrow its bits."""
        packed = cube_table(HALF_HOURS, HALF_HOUR_KEYS, self.packing.columns)
        timed = in_days(packed, self.offsets, self.months)
        return _typed(sums(timed, DAY_KEYS, self.packing.columns), DAY_KEYS, self.packing.columns)

    def _days(self) -> str:
        """All days; those that two parts share are added up."""
        packed = cube_table(DAYS, DAY_KEYS, self.packing.columns)
        days = packed.select(*DAY_KEYS, **self.packing.unpacked(packed))
        return _typed(sums(days, DAY_KEYS, self.packing.names), DAY_KEYS, self.packing.names)

    def _copy(self, relation: str, name: str) -> None:
        path = str(self.folder / name).replace("'", "''")
        self._run(f"COPY {relation} TO '{path}' {_PARQUET}")

    def _tell(self) -> None:
        told = {
            **asdict(self.packing),
            "zone": self.wanted.zone.key,
            "owner": self.wanted.owner,
            "direction": self.wanted.direction,
        }
        (self.folder / "cube.json").write_text(json.dumps(told, indent=1), encoding="utf-8")

    def _run(self, statement: str) -> None:
        self.connection.execute(statement)


def _typed(expr: ir.Table, keys: Sequence[str], numbers: Sequence[str]) -> str:
    """An expression with its types told.

    DuckDB adds BIGINT up to HUGEINT, which Parquet gets as DOUBLE, and Ibis leaves out a cast to
    the type that it takes a sum to have anyway.
    """
    types = cube_table("types", keys, numbers).schema().items()
    columns = ", ".join(f"CAST({name} AS {_SQL[str(kind)]}) AS {name}" for name, kind in types)
    return f"SELECT {columns} FROM ({sql(expr)})"  # noqa: S608


def _of_calls(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """The parts of all measures of calls, each once; complaints are few and need no cube."""
    leaves = (leaf for measure in measures for leaf in measure.leaves)
    return tuple({leaf.name: leaf for leaf in leaves if leaf.relation == CALLS}.values())


def _emptied(folder: Path) -> Path:
    (folder / HALF_HOURS).mkdir(parents=True, exist_ok=True)
    for old in (folder / HALF_HOURS).glob("*.parquet"):
        old.unlink()
    return folder


def _connection(spill: Path) -> duckdb.DuckDBPyConnection:
    """DuckDB with little memory; what does not fit goes to ``spill``."""
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    connection.execute(f"SET memory_limit = '{_MEMORY}'")
    connection.execute("SET parquet_metadata_cache = true")
    connection.execute("SET temp_directory = ?", [str(spill)])
    return connection


def _months(span: Period, zone: ZoneInfo) -> Iterator[tuple[int, Period]]:
    month, last = (Month.of(local(at, zone).date()) for at in (span.start, span.end))
    while month <= last:
        yield month.year * 100 + month.month, month.period(zone)
        month = month.plus(1)


def _arrow(table: ir.Table, rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Rows as an Arrow table with the columns of an unbound table."""
    columns = zip(*rows, strict=True)
    arrays = [
        text_array(column) if kind.is_string() else int_array(column)
        for column, kind in zip(columns, table.schema().types, strict=True)
    ]
    return pa.Table.from_arrays(arrays, names=list(table.columns))


def _no_calls(files: str) -> Finding:
    return Finding(
        "no_calls",
        say("There is no call in the files."),
        say("A cube without calls could answer nothing."),
        say("Name Parquet files that have calls."),
        Place(file=files),
    )
