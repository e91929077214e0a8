"""A list of calls as a file: csv and Excel for people, Parquet for engines."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from jieting.domain.calls.call import COLUMNS, TIME_COLUMNS, Call
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.periods import Instant, iso
from jieting.domain.said import say

Cell = str | int | None
BOM = "\ufeff"
"""Begins the csv, so that Excel reads it as UTF-8."""
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes text that begins so for a formula."""
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - Excel's properties have no zone
"""The date of creation in every workbook, so that the same calls give the same bytes."""
EXCEL_ROWS = 1_048_575
"""A sheet holds no more calls below its header."""
_ARROW = {"string": pa.string(), "int64": pa.int64()}


def write_calls(calls: Iterable[Call], path: Path, zone: ZoneInfo) -> None:
    """Write the calls in the columns of the call table; the name's ending chooses the form.

    csv and xlsx give times as ISO 8601 in ``zone`` with its offset, parquet as whole microseconds.
    Errors: BadInput for another ending.
    """
    write = FORMS.get(path.suffix.lower())
    if write is None:
        raise BadInput(_unknown_form(path))
    write(calls, path, zone)


def calls_csv(calls: Iterable[Call], zone: ZoneInfo) -> bytes:
    """The calls as csv: UTF-8 with BOM, line feeds, a header, formula signs made harmless."""
    text = io.StringIO(newline="")
    text.write(BOM)
    writer = csv.writer(text, lineterminator="\n")
    # A carriage return within a cell ends the line for readers, and this writer leaves it bare.
    careful = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for row in rows(calls, zone):
        broken = any(isinstance(cell, str) and "\r" in cell for cell in row)
        (careful if broken else writer).writerow(harmless(row))
    return text.getvalue().encode()


def harmless(row: Sequence[Cell]) -> list[Cell]:
    """The row with an apostrophe before each text that a spreadsheet would take for a formula."""
    return [f"'{cell}" if _is_formula(cell) else cell for cell in row]


def _is_formula(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.startswith(FORMULA_SIGNS)


def rows(calls: Iterable[Call], zone: ZoneInfo) -> Iterator[list[Cell]]:
    """Each call as cells in the order of the columns, times as ISO 8601 in ``zone``."""
    times = [name in TIME_COLUMNS for name in COLUMNS]
    for call in calls:
        yield [
            _clock(getattr(call, name), zone) if is_time else getattr(call, name)
            for name, is_time in zip(COLUMNS, times, strict=True)
        ]


def _clock(at: Instant | None, zone: ZoneInfo) -> str | None:
    return None if at is None else iso(at, zone)


def _write_csv(calls: Iterable[Call], path: Path, zone: ZoneInfo) -> None:
    path.write_bytes(calls_csv(calls, zone))


def _write_xlsx(calls: Iterable[Call], path: Path, zone: ZoneInfo) -> None:
    """One sheet, row by row in constant memory; Excel's own quote keeps formula signs text."""
    made = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"created": CREATED})
        quoted = book.add_format({"quote_prefix": True})
        sheet = book.add_worksheet("calls")
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, list(COLUMNS), book.add_format({"bold": True}))
        for number, row in enumerate(rows(calls, zone), start=1):
            if number > EXCEL_ROWS:
                raise BadInput(_too_many_rows(path))
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                elif cell:
                    sheet.write_string(number, column, cell, quoted if _is_formula(cell) else None)
    path.write_bytes(made.getvalue())


def _write_parquet(calls: Iterable[Call], path: Path, _: ZoneInfo) -> None:
    every = list(calls)
    schema = pa.schema([(name, _ARROW[kind]) for name, kind in COLUMNS.items()])
    columns = [
        [_text(getattr(call, name)) for call in every]
        if kind == "string"
        else [getattr(call, name) for call in every]
        for name, kind in COLUMNS.items()
    ]
    pq.write_table(pa.table(columns, schema=schema), path, compression="zstd")


def _text(value: str | None) -> str:
    return "" if value is None else str(value)


FORMS: dict[str, Callable[[Iterable[Call], Path, ZoneInfo], None]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".parquet": _write_parquet,
}
"""The forms by the ending of the file's name."""


def _unknown_form(path: Path) -> Finding:
    return Finding(
        "unknown_form",
        say("{name} does not end in {endings}.", name=path.name, endings=", ".join(FORMS)),
        say("The ending says in which form the calls are written."),
        say("Give the file one of these endings."),
        Place(path.name),
    )


def _too_many_rows(path: Path) -> Finding:
    return Finding(
        "too_many_rows",
        say("There are more than {most} calls.", most=EXCEL_ROWS),
        say("A sheet of Excel holds no more rows; the others would be lost."),
        say("Write csv or parquet."),
        Place(path.name),
    )
