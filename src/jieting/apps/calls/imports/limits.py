"""How large an upload may be, on the way and unpacked; what is larger is refused unread."""

from __future__ import annotations

import os
import zipfile
import zlib
from pathlib import Path

from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.said import Said, say
from jieting.switches.kind import kind_of

SIZE_VARIABLE = "JIETING_UPLOAD_MB"
"""Most megabytes of one uploaded file."""
MOST_ROWS = 5_000_000
"""A file of more calls is several months; one import is one transaction."""
MOST_UNPACKED = 1_500_000_000
"""A full sheet of Excel is smaller unpacked."""
MOST_RATIO = 200
_RATIO_MATTERS = 32_000_000
_MOST_PARTS = 2_000
_MOST_COLUMNS = 1_000
_PIECE = 1 << 18
_LOCAL_HEADER = 30
_DEFLATED = 8


def most_bytes() -> int:
    """Most bytes of one uploaded file, from JIETING_UPLOAD_MB; 300 MB where it is not set."""
    return int(os.environ.get(SIZE_VARIABLE, "300")) * 1_000_000


def check_upload(path: Path) -> str:
    """The kind of an uploaded file, which is no bomb.

    Errors: BadInput where it is empty, of a wrong kind, misnamed, or would unpack to a monster.
    """
    kind = kind_of(path)
    if kind == "xlsx":
        _check_zip(path)
    elif kind == "parquet":
        _check_parquet(path)
    return kind


def too_large(most: int) -> Finding:
    """The finding about an upload beyond ``most`` bytes."""
    return Finding(
        "too_large",
        say("The file is larger than {most} MB.", most=most // 1_000_000),
        say("Larger files are refused before they fill the disk."),
        say("Split it by month, or export it as csv or Parquet, which are smaller than Excel."),
    )


def _check_zip(path: Path) -> None:
    """Sizes as the archive tells them, then as they are: what it tells may be a lie."""
    packed = path.stat().st_size
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    told = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or _is_bomb(told, packed):
        raise _monster(path, told)
    true = 0
    with path.open("rb") as file:
        for part in parts:
            file.seek(part.header_offset)
            head = file.read(_LOCAL_HEADER)
            skip = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
            file.seek(skip, 1)
            true += _unpacked(file, part, true, packed, path)


def _unpacked(file: object, part: zipfile.ZipInfo, before: int, packed: int, path: Path) -> int:
    """Bytes that a part really unpacks to; stops as soon as they are too many."""
    if part.compress_type != _DEFLATED:
        return part.compress_size
    worker, left, size = zlib.decompressobj(-zlib.MAX_WBITS), part.compress_size, 0
    while left > 0 and not worker.eof:
        piece = file.read(min(_PIECE, left))  # type: ignore[attr-defined]
        if not piece:
            break
        left -= len(piece)
        while piece and not worker.eof:
            try:
                size += len(worker.decompress(piece, _PIECE))
            except zlib.error:
                return size  # broken, not a bomb: the reader says so
            piece = worker.unconsumed_tail
            if _is_bomb(before + size, packed):
                raise _monster(path, before + size)
    return size


def _is_bomb(unpacked: int, packed: int) -> bool:
    return unpacked > MOST_UNPACKED or (
        unpacked > _RATIO_MATTERS and unpacked > MOST_RATIO * packed
    )


def _monster(path: Path, size: int) -> BadInput:
    return _refused(
        path,
        "zip_bomb",
        say("The workbook would unpack to {size} MB or more.", size=size // 1_000_000),
        say("Save it anew in Excel, without empty rows at its end, or export the calls as csv."),
    )


def _check_parquet(path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        told = parquet.read_metadata(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        remedy = say("Copy or export it again; check that its size equals the original's.")
        what = say("The Parquet file is broken.")
        raise _refused(path, "broken_parquet", what, remedy) from error
    groups = [told.row_group(number) for number in range(told.num_row_groups)]
    rows = sum(group.num_rows for group in groups)
    size = sum(group.total_byte_size for group in groups)
    if rows > MOST_ROWS or told.num_rows > MOST_ROWS:
        what = say("The file says that it holds {rows} rows.", rows=max(rows, told.num_rows))
        raise _refused(path, "too_many_rows", what, say("Split it by month."))
    if size > MOST_UNPACKED or told.num_columns > _MOST_COLUMNS:
        what = say("The file would unpack to {size} MB.", size=size // 1_000_000)
        raise _refused(path, "too_large_inside", what, say("Split it by month."))


def _refused(path: Path, code: str, what: Said, remedy: Said) -> BadInput:
    why = say("Reading it would take all memory or disk from everyone else's work.")
    return BadInput(Finding(code, what, why, remedy, Place(path.name)))
