"""Parts of a file that a browser asks for (HTTP Range): what it gets, and in which words."""

from __future__ import annotations

import re
from dataclasses import dataclass

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class NotThere(ValueError):
    """A range in which there is nothing."""


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes ``first`` up to ``end``, without ``end``, of a file of ``length``."""

    first: int
    end: int
    length: int

    @property
    def content_range(self) -> str:
        """The part as the answer's head names it."""
        return f"bytes {self.first}-{self.end - 1}/{self.length}"


def part_of(asked: str, length: int, most: int) -> Part | None:
    """The part that a Range header asks for, at most ``most`` bytes of it.

    None where it asks for none, or for several at once, which may be answered with the whole.
    Errors: NotThere where it begins behind the end.
    """
    found = _RANGE.fullmatch(asked.strip())
    if found is None or found[1] == found[2] == "":
        return None
    if not found[1]:
        first, end = max(length - int(found[2]), 0), length
    else:
        first, end = int(found[1]), int(found[2]) + 1 if found[2] else length
        if found[2] and end <= first:
            return None
    end = min(end, length, first + most)
    if first >= end:
        raise NotThere(asked)
    return Part(first, end, length)
