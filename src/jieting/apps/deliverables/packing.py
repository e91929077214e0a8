"""Sections of a document as JSON values that a row can keep, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from jieting.apps.base.packed import packed_words, unpacked_words
from jieting.documents.columns import COLUMNS
from jieting.documents.document import Cell, Section

Row = tuple[Cell, ...]


def packed_sections(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """The sections as JSON values; columns are those that their names always have."""
    return [
        {
            "name": part.name,
            "title": packed_words(part.title),
            "rows": [[_cell(cell) for cell in row] for row in part.rows],
            "total": [_cell(cell) for cell in part.total] if part.total else None,
            "notes": [packed_words(note) for note in part.notes],
        }
        for part in sections
    ]


def unpacked_sections(values: Iterable[dict[str, Any]]) -> tuple[Section, ...]:
    """The sections that ``packed_sections`` made these values from."""
    return tuple(_section(part) for part in values)


def digest_of(values: object) -> str:
    """Names JSON values: the same values, the same name."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _section(part: dict[str, Any]) -> Section:
    title = unpacked_words(part["title"])
    return Section(
        part["name"],
        title,
        title,
        COLUMNS[part["name"]],
        tuple(_row(row) for row in part["rows"]),
        _row(part["total"]) if part["total"] else None,
        tuple(unpacked_words(note) for note in part["notes"]),
    )


def _row(cells: Iterable[dict[str, Any]]) -> Row:
    return tuple(
        Cell(
            tuple(unpacked_words(words) for words in cell.get("lines", ())),
            cell.get("number"),
            cell.get("unit", ""),
            cell.get("outside", False),
        )
        for cell in cells
    )


def _cell(cell: Cell) -> dict[str, Any]:
    if cell.number is not None:
        return {"number": cell.number, "unit": cell.unit}
    kept: dict[str, Any] = {"lines": [packed_words(words) for words in cell.lines]}
    return {**kept, "outside": True} if cell.outside else kept
