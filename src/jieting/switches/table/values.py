"""Cells as durations, codes and recordings, and the finding where they are none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import time, timedelta
from typing import Any

from jieting.domain.errors import Finding, Place
from jieting.domain.nearest import did_you_mean
from jieting.domain.said import Said, say
from jieting.switches.table.block import Cells, Trouble, text_of

_SECONDS = re.compile(r"([+-]?\d{1,18})(?:\.0*)?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,6}):([0-5]\d):([0-5]\d)", re.ASCII)
_MOST_CACHED = 100_000
_RECORDING_WORDS = {"yes", "no", "true", "false", "1", "0", "t", "f", "是", "否", "有", "无"}


class Unreadable(ValueError):
    """A cell that is not what its column must hold: ``code``, what is wrong, what to do."""

    def __init__(self, code: str, what: Said, remedy: Said) -> None:
        super().__init__(str(what))
        self.code = code
        self.what = what
        self.remedy = remedy


class Learnt(dict[Any, Any]):
    """Cell to value, worked out once by ``work_out`` and kept; forgets all when it grows large."""

    def __init__(self, work_out: Callable[[Any], Any]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, cell: Any) -> Any:
        value = self._work_out(cell)
        if len(self) > _MOST_CACHED:
            self.clear()
        self[cell] = value
        return value


def read_all(
    rows: Sequence[int],
    cells: Cells,
    learnt: Learnt,
    trouble: Trouble,
    column: str,
    why: Said,
) -> list[Any]:
    """A column through ``learnt``; an unreadable cell is a finding and None."""
    try:
        return [learnt[cell] for cell in cells]
    except Unreadable:
        return [
            _read_one(row, cell, learnt, trouble, column, why)
            for row, cell in zip(rows, cells, strict=True)
        ]


def _read_one(row: int, cell: Any, learnt: Learnt, trouble: Trouble, column: str, why: Said) -> Any:
    try:
        return learnt[cell]
    except Unreadable as bad:
        trouble.add(row, Finding(bad.code, bad.what, why, bad.remedy, Place(column=column)))
        return None


def seconds_of(cell: Any) -> int | None:
    """A duration in whole seconds; spans of Excel count as such.

    Errors: Unreadable for fractions and other text.
    """
    if isinstance(cell, timedelta):
        return round(cell.total_seconds())
    if isinstance(cell, time):
        return cell.hour * 3600 + cell.minute * 60 + cell.second
    text = text_of(cell)
    if not text:
        return None
    found = _SECONDS.fullmatch(text)
    if not found:
        raise Unreadable(
            "not_seconds",
            say("{value} is not a whole number of seconds.", value=text[:60]),
            say(
                "Write whole seconds, or give the form in a mapping file (format = {form}).",
                form='"h:mm:ss"',
            ),
        )
    return int(found[1])


def clock_seconds_of(cell: Any) -> int | None:
    """A duration written h:mm:ss, in seconds; errors as in ``seconds_of``."""
    if isinstance(cell, timedelta | time):
        return seconds_of(cell)
    text = text_of(cell)
    if not text:
        return None
    found = _CLOCK.fullmatch(text)
    if not found:
        raise Unreadable(
            "not_seconds",
            say("{value} is not a duration such as 0:03:25.", value=text[:60]),
            say("Correct it, or leave it empty where there was none."),
        )
    return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3])


def coded(
    column: str, codes: Mapping[str, str], kind: Callable[[str], Any], options: Sequence[str]
) -> Callable[[Any], Any]:
    """A reader of codes: theirs by ``codes``, ours as they are; '' is None where it is an option.

    Errors: Unreadable for a code that is neither.
    """

    def read(text: str) -> Any:
        ours = codes.get(text, text)
        if ours in options:
            return kind(ours) if ours else None
        otherwise = say(
            "Use one of {options}, or map it: [code.{column}].",
            column=column,
            options=", ".join(filter(None, options)),
        )
        remedy = did_you_mean(text, [*codes, *filter(None, options)], otherwise)
        if not text:
            raise Unreadable("empty", say("{column} is empty.", column=column), otherwise)
        what = say("{value} is no {column}.", value=text[:60], column=column)
        raise Unreadable(f"unknown_{column}", what, remedy)

    return read


def recording_of(codes: Mapping[str, str]) -> Callable[[str], str]:
    """A reader of recordings: y, n (or empty) or a reference.

    Errors: Unreadable for words like 'yes' or 'no', which are no reference and not guessed.
    """

    def read(text: str) -> str:
        ours = codes.get(text, text)
        if ours in ("y", "Y"):
            return "y"
        if ours in ("n", "N", ""):
            return ""
        if ours.casefold() in _RECORDING_WORDS:
            raise Unreadable(
                "unknown_recording",
                say("{value} is neither y, n nor a reference to a recording.", value=text),
                say("Write y or n, or map it: [code.recording]."),
            )
        return ours

    return read
