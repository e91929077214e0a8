"""The cube on disk: figures of many contracts by day and month, in a blink."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache, reduce
from operator import add
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import ibis
import ibis.expr.types as ir
from ibis.backends.sql.compilers import DuckDBCompiler

from jieting.analytics.packing import Packing
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.figures.count import Key, Question, Tally, tallies
from jieting.domain.figures.cube import DAY_KEYS, HALF_HOUR_KEYS
from jieting.domain.figures.measure import CALLS, Measure
from jieting.domain.periods import Month
from jieting.domain.said import say

HALF_HOURS = "half_hours"
DAYS = "days"
MONTHS = "months"
MONTH_KEYS = tuple(key for key in DAY_KEYS if key != "day")
"""Months are small and asked for most; they are rolled up once, when a cube is opened."""

_TEXT = ("contract", "queue")


class Cube:
    """Answers from a folder that ``jieting.analytics.cube_build`` has made."""

    def __init__(self, folder: Path) -> None:
        told = json.loads((folder / "cube.json").read_text(encoding="utf-8"))
        packs = tuple(tuple(pack) for pack in told["packs"])
        self.packing = Packing(tuple(told["names"]), packs, told["bits"])
        self.zone = ZoneInfo(told["zone"])
        self.folder = folder
        self.connection = duckdb.connect()
        path = _quoted(folder / f"{DAYS}.parquet")
        self.connection.execute(f"CREATE TABLE {DAYS} AS SELECT * FROM read_parquet({path})")  # noqa: S608
        months = sums(
            cube_table(DAYS, DAY_KEYS, self.packing.names), MONTH_KEYS, self.packing.names
        )
        self.connection.execute(f"CREATE TABLE {MONTHS} AS {sql(months)}")
        if any((folder / HALF_HOURS).glob("*.parquet")):
            path = _quoted(folder / HALF_HOURS / "*.parquet")
            self.connection.execute(
                f"CREATE VIEW {HALF_HOURS} AS SELECT * FROM read_parquet({path})"  # noqa: S608
            )

    def tallies(
        self,
        measures: Sequence[Measure],
        keys: Sequence[str] = (),
        *,
        excluded: bool = False,
        contract: str | None = None,
        month: Month | None = None,
    ) -> dict[Key, Tally]:
        """Sums of ``measures`` by ``keys``, each of contract, month, day and queue.

        ``excluded`` counts the calls in agreed exclusions too; ``contract`` and ``month`` None
        mean all of them. Errors: BadInput where the cube does not have a measure.
        """
        by_day = "day" in keys
        name, known = (DAYS, DAY_KEYS) if by_day else (MONTHS, MONTH_KEYS)
        rows = cube_table(name, known, self.packing.names)
        if contract is not None:
            rows = rows.filter(rows.contract == contract)
        if month is not None:
            rows = rows.filter(rows.month == month.year * 100 + month.month)
        return self._answer(rows, keys, measures, excluded)

    def half_hours(
        self, measures: Sequence[Measure], contract: str, *, excluded: bool = False
    ) -> dict[Key, Tally]:
        """Sums of one contract's ``measures`` by the start of the half hour."""
        rows = half_hour_rows(self.packing)
        return self._answer(rows.filter(rows.contract == contract), ("slot",), measures, excluded)

    def _answer(
        self, rows: ir.Table, keys: Sequence[str], measures: Sequence[Measure], excluded: bool
    ) -> dict[Key, Tally]:
        self._check(measures)
        kept = rows if excluded else rows.filter(rows.excluded == 0)
        totals = kept.mutate(**{m.name: _whole(m, kept) for m in measures})
        names = tuple(dict.fromkeys(measure.name for measure in measures))
        question = Question(CALLS, sums(totals, keys, names), tuple(keys), names)
        return tallies(question, self.connection.execute(sql(question.expr)).fetchall())

    def _check(self, measures: Sequence[Measure]) -> None:
        """Every part that the measures are made of must be in the cube."""
        names = dict.fromkeys(leaf.name for m in measures for leaf in m.leaves)
        unknown = [name for name in names if name not in self.packing.names]
        if unknown:
            raise BadInput([_not_in_cube(name, self.folder) for name in unknown])


def _whole(measure: Measure, rows: ir.Table) -> ir.IntegerValue:
    """A measure from the counts of its parts."""
    return reduce(add, [rows[leaf.name] for leaf in measure.leaves])


def cube_table(name: str, keys: Sequence[str], measures: Sequence[str]) -> ir.Table:
    """A relation of the cube: its keys, then one whole number per measure."""
    columns = {key: "string" if key in _TEXT else "int64" for key in keys}
    return ibis.table({**columns, **dict.fromkeys(measures, "int64")}, name=name)


def half_hour_rows(packing: Packing) -> ir.Table:
    """The half hours with every measure of its own; on disk, counts share numbers."""
    packed = cube_table(HALF_HOURS, HALF_HOUR_KEYS, packing.columns)
    return packed.select(*HALF_HOUR_KEYS, **packing.unpacked(packed))


def sums(rows: ir.Table, keys: Sequence[str], measures: Sequence[str]) -> ir.Table:
    """The measures summed by ``keys``."""
    totals = {name: rows[name].sum() for name in measures}
    return rows.group_by(list(keys)).agg(**totals) if keys else rows.agg(**totals)


def sql(expr: ir.Table) -> str:
    """An expression as DuckDB's SQL; compiling takes longer than answering, so it is kept."""
    return _text(expr.op())


@lru_cache(maxsize=256)
def _text(operation: Any) -> str:
    compiler: Any = DuckDBCompiler()
    text: str = compiler.to_sqlglot(operation.to_expr()).sql(compiler.dialect)
    return text


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _not_in_cube(name: str, folder: Path) -> Finding:
    return Finding(
        "measure_not_in_cube",
        say("The cube does not count {measure}.", measure=name),
        say("A figure that needs it cannot be answered from the cube."),
        say("Build the cube again with this measure."),
        Place(file=str(folder)),
    )
