"""Sheets of evidence: rows as a stream, continued on a further sheet where one is full."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from jieting.documents.evidence import EvidenceList, Value
from jieting.documents.printed import UNPRINTABLE

ROWS_OF_A_SHEET = 1_048_576
LONGEST_NAME = 31
LONGEST_TEXT = 32_767
EXACT = 2**53
"""Whole numbers below this are exact as Excel's numbers; the others stay text."""
COLUMN_WIDTH = 20
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe(text: str) -> str:
    """Text from outside that no spreadsheet takes for a formula: an apostrophe goes before it.

    It is written as a string anyway; the apostrophe still protects once the sheet is saved as CSV.
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def sheet_name(book: Workbook, wanted: str) -> str:
    """A name that Excel allows and the workbook does not have yet."""
    base = re.sub(r"[\[\]:*?/\\]", "-", wanted).strip("'")[:LONGEST_NAME] or "-"
    taken = {sheet.get_name().lower() for sheet in book.worksheets()}
    name, number = base, 1
    while name.lower() in taken:
        number += 1
        suffix = f" ({number})"
        name = base[: LONGEST_NAME - len(suffix)] + suffix
    return name


class EvidenceSheets:
    """Writes lists of evidence into a workbook."""

    def __init__(self, book: Workbook, rows_of_a_sheet: int = ROWS_OF_A_SHEET) -> None:
        self.book = book
        self.capacity = rows_of_a_sheet - 1
        self.header = book.add_format({"bold": True, "bottom": 1, "font_name": "黑体"})
        self.text = book.add_format({"num_format": "@"})

    def write(self, evidence: EvidenceList, title: str) -> None:
        """Write a list onto as many sheets as it needs, at least one."""
        rows = iter(evidence.rows)
        first: list[Sequence[Value]] = []
        while True:
            page = self._page(title, evidence.columns)
            written = self._rows(page, chain(first, islice(rows, self.capacity - len(first))))
            page.autofilter(0, 0, max(1, written), max(0, len(evidence.columns) - 1))
            first = list(islice(rows, 1))
            if not first:
                return

    def _page(self, title: str, columns: tuple[str, ...]) -> Worksheet:
        page = self.book.add_worksheet(sheet_name(self.book, title))
        page.set_paper(9)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        if columns:
            page.set_column(0, len(columns) - 1, COLUMN_WIDTH)
        for column, name in enumerate(columns):
            page.write_string(0, column, name, self.header)
        return page

    def _rows(self, page: Worksheet, rows: Iterable[Sequence[Value]]) -> int:
        written = 0
        for written, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write(page, written, column, value, self.text)
        return written


def _write(page: Worksheet, row: int, column: int, value: Value, text: Format) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int) and abs(value) < EXACT:
        page.write_number(row, column, value)
        return
    words = safe(str(value))
    if not words.isprintable():
        words = UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", words)
    page.write_string(row, column, words[:LONGEST_TEXT], text)
