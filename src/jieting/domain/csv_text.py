"""Csv as text in memory: rows to text and back, without any file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

_BYTE_ORDER_MARK = "\ufeff"


class _Text(list[str]):
    """What the writer of the standard library writes to."""

    def write(self, text: str) -> int:
        self.append(text)
        return len(text)


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A header and rows as csv text with line feeds."""
    text = _Text()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return "".join(text)


def csv_rows(text: str) -> csv.DictReader[str]:
    """The rows of csv ``text`` by the names of its header; a byte order mark is passed over.

    Errors: csv.Error while the rows are read; ``line_num`` then says in which line.
    """
    lines = text.removeprefix(_BYTE_ORDER_MARK).split("\n")
    return csv.DictReader(f"{line}\n" for line in lines)
