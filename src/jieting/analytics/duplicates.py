"""Duplicates in a call table: repeated rows become one, contradicting rows are set aside."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from jieting.domain.calls.call import COLUMNS
from jieting.domain.calls.reading import Report
from jieting.domain.errors import Finding, Place
from jieting.domain.said import say, verbatim

_MEMORY = "1GB"
_NAMED_PLACES = 5
_CONTENT = [name for name in COLUMNS if name not in ("source", "call_id", "source_ref")]
_AGREE = " AND ".join(
    f"min({name}) IS NOT DISTINCT FROM max({name}) AND count({name}) IN (0, count(*))"
    for name in _CONTENT
)
_ROW = re.compile(r"(?:row|line) (\d+)")


@dataclass(frozen=True, slots=True)
class Unique:
    """A call table without duplicates: its file, rows removed, and how many only repeated."""

    path: Path
    removed: int
    repeated: int


def remove_duplicates(
    path: Path, reports: Sequence[Report], ends: Sequence[int], folder: Path
) -> Unique:
    """The call table of ``path`` with each call once.

    ``ends[i]`` is the row of the table behind the last one of ``reports[i]``; contradictions go
    to the report of their file. The file is written anew only where a row must go.
    """
    connection = duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": str(folder)})
    with connection:
        connection.execute(_TWINS.format(path=_quoted(path)))
        removed = _number(connection, "SELECT count(*) FROM twins WHERE goes")
        if not removed:
            return Unique(path, 0, 0)
        conflicts = _number(connection, "SELECT count(*) FROM twins WHERE NOT agree")
        _tell(connection, reports, ends)
        target = path.with_name("calls-unique.parquet")
        connection.execute(_REWRITE.format(path=_quoted(path), target=_quoted(target)))
    target.replace(path)
    return Unique(path, removed, removed - conflicts)


# the call table's own names only, no text from a user
_TWINS = f"""
CREATE TEMP TABLE twins AS
WITH ids AS (
    SELECT source, call_id FROM read_parquet({{path}}) GROUP BY ALL HAVING count(*) > 1
), members AS (
    SELECT source, call_id, source_ref, file_row_number AS position, {", ".join(_CONTENT)}
    FROM read_parquet({{path}}, file_row_number = true) SEMI JOIN ids USING (source, call_id)
), judged AS (
    SELECT source, call_id, {_AGREE} AS agree, min(position) AS stays
    FROM members GROUP BY ALL
)
SELECT source, call_id, source_ref, position, agree, NOT agree OR position <> stays AS goes
FROM members JOIN judged USING (source, call_id)
"""  # noqa: S608

_REWRITE = """
COPY (
    SELECT calls.* EXCLUDE (file_row_number)
    FROM read_parquet({path}, file_row_number = true) AS calls
    ANTI JOIN (SELECT position FROM twins WHERE goes) AS gone
        ON calls.file_row_number = gone.position
    ORDER BY calls.file_row_number
) TO {target} (FORMAT parquet)
"""


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0


def _tell(
    connection: duckdb.DuckDBPyConnection, reports: Sequence[Report], ends: Sequence[int]
) -> None:
    rows = connection.execute(
        "SELECT source, call_id, source_ref, position FROM twins WHERE NOT agree "
        "ORDER BY source, call_id, position"
    )
    for (_, call_id), group in groupby(_fetched(rows), key=lambda row: (row[0], row[1])):
        twins = [(reports[bisect_right(ends, position)], ref) for _, _, ref, position in group]
        places = sorted(f"{report.file}: {ref}" for report, ref in twins)
        for report, ref in twins:
            report.kept -= 1
            report.found(_conflict(call_id, ref, places))


def _fetched(rows: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while batch := rows.fetchmany(10_000):
        yield from batch


def _conflict(call_id: str, ref: str, places: Sequence[str]) -> Finding:
    named = tuple(verbatim(place) for place in places[:_NAMED_PLACES])
    row = _ROW.fullmatch(ref)
    return Finding(
        "duplicate_id",
        say(
            "{rows} rows with call_id {call_id} contradict each other: {places}.",
            rows=len(places),
            call_id=call_id,
            places=named if len(places) <= _NAMED_PLACES else (*named, verbatim("...")),
        ),
        say("One call has one row; which of them is true cannot be told, so none is counted."),
        say("Remove the wrong rows, or join more columns into call_id by a mapping file."),
        Place(line=int(row[1]) if row else None, column="call_id"),
    )
