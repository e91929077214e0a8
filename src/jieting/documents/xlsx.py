"""A document as an Excel workbook: native numbers, text that stays text, A4 print set-up."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from itertools import groupby
from unicodedata import east_asian_width

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from jieting.documents.evidence import EvidenceTables
from jieting.documents.printed import Printed, PrintedCell, PrintedSection, Row
from jieting.documents.sheets import EvidenceSheets, safe
from jieting.documents.sheets import sheet_name as free_name

FONT = "宋体"
HEAD_FONT = "黑体"
WIDEST = 60
A4 = 9
LINE_HEIGHT = 13


def to_xlsx(printed: Printed, evidence: EvidenceTables = (), titles: tuple[str, ...] = ()) -> bytes:
    """The document as a workbook; each evidence list, under its title, on sheets of its own."""
    file = BytesIO()
    # Rows go to disk as they come, so that a million calls fit into memory.
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": printed.title, "created": datetime.fromisoformat(printed.day)})
    _Book(book, printed).write()
    pages = EvidenceSheets(book)
    for part, title in zip(evidence, titles, strict=True):
        pages.write(part, title)
    book.close()
    return file.getvalue()


class _Book:
    """The sheets of a document: sections that name the same sheet stand below each other."""

    def __init__(self, book: Workbook, printed: Printed) -> None:
        self.book = book
        self.printed = printed
        self.formats: dict[tuple[str, bool], Format] = {}
        base = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
        head = {**base, "font_name": HEAD_FONT, "bold": True}
        self.title = book.add_format({**head, "font_size": 16, "align": "center"})
        self.heading = book.add_format({**head, "font_size": 11})
        self.header = book.add_format({**head, "border": 1, "align": "center", "text_wrap": True})
        self.plain = book.add_format({**base})
        self.bold = book.add_format({**head})

    def write(self) -> None:
        """Write every sheet, the one with the head first."""
        ordered = sorted(self.printed.sections, key=self._order)
        for name, sections in groupby(ordered, key=lambda section: section.sheet):
            _Sheet(self, name, list(sections)).write()

    def _order(self, section: PrintedSection) -> int:
        names = [each.sheet for each in self.printed.sections]
        return names.index(section.sheet)

    @property
    def first(self) -> str:
        """The name of the sheet that carries the head and the signatures."""
        return self.printed.sections[0].sheet

    def cell_format(self, number_format: str, bold: bool) -> Format:
        """The bordered format of a cell."""
        key = (number_format, bold)
        if key not in self.formats:
            self.formats[key] = self.book.add_format(
                {
                    "font_name": HEAD_FONT if bold else FONT,
                    "font_size": 10,
                    "border": 1,
                    "bold": bold,
                    "text_wrap": True,
                    "valign": "vcenter",
                    "num_format": number_format,
                    **({} if number_format == "@" else {"align": "right"}),
                }
            )
        return self.formats[key]


class _Sheet:
    """One sheet, written from top to bottom."""

    def __init__(self, book: _Book, name: str, sections: list[PrintedSection]) -> None:
        self.owner = book
        self.printed = book.printed
        self.sections = sections
        self.is_first = name == book.first
        self.page: Worksheet = book.book.add_worksheet(free_name(book.book, name))
        self.row = 0
        self.width = max(len(section.columns) for section in sections)
        self.widths = [
            min(WIDEST, 2 + max(self._needed(section, column) for section in sections))
            for column in range(self.width)
        ]

    def write(self) -> None:
        """Head, sections, signatures, and the set-up for print."""
        self._print_setup()
        self._widths()
        if self.is_first:
            self._head()
        for section in self.sections:
            self._section(section)
        if self.is_first:
            self._signatures()

    def _print_setup(self) -> None:
        self.page.set_paper(A4)
        self.page.set_landscape()
        self.page.fit_to_pages(1, 0)
        self.page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        before, between, after = self.printed.page
        words = self.printed.footer.replace("&", "&&")
        self.page.set_footer(f"&L&8{words}&R&8{before}&P{between}&N{after}")
        if not self.is_first:
            # Title and column titles stay in sight and are printed on every page.
            self.page.freeze_panes(2, 0)
            self.page.repeat_rows(0, 1)

    def _widths(self) -> None:
        for column, width in enumerate(self.widths):
            self.page.set_column(column, column, width)

    def _needed(self, section: PrintedSection, column: int) -> int:
        if column >= len(section.columns):
            return 0
        cells = [section.columns[column].title, *(row[column].text for row in section.rows)]
        return max(display_width(line) for cell in cells for line in cell.split("\n"))

    def _head(self) -> None:
        self.page.merge_range(0, 0, 0, self.width - 1, "", self.owner.title)
        self._string(0, safe(self.printed.title), self.owner.title)
        self.page.set_row(0, 26)
        self.row = 1
        self._line(self.printed.subtitle, self.owner.plain)
        self._line(self.printed.stamp, self.owner.bold)
        for label, value in self.printed.meta:
            self._string(0, label, self.owner.bold)
            self._string(2, safe(value), self.owner.plain)
            self.row += 1
        for sentence in self.printed.result:
            self._line(sentence, self.owner.bold)
        self._line("", self.owner.plain)

    def _string(self, column: int, text: str, style: Format) -> None:
        self.page.write_string(self.row, column, text, style)

    def _line(self, text: str, style: Format) -> None:
        self._string(0, text, style)
        self.row += 1

    def _section(self, section: PrintedSection) -> None:
        self._line(section.title, self.owner.heading)
        for column, head in enumerate(section.columns):
            self._string(column, head.title, self.owner.header)
        self.row += 1
        for row in section.rows:
            self._row(row, bold=False)
        if section.total is not None:
            self._row(section.total, bold=True)
        for note in section.notes:
            self._line(note, self.owner.plain)
        self.row += 1

    def _row(self, row: Row, bold: bool) -> None:
        # Not every program fits a row to its wrapped text when it opens the file.
        lines = max(self._lines(cell, column) for column, cell in enumerate(row))
        self.page.set_row(self.row, LINE_HEIGHT * lines + 3)
        for column, cell in enumerate(row):
            self._cell(column, cell, bold)
        self.row += 1

    def _lines(self, cell: PrintedCell, column: int) -> int:
        room = max(1, self.widths[column] - 1)
        return sum(max(1, -(-display_width(line) // room)) for line in cell.text.split("\n"))

    def _cell(self, column: int, cell: PrintedCell, bold: bool) -> None:
        if cell.number is None:
            text = safe(cell.text) if cell.outside else cell.text
            self._string(column, text, self.owner.cell_format("@", bold))
            return
        value, style = native(cell.number, cell.unit)
        self.page.write_number(self.row, column, value, self.owner.cell_format(style, bold))

    def _signatures(self) -> None:
        for signature in self.printed.signatures:
            self._line(f"{signature.party}  {signature.name}", self.owner.bold)
            self._line(f"{signature.signed} ____________________", self.owner.plain)
            self._line(signature.date, self.owner.plain)
        self._line(self.printed.digest, self.owner.plain)


def native(decimal: str, unit: str) -> tuple[float, str]:
    """A decimal string as Excel's number and the format that shows it again as it was."""
    places = len(decimal.partition(".")[2])
    digits = "0" + ("." + "0" * places if places else "")
    if unit == "%":
        # Excel's percent is a hundredth; the shift is made in the decimal, not in the float.
        return float(f"{decimal}e-2"), f"{digits}%"
    return float(decimal), f'{digits}" {unit}"' if unit else digits


def display_width(text: str) -> int:
    """The columns that a text takes; a Chinese character takes two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
