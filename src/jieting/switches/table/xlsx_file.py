"""Excel workbooks: one sheet as a table; dates and durations as Excel stores them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from jieting.domain.calls.reading import BATCH, Progress, Report
from jieting.domain.errors import BadInput, Finding, Place, Severity
from jieting.domain.nearest import did_you_mean
from jieting.domain.said import Said, say
from jieting.switches.mapping import Mapping
from jieting.switches.table.block import Block, Table, hide_numbers, raw_line, text_of

MOST_BYTES = 4 << 30
MOST_RATIO = 1_000
"""A sheet of calls shrinks to a tenth or a fiftieth when zipped, never to a thousandth."""
_RATIO_MATTERS = 64 << 20


def open_xlsx(path: Path, mapping: Mapping, progress: Progress | None) -> Table:
    """A sheet (the first, or the mapping's) as a table; its first row that is not blank names it.

    Errors: BadInput for a locked, broken or absurdly large workbook, and for an unknown sheet.
    """
    _guard_size(path)
    sheet, others = _open_sheet(path, mapping.sheet)
    rows = enumerate(sheet, start=1)
    names = mapping.header or _header(path, rows)
    return Table(
        file=path.name,
        kind="xlsx",
        names=names,
        blocks=lambda report: _blocks(path, rows, names, report, progress),
        findings=(_unread_sheets(path, others),) if others and not mapping.sheet else (),
    )


def _guard_size(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    huge = size > MOST_BYTES
    if huge or (size > _RATIO_MATTERS and size > MOST_RATIO * path.stat().st_size):
        raise _bad(
            path,
            "too_large",
            say("The workbook would unpack to {size} bytes.", size=size),
            say("Export the calls as csv, or split the workbook by month."),
        )


def _open_sheet(path: Path, sheet: str) -> tuple[Iterator[list[Any]], list[str]]:
    """The rows of a sheet (the first where none is named), and the names of the other sheets."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        workbook = CalamineWorkbook.from_path(str(path))
        names = workbook.sheet_names
        if sheet and sheet not in names:
            raise BadInput(_no_sheet(path, sheet, names))
        wanted = sheet or names[0]
        rows = iter(workbook.get_sheet_by_name(wanted).iter_rows())
        return rows, [name for name in names if name != wanted]
    except PasswordError as error:
        raise _bad(
            path,
            "locked",
            say("The workbook is locked by a password."),
            say("Save it without a password."),
        ) from error
    except (CalamineError, IndexError, OSError) as error:
        raise _bad(
            path,
            "broken_xlsx",
            say("The workbook is broken: {reason}.", reason=str(error).strip(". ")),
            say("Open it in Excel and save it again, or export it once more."),
        ) from error


def _header(path: Path, rows: Iterator[tuple[int, list[Any]]]) -> tuple[str, ...]:
    for _, row in rows:
        names = [text_of(cell) for cell in row]
        if any(names):
            while not names[-1]:
                names.pop()
            return tuple(names)
    raise _bad(
        path,
        "empty_file",
        say("The sheet is empty."),
        say("Name the sheet that holds the calls in a mapping file ([table] sheet)."),
    )


def _blocks(
    path: Path,
    rows: Iterator[tuple[int, list[Any]]],
    names: tuple[str, ...],
    report: Report,
    progress: Progress | None,
) -> Iterator[Block]:
    width, size = len(names), path.stat().st_size
    while chunk := list(islice(rows, BATCH)):
        filled = [(number, row) for number, row in chunk if any(cell != "" for cell in row)]
        report.rows += len(filled)
        good = [(number, row) for number, row in filled if not _beyond(number, row, width, report)]
        if good:
            cells = zip(*([plain(cell) for cell in row[:width]] for _, row in good), strict=True)
            yield Block([n for n, _ in good], dict(zip(names, map(list, cells), strict=True)))
    if progress:
        progress(size, size)


def _beyond(number: int, row: list[Any], width: int, report: Report) -> bool:
    extra: int = sum(cell != "" for cell in row[width:])
    if extra:
        report.raw[number] = raw_line(hide_numbers(text_of(cell)) for cell in row)
        report.found(_extra(number, extra))
    return extra > 0


def _extra(number: int, extra: int) -> Finding:
    return Finding(
        "fields",
        say("The row has {extra} cells beyond the header.", extra=extra),
        say("Cells without a column name show that the row has slipped or is no call."),
        say("Move the cells under their headers, or delete them."),
        Place(line=number),
    )


def plain(cell: Any) -> Any:
    """A cell with numbers and truth values as text; times and spans stay as they are."""
    return text_of(cell) if isinstance(cell, float | int | bool) else cell


def _unread_sheets(path: Path, others: list[str]) -> Finding:
    return Finding(
        "unread_sheets",
        say("Only the first sheet is read, not: {names}.", names=", ".join(others)),
        say("Calls on another sheet would be lost."),
        say("Name the sheet that holds the calls in a mapping file ([table] sheet)."),
        Place(path.name),
        Severity.WARNING,
    )


def _no_sheet(path: Path, sheet: str, names: list[str]) -> Finding:
    return Finding(
        "no_sheet",
        say("The workbook has no sheet {sheet}.", sheet=sheet),
        say("The mapping says that the calls are on it."),
        did_you_mean(sheet, names, say("Its sheets are: {names}.", names=", ".join(names))),
        Place(path.name),
    )


def _bad(path: Path, code: str, what: Said, remedy: Said) -> BadInput:
    why = say("No calls can be read from it.")
    return BadInput(Finding(code, what, why, remedy, Place(path.name)))
