"""Kind of a file of calls, told by its first bytes and not by its name."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path

from jieting.domain.calls.reading import Kind
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.reasons import reason_of
from jieting.domain.said import Said, say

_HEAD = 65_536
_NOTHING = b" \t\r\n\f\v\xef\xbb\xbf"
"""Bytes of a file that holds blanks and byte order marks only."""
_QUEUE_LOG = re.compile(rb"\d{9,}(\.\d+)?\|[^|\r\n]*\|[^|\r\n]*\|[^|\r\n]*\|[A-Z]+")
_CDR_COLUMNS = {"calldate", "disposition", "uniqueid"}
_CDR_DISPOSITIONS = {"ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION", "UNKNOWN"}
_CDR_FEWEST = 16
_TEXT_NAMES = {".csv", ".txt", ".tsv", ".log"}
_EXCEL_NAMES = {".xlsx", ".xlsm", ".xls"}


def kind_of(path: Path) -> Kind:
    """What the file is: xlsx, parquet, queue_log, cdr, else csv.

    Errors: BadInput where it is none of these, or its name says another thing than its content.
    """
    head = _head(path)
    suffix = path.suffix.lower()
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path, suffix)
    if head.startswith(b"PAR1"):
        return _as_named(path, suffix in _TEXT_NAMES | _EXCEL_NAMES, "parquet", ".parquet")
    _refuse_others(path, head)
    if suffix == ".parquet" or suffix in _EXCEL_NAMES:
        raise BadInput(_misnamed(path, say("a text file"), ".csv"))
    return _text_kind(head)


def _head(path: Path) -> bytes:
    if not path.is_file():
        raise _bad(
            path,
            "no_file",
            say("There is no such file."),
            say("Check the path and its spelling."),
        )
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise _bad(
            path,
            "unreadable_file",
            say("The file cannot be opened: {reason}.", reason=reason_of(error)),
            say("Give this user the right to read it."),
        ) from error
    if not head.strip(_NOTHING):
        raise _bad(
            path,
            "empty_file",
            say("The file is empty."),
            say("Export the calls again; a file needs at least its header."),
        )
    return head


def _zipped(path: Path, suffix: str) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _bad(
            path,
            "broken_xlsx",
            say("The file begins like an Excel workbook and is broken or cut off."),
            say("Copy or export it again; check that its size equals the original's."),
        ) from error
    if "xl/workbook.xml" in names:
        return _as_named(path, suffix in _TEXT_NAMES | {".parquet", ".xls"}, "xlsx", ".xlsx")
    raise _bad(
        path,
        "not_calls",
        say("The file is a zip archive and no Excel workbook."),
        say("Unpack it and give the csv, xlsx or parquet file inside."),
    )


def _as_named(path: Path, misnamed: bool, kind: Kind, suffix: str) -> Kind:
    if misnamed:
        what = say("an Excel workbook") if kind == "xlsx" else say("a Parquet file")
        raise BadInput(_misnamed(path, what, suffix))
    return kind


def _misnamed(path: Path, what: Said, suffix: str) -> Finding:
    return Finding(
        "misnamed",
        say("The name ends in {suffix}, but the content is {what}.", suffix=path.suffix, what=what),
        say("A file that is not what its name says is often the wrong file."),
        say(
            "Rename it to {name}, or save it again in the form of its name.",
            name=path.with_suffix(suffix).name,
        ),
        Place(path.name),
    )


_MAGIC: tuple[tuple[bytes, Said, Said], ...] = (
    (
        b"\xd0\xcf\x11\xe0",
        say("The file is an old Excel workbook (.xls) or one locked by a password."),
        say("Open it in Excel and save it as .xlsx without a password."),
    ),
    (b"\x1f\x8b", say("The file is compressed (gzip)."), say("Unpack it first.")),
    (b"%PDF", say("The file is a PDF."), say("Export the calls as csv, xlsx or parquet.")),
    (
        b"\xff\xfe",
        say("The file is in UTF-16."),
        say("Save it as 'CSV UTF-8' in Excel, or convert it to UTF-8."),
    ),
    (
        b"\xfe\xff",
        say("The file is in UTF-16."),
        say("Save it as 'CSV UTF-8' in Excel, or convert it to UTF-8."),
    ),
    (
        b"<",
        say("The file is a web page or XML, whatever its name says."),
        say("Open it in Excel and save it as .xlsx or 'CSV UTF-8'."),
    ),
)


def _refuse_others(path: Path, head: bytes) -> None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, what, remedy in _MAGIC:
        if head.startswith(magic) or start.startswith(magic):
            raise _bad(path, "not_calls", what, remedy)
    if head.count(0) > len(head) // 5:
        what = say("The file holds zero bytes throughout: UTF-16 without a mark, or no text.")
        raise _bad(path, "not_calls", what, say("Save it as 'CSV UTF-8' in Excel."))


def _text_kind(head: bytes) -> Kind:
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").splitlines()[0]
    if _QUEUE_LOG.match(first):
        return "queue_log"
    return "cdr" if _is_cdr(first.decode("latin-1")) else "csv"


def _is_cdr(line: str) -> bool:
    try:
        fields = next(csv.reader([line]), [])
    except csv.Error:
        return False
    if {field.strip().lower() for field in fields} >= _CDR_COLUMNS:
        return True
    return len(fields) >= _CDR_FEWEST and fields[14] in _CDR_DISPOSITIONS


def _bad(path: Path, code: str, what: Said, remedy: Said) -> BadInput:
    why = say("No calls can be read from it.")
    return BadInput(Finding(code, what, why, remedy, Place(path.name)))
