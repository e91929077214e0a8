"""Kinds of evidence: whether a file is what its name says and holds nothing that does harm."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from jieting.domain.said import Said, say

Fault = tuple[str, Said]
"""A code, and what the file is or does."""

MOST_UNPACKED = 100 * 1024 * 1024
"""Bytes that the parts of a Word or Excel file unpack to, all together."""
_MOST_PARTS = 2_000
_RATIO_MATTERS = 10 * 1024 * 1024
_MOST_RATIO = 200
_PIECE = 1 << 18
_MOST_OF_A_LIST = 2 * 1024 * 1024
_ENCRYPTED = 0x1
_MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_RUNS = re.compile(
    r"vbaproject|vbadata|/macrosheets/|/activex/|/embeddings/.*\.bin$|\.(exe|dll|js|vbs|ps1|bat)$"
)
"""Names of parts that hold programs."""
_MACROS = re.compile(rb"macroenabled|vnd\.ms-office\.vbaproject", re.IGNORECASE)
_FETCHES = re.compile(
    rb"<[^>]*(?:attachedTemplate|oleObject|/frame)\"[^>]*TargetMode\s*=\s*\"External\"[^>]*>"
    rb"|<[^>]*TargetMode\s*=\s*\"External\"[^>]*(?:attachedTemplate|oleObject|/frame)\"[^>]*>",
    re.IGNORECASE,
)
"""A relation by which the file would fetch a template or an object from elsewhere."""

_OTHER: Fault = ("evidence_kind", say("is not of a kind that is taken"))
_BROKEN: Fault = ("evidence_kind", say("is broken or not what its name says"))
_LOCKED: Fault = ("evidence_locked", say("is protected by a password"))
_PROGRAM: Fault = ("evidence_macros", say("holds macros or embedded programs"))
_BOMB: Fault = ("evidence_bomb", say("would unpack to a monster"))


def fault_of(kind: str, content: bytes) -> Fault | None:
    """What is wrong with a file that says it is of ``kind``; None where nothing is."""
    judge = _JUDGES.get(kind)
    return judge(kind, content) if judge is not None else _OTHER


def _begins(*beginnings: bytes) -> Callable[[str, bytes], Fault | None]:
    def judge(kind: str, content: bytes) -> Fault | None:
        return None if content.startswith(beginnings) else _BROKEN

    return judge


def _png(kind: str, content: bytes) -> Fault | None:
    is_png = content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR"
    return None if is_png else _BROKEN


def _wave(kind: str, content: bytes) -> Fault | None:
    is_wave = content.startswith(b"RIFF") and content[8:12] == b"WAVE"
    return None if is_wave else _BROKEN


def _text(kind: str, content: bytes) -> Fault | None:
    if b"\0" in content:
        return _BROKEN
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None
    return _BROKEN


def _office(kind: str, content: bytes) -> Fault | None:
    """Word and Excel: an archive with the right parts, no program in it, of a bearable size."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _archive_fault(kind, archive, len(content))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError):
        return _BROKEN


def _archive_fault(kind: str, archive: zipfile.ZipFile, packed: int) -> Fault | None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    told = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or _bursts(told, packed):
        return _BOMB
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        return _LOCKED
    if _MAIN_PART[kind] not in names or "[Content_Types].xml" not in names:
        return _BROKEN
    if any(_RUNS.search(f"/{name}".lower()) for name in names):
        return _PROGRAM
    return _parts_fault(archive, parts, packed)


def _parts_fault(
    archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], packed: int
) -> Fault | None:
    """Unpack every part, for what an archive tells of its sizes may be a lie."""
    true = 0
    for part in parts:
        kept = b""
        with archive.open(part) as stream:
            while piece := stream.read(_PIECE):
                true += len(piece)
                if _bursts(true, packed):
                    return _BOMB
                if len(kept) < _MOST_OF_A_LIST:
                    kept += piece
        if part.filename == "[Content_Types].xml" and _MACROS.search(kept):
            return _PROGRAM
        if part.filename.endswith(".rels") and _FETCHES.search(kept):
            return _PROGRAM
    return None


def _bursts(unpacked: int, packed: int) -> bool:
    return unpacked > MOST_UNPACKED or (
        unpacked > _RATIO_MATTERS and unpacked > _MOST_RATIO * packed
    )


_JUDGES: dict[str, Callable[[str, bytes], Fault | None]] = {
    "pdf": _begins(b"%PDF-"),
    "png": _png,
    "jpg": _begins(b"\xff\xd8\xff"),
    "jpeg": _begins(b"\xff\xd8\xff"),
    "docx": _office,
    "xlsx": _office,
    "wav": _wave,
    "txt": _text,
    "csv": _text,
}
KINDS = tuple(_JUDGES)
"""The kinds that are taken, as names of files end."""
