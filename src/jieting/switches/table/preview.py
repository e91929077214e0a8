"""Preview: the first rows of a table as they stand, and the values that its columns hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from jieting.domain.calls.reading import Kind, Report
from jieting.switches.mapping import Mapping
from jieting.switches.table.block import Block, Table, text_of, texts_of
from jieting.switches.table.read import open_table

_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Preview:
    """The columns of a file, its first rows as texts, and how it was opened."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str


def preview(path: Path, kind: Kind, mapping: Mapping | None = None, most: int = 20) -> Preview:
    """The first rows of a table, before anybody said what its columns mean.

    Errors: BadInput where the file cannot be opened or has no header.
    """
    table = _table(path, kind, mapping)
    rows: list[tuple[str, ...]] = []
    for block in _blocks(table):
        rows.extend(
            tuple(text_of(block.columns[name][i]) for name in table.names)
            for i in range(min(len(block.rows), most - len(rows)))
        )
        if len(rows) >= most:
            break
    return Preview(table.names, tuple(rows), table.encoding)


def values_of(
    path: Path,
    kind: Kind,
    columns: Collection[str],
    mapping: Mapping | None = None,
    most_blocks: int = 20,
) -> dict[str, Counter[str]]:
    """How often each value stands in these columns, among the first rows of the file."""
    table = _table(path, kind, mapping)
    found: dict[str, Counter[str]] = {name: Counter() for name in columns if name in table.names}
    if found:
        for block in islice(_blocks(table), most_blocks):
            for name, counts in found.items():
                counts.update(texts_of(block.columns[name]))
    return found


def _table(path: Path, kind: Kind, mapping: Mapping | None) -> Table:
    return open_table(path, kind, _UTC, mapping or Mapping(name=""), None)


def _blocks(table: Table) -> Iterator[Block]:
    return table.blocks(Report(table.file, table.kind))
