"""The table that stands beside a chart, made from the chart's own data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a chart as the table shows it."""

    shown: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a chart in rows."""

    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell]]]


NOTHING = Cell("–")


def with_table(kind: str, data: Mapping[str, Any]) -> Table:
    """The numbers of a chart as a table: a row for each category or each row of a heatmap."""
    return _of_heatmap(data) if kind == "heatmap" else _of_series(data)


def _of_series(data: Mapping[str, Any]) -> Table:
    series = data["series"]
    rows = [
        (str(category), [_cell(one, position) for one in series])
        for position, category in enumerate(data["categories"])
    ]
    return Table([str(one["name"]) for one in series], rows)


def _cell(series: Mapping[str, Any], position: int) -> Cell:
    values = series["data"]
    if position >= len(values) or values[position] is None:
        return NOTHING
    return _shown(values[position], str(series.get("unit", "")))


def _of_heatmap(data: Mapping[str, Any]) -> Table:
    found = {(cell["row"], cell["column"]): _shown(cell, "") for cell in data["cells"]}
    columns = range(len(data["columns"]))
    rows = [
        (str(row), [found.get((position, column), NOTHING) for column in columns])
        for position, row in enumerate(data["rows"])
    ]
    return Table([str(column) for column in data["columns"]], rows)


def _shown(datum: object, unit: str) -> Cell:
    if not isinstance(datum, Mapping):
        return Cell(f"{datum}{unit}")
    value = datum.get("value")
    if value is None:
        return NOTHING
    return Cell(str(datum.get("shown") or f"{value}{unit}"), str(datum.get("href") or ""))
