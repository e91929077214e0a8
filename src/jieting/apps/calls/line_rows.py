"""Rows of calls that came over the line: found by their names, put in, rewritten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from jieting.apps.calls.models import Import
from jieting.domain.calls.call import COLUMNS, Call
from jieting.domain.periods import Instant

Key = tuple[str, str]
"""The source and call_id of a call: its name within a contract."""
Row = tuple[Call, bytes | None, bytes | None]
"""A call, its caller sealed, and the caller's index."""

_CONTENT = tuple(name for name in COLUMNS if name not in ("source", "call_id", "caller"))
_COLUMNS = ("source", "call_id", *_CONTENT)
_STORED = f"""
SELECT c.source, c.call_id, {", ".join(f"c.{name}" for name in _CONTENT)},
    c.id, c.caller_index, c.brought_by_id, i.kind = %s AND i.state = %s
FROM calls_call c JOIN calls_import i ON i.id = c.brought_by_id
WHERE c.contract_id = %s AND (c.source, c.call_id) IN (SELECT * FROM unnest(%s::text[], %s::text[]))
"""  # noqa: S608 - the columns are constants
_INSERT = f"""
INSERT INTO calls_call (contract_id, brought_by_id, caller_sealed, caller_index,
    {", ".join(_COLUMNS)})
VALUES {{rows}}
ON CONFLICT (contract_id, call_id, source) DO NOTHING
RETURNING source, call_id, id
"""  # noqa: S608 - the columns are constants
_REWRITE = f"""
UPDATE calls_call SET caller_sealed = %s, caller_index = %s,
    {", ".join(f"{name} = %s" for name in _CONTENT)}
WHERE id = %s
"""  # noqa: S608 - the columns are constants
_PLACES = f"({', '.join(['%s'] * (len(_COLUMNS) + 4))})"


@dataclass(frozen=True, slots=True)
class Stored:
    """A row as it is kept; ``running`` where the day that brought it is still open."""

    pk: int
    brought_by: int
    running: bool
    index: bytes | None
    content: dict[str, Any]

    @property
    def arrived_at(self) -> Instant:
        """When the call arrived."""
        return int(self.content["arrived_at"])

    @property
    def ended_at(self) -> Instant:
        """When the call ended."""
        return int(self.content["ended_at"])

    def differing(self, call: Call, index: bytes | None) -> tuple[str, ...]:
        """The columns of which ``call`` says otherwise."""
        now = _content(call)
        names = tuple(name for name in _CONTENT if now[name] != self.content[name])
        return names if index == self.index else ("caller", *names)


def stored_calls(contract_id: str, keys: Iterable[Key]) -> dict[Key, Stored]:
    """The kept calls of those names."""
    sources, call_ids = zip(*keys, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            _STORED,
            [Import.LINE, Import.State.RUNNING, contract_id, list(sources), list(call_ids)],
        )
        rows = cursor.fetchall()
    return {(row[0], row[1]): _stored(row[2:]) for row in rows}


def insert(contract_id: str, brought_by: int, rows: Sequence[Row]) -> dict[Key, int]:
    """Put calls in; the numbers of those that were not there yet."""
    values: list[Any] = []
    # Two who insert the same calls meet in one order, so that neither waits for the other forever.
    for call, sealed, index in sorted(rows, key=lambda row: (row[0].source, row[0].call_id)):
        values += [contract_id, brought_by, sealed, index, call.source, call.call_id]
        values += _content(call).values()
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.format(rows=", ".join([_PLACES] * len(rows))), values)
        return {(source, call_id): pk for source, call_id, pk in cursor.fetchall()}


def rewrite(pk: int, call: Call, sealed: bytes | None, index: bytes | None) -> None:
    """Let a row say what is told of its call now."""
    with connection.cursor() as cursor:
        cursor.execute(_REWRITE, [sealed, index, *_content(call).values(), pk])


def _stored(row: tuple[Any, ...]) -> Stored:
    content = dict(zip(_CONTENT, row, strict=False))
    pk, index, brought_by, running = row[len(_CONTENT) :]
    return Stored(pk, brought_by, running, None if index is None else bytes(index), content)


def _content(call: Call) -> dict[str, Any]:
    """The columns of a call as they are stored, in the order of ``_CONTENT``."""
    content = {name: getattr(call, name) for name in _CONTENT}
    content["direction"], content["outcome"] = call.direction.value, call.outcome.value
    content["rating"] = call.rating.value if call.rating else ""
    return content
