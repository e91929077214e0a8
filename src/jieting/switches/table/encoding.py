"""Encoding of a text file, found by reading the whole of it strictly, in bounded memory."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jieting.domain.calls.reading import Progress
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.said import Said, say

CHUNK = 1 << 20
_BOM = codecs.BOM_UTF8
_SURE_OF_UTF8 = 10
"""So many three-byte characters in a row are never GB18030 by chance."""


@dataclass(frozen=True, slots=True)
class TextForm:
    """How a file's bytes are read: a Python codec's name; whether zero bytes occur."""

    encoding: str
    has_nul: bool
    size: int


class _Undecodable(Exception):
    """Bytes at ``offset`` are not of the encoding; ``wide`` characters were read before."""

    def __init__(self, offset: int, wide: int) -> None:
        super().__init__(offset)
        self.offset = offset
        self.wide = wide


def text_form(path: Path, wanted: str = "", progress: Progress | None = None) -> TextForm:
    """The encoding of ``path``: ``wanted`` if given, else UTF-8, else GB18030.

    Errors: BadInput naming the first byte that is in none of them; a line beyond 1 MB.
    """
    with path.open("rb") as file:
        bom = file.read(3) == _BOM
    encodings = [wanted] if wanted else ["utf-8"] if bom else ["utf-8", "gb18030"]
    failed: dict[str, int] = {}
    for encoding in encodings:
        try:
            has_nul = _read_through(path, encoding, progress)
        except _Undecodable as error:
            failed[encoding] = error.offset
            if error.wide >= _SURE_OF_UTF8 and encoding == "utf-8":
                break
        else:
            utf8 = "utf-8-sig" if bom else "utf-8"
            return TextForm(utf8 if encoding == "utf-8" else encoding, has_nul, _size(path))
    raise BadInput(_undecodable(path, failed))


def _size(path: Path) -> int:
    return path.stat().st_size


def _read_through(path: Path, encoding: str, progress: Progress | None) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    size, done, wide, has_nul = _size(path), 0, 0, False
    for chunk in _chunks(path):
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(encoding, "ignore")
            raise _Undecodable(done - pending + error.start, wide + _wide(before)) from error
        wide += 0 if text.isascii() or wide >= _SURE_OF_UTF8 else _wide(text)
        has_nul = has_nul or b"\0" in chunk
        done += len(chunk)
        if progress:
            progress(done // 2, size)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise _Undecodable(done - len(error.object) + error.start, wide) from error
    return has_nul


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if len(chunk) == CHUNK and b"\n" not in chunk and b"\r" not in chunk:
                raise BadInput(_endless_line(path))
            yield chunk


def _wide(text: str) -> int:
    """Characters that take three bytes or more in UTF-8."""
    return sum(character > "\u07ff" for character in text[:CHUNK])


def _undecodable(path: Path, failed: dict[str, int]) -> Finding:
    return Finding(
        "encoding",
        say(
            "The bytes are not text in {encodings}.",
            encodings=tuple(_where(path, *one) for one in failed.items()),
        ),
        say("Reading on would turn names and codes into wrong ones."),
        say("Save the file as 'CSV UTF-8', or repair the byte named here."),
        Place(path.name, _line_at(path, next(iter(failed.values())))),
    )


def _name(encoding: str) -> str:
    return encoding.upper()


def _line_at(path: Path, offset: int) -> int:
    line, left = 1, offset
    with path.open("rb") as file:
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            line += chunk.count(b"\n")
            left -= len(chunk)
    return line


def _endless_line(path: Path) -> Finding:
    return Finding(
        "endless_line",
        say("A line of the file is longer than one million bytes."),
        say("No call list has such rows; the file is of another kind."),
        say("Check that this is the exported call list."),
        Place(path.name),
    )


def _where(path: Path, encoding: str, offset: int) -> Said:
    """The first byte that is not text in an encoding."""
    line = _line_at(path, offset)
    return say(
        "{name} (byte {offset}, line {line})", name=_name(encoding), offset=offset, line=line
    )
