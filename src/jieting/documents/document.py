"""A document before language and format: a head, sections of cells, and signatures.

A statement and a settlement become such a document once; Word, PDF, Excel and text then lay out
the same cells, so that they cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jieting.domain.said import Said, verbatim


class Align(StrEnum):
    """Where a cell's text stands."""

    LEFT = "left"
    CENTER = "center"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: lines of words, or a decimal string with its unit.

    ``outside`` marks text that came from a file or a person, so that a spreadsheet may not take
    it for a formula.
    """

    lines: tuple[Said, ...] = ()
    number: str | None = None
    unit: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title, its share of the width, and where its cells stand."""

    title: Said
    width: int
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Section:
    """A titled table. ``brief`` where it belongs on a terminal too; ``sheet`` in a workbook."""

    name: str
    title: Said
    sheet: Said
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    notes: tuple[Said, ...] = ()
    brief: bool = True
    appendix: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that is printed. ``stamp`` warns across the head, such as of simulated data."""

    name: str
    title: Said
    subtitle: Said
    stamp: Said | None
    meta: tuple[tuple[Said, Said], ...]
    result: tuple[Said, ...]
    sections: tuple[Section, ...]
    signatures: tuple[tuple[Said, str], ...]
    footer: Said
    day: str
    """The last day that the document is about; it dates the file, so that it can be made again."""


def words(*lines: Said) -> Cell:
    """A cell of the house's own words, one line each."""
    return Cell(lines)


def data(text: str) -> Cell:
    """A cell of text from outside."""
    return Cell((verbatim(text),), outside=True)


def code(text: str) -> Cell:
    """A cell of a name of the house or of a clause number."""
    return Cell((verbatim(text),))


def number(value: str | int | None, unit: str = "", missing: Said | None = None) -> Cell:
    """A cell of a decimal string or whole number; words where it is missing."""
    if value is None:
        return Cell((missing or verbatim("-"),))
    return Cell(number=str(value), unit=unit)


EMPTY = Cell()
