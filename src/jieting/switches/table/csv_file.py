"""Csv files: rows split strictly, in chunks; a row that cannot be split loses no other row."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO

from jieting.domain.calls.reading import BATCH, Progress, Report
from jieting.domain.errors import BadInput, Finding, Place, Severity
from jieting.domain.said import say
from jieting.switches.mapping import Mapping
from jieting.switches.table.block import Block, Table, hide_numbers, raw_line
from jieting.switches.table.encoding import TextForm, text_form

_LONGEST_ROW = 200
"""A row is taken for unclosed when it spans more lines."""
_DELIMITERS = ",;\t|"
_BLANK = " \t\r\n\f\v\u00a0\u3000\ufeff"
"""Around a column's name these are nothing; a file joined of others bears several marks."""


def open_csv(path: Path, mapping: Mapping, progress: Progress | None) -> Table:
    """A csv file as a table; comma, semicolon, tab or bar, told by its first line."""
    form = text_form(path, mapping.encoding, progress)
    rows = CsvRows(path, form, mapping.delimiter, progress)
    names = mapping.header or rows.read_header()
    return Table(
        file=path.name,
        kind="csv",
        names=names,
        blocks=lambda report: rows.blocks(names, report),
        encoding=form.encoding,
        delimiter=rows.delimiter,
        findings=() if mapping.encoding else tuple(_guessed(path.name, form)),
    )


class CsvRows:
    """The rows of one csv file, numbered as a spreadsheet numbers them (a blank line counts)."""

    def __init__(
        self, path: Path, form: TextForm, delimiter: str, progress: Progress | None
    ) -> None:
        self._path = path
        self._form = form
        self._progress = progress
        self._lines: Iterator[str] = iter(())
        self._pending: list[str] = []
        self._row = 1
        self._header_lines = 0
        self.delimiter = delimiter or self._guess_delimiter()

    def _open(self) -> IO[str]:
        return self._path.open(encoding=self._form.encoding, newline="")

    def _guess_delimiter(self) -> str:
        with self._open() as file:
            outside = "".join(file.readline().split('"')[::2])
        return max(_DELIMITERS, key=outside.count)

    def read_header(self) -> tuple[str, ...]:
        """The names in the first row that is not blank."""
        with self._open() as file:
            lines = islice(file, _LONGEST_ROW)
            reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
            try:
                for row in reader:
                    self._row += 1
                    names = tuple(cell.strip(_BLANK) for cell in row)
                    if any(names):
                        self._header_lines = reader.line_num
                        return names
            except csv.Error as error:
                raise BadInput(_unsplittable(self._row, error).at(self._path.name)) from error
        raise BadInput(_no_header(self._path.name))

    def blocks(self, names: tuple[str, ...], report: Report) -> Iterator[Block]:
        """The rows after the header; rows of a wrong form go to the report."""
        with self._open() as file:
            self._lines = islice(file, self._header_lines, None)
            while lines := self._next_lines():
                numbers, rows = self._split(lines, report)
                numbers, rows = self._whole(numbers, rows, len(names), report)
                self._tell(file)
                if rows:
                    yield Block(numbers, dict(zip(names, zip(*rows, strict=True), strict=True)))

    def _next_lines(self) -> list[str]:
        lines, self._pending = self._pending, []
        return lines + list(islice(self._lines, BATCH - len(lines)))

    def _split(self, lines: list[str], report: Report) -> tuple[Sequence[int], list[list[str]]]:
        first = self._row
        try:
            rows = list(csv.reader(lines, delimiter=self.delimiter, strict=True))
        except csv.Error:
            rows = []
        if len(rows) != len(lines):
            return self._split_one_by_one(lines, report)
        self._row += len(rows)
        return range(first, first + len(rows)), rows

    def _split_one_by_one(
        self, lines: list[str], report: Report
    ) -> tuple[Sequence[int], list[list[str]]]:
        numbers, rows, at, most = [], [], 0, len(lines)
        while at < most:
            if len(lines) < at + _LONGEST_ROW:
                lines += islice(self._lines, _LONGEST_ROW)
            reader = csv.reader(
                lines[at : at + _LONGEST_ROW], delimiter=self.delimiter, strict=True
            )
            try:
                rows.append(next(reader))
                numbers.append(self._row)
                at += reader.line_num
            except csv.Error as error:
                report.rows += 1
                report.raw[self._row] = hide_numbers(lines[at].rstrip("\r\n"))
                report.found(_unsplittable(self._row, error))
                at += 1
            self._row += 1
        self._pending = lines[at:]
        return numbers, rows

    def _whole(
        self, numbers: Sequence[int], rows: list[list[str]], width: int, report: Report
    ) -> tuple[Sequence[int], list[list[str]]]:
        if set(map(len, rows)) == {width} and not self._form.has_nul:
            report.rows += len(rows)
            return numbers, rows
        good: list[tuple[int, list[str]]] = []
        for number, row in zip(numbers, rows, strict=True):
            if not any(cell.strip() for cell in row):
                continue
            report.rows += 1
            if faults := list(_row_faults(number, row, width)):
                report.raw[number] = raw_line(map(hide_numbers, row), self.delimiter)
                for fault in faults:
                    report.found(fault)
            else:
                good.append((number, row))
        return [number for number, _ in good], [row for _, row in good]

    def _tell(self, file: IO[str]) -> None:
        """The second half of the work: the first was to find the encoding."""
        if self._progress:
            size = self._form.size
            self._progress((size + file.buffer.tell()) // 2, size)  # type: ignore[attr-defined]


def _guessed(file: str, form: TextForm) -> Iterator[Finding]:
    """Bytes of another encoding may be valid GB18030 by chance, and then be other words."""
    if form.encoding == "gb18030":
        yield Finding(
            "read_as_gb18030",
            say("The file is not UTF-8 and was read as GB18030."),
            say("If that is wrong, names and codes with special characters are wrong words."),
            say("Look at a few names; where they are garbled, save the file as 'CSV UTF-8'."),
            Place(file),
            Severity.NOTE,
        )


def _row_faults(number: int, row: list[str], width: int) -> Iterator[Finding]:
    if len(row) != width:
        yield Finding(
            "fields",
            say("The row has {found} fields; the header has {width}.", found=len(row), width=width),
            say("Its values cannot be told apart by column."),
            say("Put a field that holds the delimiter in double quotes, or add the missing one."),
            Place(line=number),
        )
    if any("\0" in cell for cell in row):
        yield Finding(
            "nul",
            say("The row holds a zero byte."),
            say("A zero byte comes from a damaged file, so the row cannot be trusted."),
            say("Export the row again."),
            Place(line=number),
        )


def _unsplittable(number: int, error: csv.Error) -> Finding:
    if "field limit" in str(error):
        return Finding(
            "long_field",
            say("A field is longer than {most} characters.", most=csv.field_size_limit()),
            say("No call list has such fields; most likely a quote is not closed."),
            say("Shorten the field, or close the quote."),
            Place(line=number),
        )
    return Finding(
        "quotes",
        say("The row's double quotes are not closed, or stand inside a field."),
        say("Where its fields begin and end cannot be told."),
        say("Close the quote; write a quote inside a quoted field twice."),
        Place(line=number),
    )


def _no_header(file: str) -> Finding:
    return Finding(
        "no_header",
        say("The file has no header row."),
        say("Without names the columns have no meaning."),
        say("Add a header row, or name the columns in a mapping file ([table] header)."),
        Place(file, 1),
    )
