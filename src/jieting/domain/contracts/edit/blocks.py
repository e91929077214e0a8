"""Arrays of tables in a TOML text: entries taken out and put in, the others left as they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from jieting.domain.contracts.edit.values import (
    Patch,
    line_end,
    line_start,
    newline_of,
    patched,
    section_end,
)
from jieting.domain.toml.lines import Path, Spans


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of an array: its keys with their literals, in order."""

    keys: tuple[tuple[str, str], ...]

    def block(self, array: str, newline: str) -> str:
        """The entry under a header of its own."""
        lines = [f"[[{array}]]", *(f"{key} = {value}" for key, value in self.keys)]
        return newline.join(lines) + newline

    def inline(self) -> str:
        """The entry as an inline table."""
        return f"{{ {', '.join(f'{key} = {value}' for key, value in self.keys)} }}"


def set_entries(
    text: str, array: str, before: Sequence[Entry], after: Sequence[Entry], near: Sequence[str]
) -> str:
    """The text with ``after`` instead of ``before`` as the entries of a top-level array.

    ``before`` is what the text has, entry by entry. Entries in both keep their letters and their
    comments; where there was none, new ones go behind the last table named in ``near``.
    """

    def patches(body: str, spans: Spans) -> list[Patch]:
        if (array,) in spans.values:
            inline = f"[{', '.join(entry.inline() for entry in after)}]"
            return [(*spans.values[array,], inline)] if list(before) != list(after) else []
        pieces = [_pieces(body, spans, (array, i)) for i in range(len(before))]
        end = pieces[-1][-1][1] if pieces else _behind(body, spans, near)
        newline = newline_of(body)
        return list(_patches(body, array, pieces, end, _Both(before, after), newline))

    return patched(text, patches)


@dataclass(frozen=True, slots=True)
class _Both:
    before: Sequence[Entry]
    after: Sequence[Entry]

    def steps(self) -> Sequence[tuple[str, int, int, int, int]]:
        matcher: SequenceMatcher[Any] = SequenceMatcher(None, self.before, self.after, False)
        return matcher.get_opcodes()


def _patches(
    text: str, array: str, pieces: list[list[tuple[int, int]]], end: int, both: _Both, newline: str
) -> Iterator[Patch]:
    for step, first, last, new_first, new_last in both.steps():
        if step == "equal":
            continue
        yield from (
            (*_with_blank(text, piece), "") for i in range(first, last) for piece in pieces[i]
        )
        blocks = [entry.block(array, newline) for entry in both.after[new_first:new_last]]
        if blocks and first < len(pieces):
            at = pieces[first][0][0]
            yield at, at, "".join(block + newline for block in blocks)
        elif blocks:
            lead = "" if text[:end].endswith("\n") or not end else newline
            yield end, end, lead + "".join(newline + block for block in blocks)


def _pieces(text: str, spans: Spans, entry: Path) -> list[tuple[int, int]]:
    """The lines of an entry: its own, and those of tables within it, header by header."""
    return [
        (line_start(text, span[0]), line_end(text, section_end(spans, span)))
        for path, span in spans.headers.items()
        if path[: len(entry)] == entry
    ]


def _with_blank(text: str, piece: tuple[int, int]) -> tuple[int, int]:
    """The piece with the empty line behind it, where one stands before it too."""
    start, end = piece
    blank = line_end(text, end)
    if text[end:blank].strip() or end == blank:
        return piece
    before = text[line_start(text, max(start - 1, 0)) : start]
    return (start, blank) if not before.strip() else piece


def _behind(text: str, spans: Spans, near: Sequence[str]) -> int:
    """Behind the last of the named tables; at the end of a text that has none of them."""
    for name in near:
        found = [span for path, span in spans.headers.items() if path[0] == name]
        if found:
            return line_end(text, section_end(spans, found[-1]))
    return len(text)
