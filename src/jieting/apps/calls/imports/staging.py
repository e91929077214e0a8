"""Staging: calls of an import beside the stored ones, compared and taken over by the database."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from jieting.apps.calls.callers import unseal
from jieting.apps.calls.months import month_borders
from jieting.domain.calls.call import COLUMNS
from jieting.domain.calls.masking import mask_number
from jieting.domain.periods import Instant

CHUNK = 10_000
_NAMES = tuple(COLUMNS)
_PLAIN = tuple(name for name in COLUMNS if name not in ("caller", "source_ref"))
_CONTENT = tuple(name for name in _PLAIN if name not in ("source", "call_id"))
_TYPES = {"string": 'text COLLATE "C"', "int64": "bigint"}
_INDEX = "decode(nullif(split_part(i.caller, ':', 1), ''), 'hex')"
_SEALED = "decode(nullif(split_part(i.caller, ':', 2), ''), 'hex')"

# Every name below is a column of the call table; values go in as parameters.
_CREATE = f"""
CREATE TEMP TABLE incoming (
    position bigint GENERATED ALWAYS AS IDENTITY,
    {", ".join(f"{name} {_TYPES[kind]}" for name, kind in COLUMNS.items())}
) ON COMMIT DROP
"""
_COPY = f"COPY incoming ({', '.join(_NAMES)}) FROM STDIN (FORMAT csv)"
_MEET = f"""
CREATE TEMP TABLE met ON COMMIT DROP AS
SELECT i.position, c.id, c.brought_by_id,
    array_remove(ARRAY[{
    ", ".join(
        f"CASE WHEN c.{name} IS DISTINCT FROM i.{name} THEN '{name}' END" for name in _CONTENT
    )
}], NULL) AS differing,
    CASE WHEN c.caller_sealed IS NOT DISTINCT FROM {_SEALED} THEN true
         WHEN c.caller_sealed IS NULL OR i.caller = '' THEN false
         ELSE c.caller_index = {_INDEX} END AS same_caller
FROM incoming i
JOIN calls_call c ON c.contract_id = %s AND c.source = i.source AND c.call_id = i.call_id
"""  # noqa: S608
_UNSURE = """
SELECT m.position, c.caller_sealed, split_part(i.caller, ':', 2)
FROM met m JOIN calls_call c ON c.id = m.id JOIN incoming i USING (position)
WHERE m.same_caller IS NULL
"""
_TAKE = f"""
INSERT INTO calls_call (contract_id, brought_by_id, caller_index, caller_sealed, source_ref,
    {", ".join(_PLAIN)})
SELECT %s, %s, {_INDEX}, {_SEALED}, i.source_ref, {", ".join(f"i.{name}" for name in _PLAIN)}
FROM incoming i LEFT JOIN met
    ON met.position = i.position AND met.position > %s AND met.position <= %s
WHERE i.position > %s AND i.position <= %s AND met.id IS NULL
ORDER BY i.position
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Compared:
    """How the calls of a file stand to the stored ones."""

    new: int
    known: int
    contradicting: int
    first_arrived_at: Instant | None
    last_arrived_at: Instant | None
    outcomes: dict[str, int]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A call of the file that is stored with other content."""

    call_id: str
    source_ref: str
    columns: tuple[str, ...]
    brought_by: int


def stage(path: Path) -> int:
    """Copy a call table into the transaction's own table ``incoming``; returns its rows."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS incoming, met")
        cursor.execute(_CREATE)
        with cursor.copy(_COPY) as copy:
            for piece in _csv_pieces(path):
                copy.write(piece)
        cursor.execute("ANALYZE incoming")
        cursor.execute("SELECT count(*) FROM incoming")
        return int(cursor.fetchone()[0])


def meet(contract_id: str) -> None:
    """Find the stored calls that incoming ones name, and whether they say the same.

    A caller that one side knows only masked is the same where the masks are.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MEET, [contract_id])
        cursor.execute(_UNSURE)
        unlike = [row[0] for row in cursor.fetchall() if not _alike(row[1], row[2])]
        cursor.execute("UPDATE met SET same_caller = true WHERE same_caller IS NULL")
        cursor.execute("UPDATE met SET same_caller = false WHERE position = ANY(%s)", [unlike])
        cursor.execute(
            "UPDATE met SET differing = differing || 'caller'::text WHERE NOT same_caller"
        )
        cursor.execute("ANALYZE met")


def _alike(stored: Any, incoming: str) -> bool:
    one, other = unseal(bytes(stored)), unseal(bytes.fromhex(incoming))
    return mask_number(one) == mask_number(other) if "*" in one + other else one == other


def compared() -> Compared:
    """The counts of what was staged and met."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE differing = '{}'), "
            "count(*) FILTER (WHERE differing <> '{}') FROM met"
        )
        known, contradicting = cursor.fetchone()
        cursor.execute(
            "SELECT outcome, count(*), min(arrived_at), max(arrived_at) FROM incoming i "
            "WHERE NOT EXISTS (SELECT FROM met WHERE met.position = i.position) GROUP BY outcome"
        )
        rows = cursor.fetchall()
    return Compared(
        new=sum(row[1] for row in rows),
        known=known,
        contradicting=contradicting,
        first_arrived_at=min((row[2] for row in rows), default=None),
        last_arrived_at=max((row[3] for row in rows), default=None),
        outcomes={row[0]: row[1] for row in rows},
    )


def contradictions(most: int) -> list[Contradiction]:
    """The first of the calls that are stored otherwise, in the order of the file."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.call_id, i.source_ref, m.differing, m.brought_by_id "
            "FROM met m JOIN incoming i USING (position) WHERE m.differing <> '{}' "
            "ORDER BY position LIMIT %s",
            [most],
        )
        return [Contradiction(a, b, tuple(c), d) for a, b, c, d in cursor.fetchall()]


def take(contract_id: str, import_id: int, rows: int, tell: Callable[[int, int], None]) -> int:
    """Take the new calls over in chunks; returns how many there were."""
    taken = 0
    with connection.cursor() as cursor:
        # Without these each chunk would read both tables whole: the square of a long file.
        cursor.execute("CREATE UNIQUE INDEX ON incoming (position)")
        cursor.execute("CREATE UNIQUE INDEX ON met (position)")
        for start in range(0, rows, CHUNK):
            span = [start, start + CHUNK]
            cursor.execute(_TAKE, [contract_id, import_id, *span, *span])
            taken += cursor.rowcount
            tell(min(start + CHUNK, rows), rows)
    return taken


_NEW_MONTHS = """
SELECT span.month, count(*)
FROM unnest(%s::text[], %s::bigint[], %s::bigint[]) AS span(month, first, after)
JOIN incoming i ON i.arrived_at >= span.first AND i.arrived_at < span.after
WHERE NOT EXISTS (SELECT FROM met WHERE met.position = i.position)
GROUP BY span.month ORDER BY span.month
"""


def months_of_new(found: Compared, zone: ZoneInfo) -> dict[str, int]:
    """New calls by the month of the contract's zone."""
    borders = month_borders(found.first_arrived_at, found.last_arrived_at, zone)
    with connection.cursor() as cursor:
        cursor.execute(_NEW_MONTHS, borders)
        return dict(cursor.fetchall())


def _csv_pieces(path: Path) -> Iterator[bytes]:
    """A call table as csv for COPY: nothing for null, quotes around all else."""
    options = arrow_csv.WriteOptions(include_header=False, quoting_style="all_valid")
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=CHUNK, columns=list(_NAMES)):
            buffer = io.BytesIO()
            arrow_csv.write_csv(batch, buffer, options)
            yield buffer.getvalue()
