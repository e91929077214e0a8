"""Following a log that a switch writes: whole lines alone, across rotation and truncation."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

MOST_BYTES = 1 << 18
"""The most that one look reads: a long log is caught up with piece by piece."""
LONGEST_LINE = 1 << 16


@dataclass(frozen=True, slots=True)
class Position:
    """How far a log was read: everything before ``offset`` of the file with this inode."""

    inode: int = 0
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """Lines without their ends, the position after them, and whether the end was reached.

    ``lost`` says that the file that was read before is gone with lines that nobody read.
    """

    lines: tuple[bytes, ...] = ()
    position: Position = field(default_factory=Position)
    at_end: bool = True
    lost: bool = False


@dataclass(slots=True)
class Tail:
    """A log by its path; the rotated file is found by its inode beside it (``NAME.1``)."""

    path: Path
    position: Position = field(default_factory=Position)

    def read(self) -> Read:
        """The next whole lines. The position moves with them; ``rewind`` takes it back.

        A line that is still being written waits. A file that became shorter begins again.
        """
        try:
            here = self.path.stat()
        except FileNotFoundError:
            return Read(position=self.position)
        if self.position.inode in (0, here.st_ino):
            return self._read(self.path, here, last=True)
        return self._rotated(here)

    def rewind(self, position: Position) -> None:
        """Read again from a position: what was read after it was not kept."""
        self.position = position

    def _rotated(self, here: os.stat_result) -> Read:
        """The rest of the file that was rotated away, then the new one from its beginning."""
        before = self._beside()
        if before is not None:
            path, state = before
            if self.position.offset < state.st_size:
                read = self._read(path, state, last=False)
                if read.lines:
                    return read
        lost = before is None and self.position.offset > 0
        self.position = Position(here.st_ino, 0)
        read = self._read(self.path, here, last=True)
        return Read(read.lines, read.position, read.at_end, lost)

    def _beside(self) -> tuple[Path, os.stat_result] | None:
        for path in sorted(self.path.parent.glob(f"{self.path.name}?*")):
            try:
                state = path.stat()
            except FileNotFoundError:
                continue
            if state.st_ino == self.position.inode:
                return path, state
        return None

    def _read(self, path: Path, state: os.stat_result, *, last: bool) -> Read:
        offset = self.position.offset if self.position.inode == state.st_ino else 0
        if offset > state.st_size:
            offset = 0  # truncated in place: what stands there now is new
        if offset == state.st_size:
            self.position = Position(state.st_ino, offset)
            return Read(position=self.position, at_end=last)
        with path.open("rb") as file:
            file.seek(offset)
            raw = file.read(MOST_BYTES)
        whole = raw.rfind(b"\n") + 1
        if not whole and len(raw) > LONGEST_LINE:
            whole = len(raw)  # no log has such a line: it is told as garbled, not waited for
        if not whole and not last:
            whole = len(raw)  # nobody will end this line any more
        self.position = Position(state.st_ino, offset + whole)
        lines = tuple(line.rstrip(b"\r") for line in raw[:whole].split(b"\n") if line.strip())
        # A half-written last line of the present file is as far as one can read now.
        at_end = last and offset + len(raw) >= state.st_size
        return Read(lines, self.position, at_end)
