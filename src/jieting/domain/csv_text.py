"""Csv as text in memory: rows to text and back, without any file; every fault is a finding."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from jieting.domain.errors import Finding, Place
from jieting.domain.said import Said, say

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


def csv_rows(
    text: str,
    name: str,
    findings: list[Finding],
    *,
    needed: Sequence[str],
    header: Sequence[str],
    unread: Said,
) -> Iterator[tuple[dict[str, str], Place]]:
    """Each row of csv ``text`` by the names of its header, with its place in the file ``name``.

    A byte order mark is passed over. What is wrong with the text itself goes to ``findings``: where
    a ``needed`` column is missing no row follows, ``unread`` says what that means and ``header``
    how it should be; where the text is no csv, the rows behind that place are lost.
    """
    lines = text.removeprefix(_BYTE_ORDER_MARK).split("\n")
    rows = csv.DictReader(f"{line}\n" for line in lines)
    try:
        missing = [column for column in needed if column not in (rows.fieldnames or ())]
        if missing:
            findings.append(_no_columns(missing, header, unread, Place(name, 1)))
            return
        for row in rows:
            yield row, Place(name, rows.line_num)
    except csv.Error as error:
        findings.append(_not_csv(str(error), Place(name, max(rows.line_num, 1))))


def _no_columns(missing: list[str], header: Sequence[str], unread: Said, place: Place) -> Finding:
    return Finding(
        "missing_column",
        say("These columns are missing: {columns}.", columns=", ".join(missing)),
        unread,
        say("Write the header: {header}", header=",".join(header)),
        place,
    )


def _not_csv(error: str, place: Place) -> Finding:
    return Finding(
        "not_csv",
        say("The file is not valid csv: {error}.", error=error),
        say("The rows behind it cannot be read."),
        say("Correct the text there."),
        place,
    )
