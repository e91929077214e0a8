"""Block: some rows of a table as columns of cells; the form in which every file kind is read."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from jieting.domain.calls.masking import mask_number
from jieting.domain.calls.reading import Kind, Report
from jieting.domain.errors import Finding

_WRITTEN_OUT = 10**21
"""Longer whole numbers keep their exponent: no column of a call list holds them."""
Cells = Sequence[Any]
"""Cells of one column: text; native times and spans (Excel); instants as int (Parquet); None."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of a file: their numbers (header = 1) and the cells of each named column."""

    rows: Sequence[int]
    columns: Mapping[str, Cells]

    def take(self, indexes: Sequence[int]) -> Block:
        """Only the rows at these positions."""
        return Block(
            [self.rows[i] for i in indexes],
            {name: [cells[i] for i in indexes] for name, cells in self.columns.items()},
        )


@dataclass(frozen=True, slots=True)
class Table:
    """A file of any kind, opened: its column names, and its blocks once they are asked for.

    ``delimiter`` is that of the raw text of left out rows; ``findings`` tell what opening the
    file had to decide.
    """

    file: str
    kind: Kind
    names: tuple[str, ...]
    blocks: Callable[[Report], Iterator[Block]]
    encoding: str = ""
    delimiter: str = ","
    findings: tuple[Finding, ...] = ()


_LIKE_A_NUMBER = re.compile(r"(?<![\d.])\d{7,13}(?![\d.])")


def raw_line(cells: Iterable[str], delimiter: str = ",") -> str:
    """Cells as one line of text, split like the file they came from."""
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter, lineterminator="").writerow(cells)
    return line.getvalue()


def hide_numbers(text: str) -> str:
    """Text whose columns cannot be told, with everything masked that looks like a number."""
    return _LIKE_A_NUMBER.sub(lambda found: mask_number(found[0]), text)


class Trouble:
    """Findings about rows, gathered by row number until the rows are done."""

    def __init__(self) -> None:
        self.by_row: dict[int, list[Finding]] = {}

    def add(self, row: int, finding: Finding) -> None:
        """A finding about a row; its line is filled in."""
        self.by_row.setdefault(row, []).append(finding.at(line=row))

    def add_all(self, row: int, findings: Sequence[Finding]) -> None:
        """Several findings about a row."""
        for finding in findings:
            self.add(row, finding)


def text_of(cell: object) -> str:
    """A cell as text without blanks at its ends; whole numbers without a decimal point.

    Edge: no number (NaN) is how data frames write an empty cell.
    """
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return _number_text(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return span_text(cell)
    return str(cell)


def _number_text(number: float) -> str:
    if math.isnan(number):
        return ""
    return str(int(number)) if number.is_integer() and abs(number) < _WRITTEN_OUT else repr(number)


def span_text(span: timedelta) -> str:
    """A span of time as h:mm:ss."""
    seconds = round(span.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def texts_of(cells: Cells) -> list[str]:
    """A column as texts."""
    try:
        return list(map(str.strip, cells))
    except TypeError:
        return [text_of(cell) for cell in cells]
