"""The switch's spool: files whose names came from outside, found below it and nowhere else."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from jieting.apps.recordings.sound import SIDES, Sound, from_raw, from_wav, together

QUIET_S = 3
"""A file that nobody has written to for so long is finished."""
LARGEST = 1 << 30
"""Bytes of one file: nine hours; a larger one is no telephone call."""
_NO_LINK = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Found:
    """The files of one recording, by the names below the spool; ``sides`` where there are two.

    ``names`` are all that goes once the recording is kept; ``changed_at`` is the latest writing.
    """

    names: tuple[str, ...]
    sound: tuple[str, ...]
    changed_at: float

    @property
    def sides(self) -> bool:
        """Whether each side has a file of its own."""
        return len(self.sound) == len(SIDES)


def find(spool: Path, name: str) -> Found | None:
    """The files of the recording ``name``; None where there is none (yet), or the name leads out.

    Two files of one side each are better than a file in which both are mixed.
    """
    stem, dot, kind = name.rpartition(".")
    if not dot or kind not in ("wav", "raw"):
        stem = name
    sides = tuple(f"{stem}-{side}.wav" for side in SIDES)
    plain = tuple(dict.fromkeys((name, f"{stem}.raw", f"{stem}.wav")))
    there = {one: at for one in (*sides, *plain) if (at := _written(spool, one)) is not None}
    if not there:
        return None
    both = all(side in there for side in sides)
    sound = sides if both else tuple(one for one in plain if one in there)[:1]
    # A side that stands alone still is what was said.
    sound = sound or tuple(side for side in sides if side in there)
    return Found(tuple(there), sound, max(there.values()))


def content_of(spool: Path, found: Found) -> list[bytes]:
    """What lies in the files of the sound. Errors: OSError where one is gone or too large."""
    return [_content(spool, name) for name in found.sound]


def sound_of(found: Found, contents: list[bytes]) -> Sound:
    """The sound of these contents. Errors: Unreadable."""
    if found.sides:
        caller, agent = (from_wav(content) for content in contents)
        return together(caller, agent)
    [name], [content] = found.sound, contents
    return from_raw(content) if name.endswith(".raw") else from_wav(content)


def digest_of(contents: list[bytes]) -> str:
    """The SHA-256 of a recording as it came: of its file, of two files the caller's first."""
    digest = sha256()
    for content in contents:
        digest.update(content)
    return digest.hexdigest()


def remove(spool: Path, found: Found) -> None:
    """Remove the files; those that are gone already are nobody's concern."""
    for name in found.names:
        with _folder_of(spool, name) as (folder, last):
            if folder is not None:
                _unlink(last, folder)


def _unlink(name: str, folder: int) -> None:
    try:
        os.unlink(name, dir_fd=folder)
    except FileNotFoundError:
        return


def _written(spool: Path, name: str) -> float | None:
    """When a file was last written to; None where it is no plain file below the spool."""
    with _folder_of(spool, name) as (folder, last):
        if folder is None:
            return None
        try:
            there = os.stat(last, dir_fd=folder, follow_symlinks=False)
        except OSError:
            return None
        return there.st_mtime if stat.S_ISREG(there.st_mode) else None


def _content(spool: Path, name: str) -> bytes:
    with _folder_of(spool, name) as (folder, last):
        if folder is None:
            raise FileNotFoundError(name)
        descriptor = os.open(last, _NO_LINK | os.O_NONBLOCK, dir_fd=folder)
        with os.fdopen(descriptor, "rb") as file:
            there = os.fstat(descriptor)
            if not stat.S_ISREG(there.st_mode) or there.st_size > LARGEST:
                raise OSError(f"{name} is no recording")
            return file.read()


@contextmanager
def _folder_of(spool: Path, name: str) -> Iterator[tuple[int | None, str]]:
    """The folder of a file, opened step by step so that no link is followed, and its last name."""
    parts = PurePosixPath(name).parts
    strange = "\0" in name or not parts or name.startswith("/") or {".", ".."} & set(parts)
    if strange:
        yield None, ""
        return
    folder = _opened(str(spool), None)
    for part in parts[:-1]:
        if folder is not None:
            outer, folder = folder, _opened(part, folder)
            os.close(outer)
    try:
        yield folder, parts[-1]
    finally:
        if folder is not None:
            os.close(folder)


def _opened(name: str, within: int | None) -> int | None:
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
    try:
        # The spool itself may be a link: whoever set up the switch named it.
        return os.open(name, flags if within is None else flags | os.O_NOFOLLOW, dir_fd=within)
    except OSError:
        return None
