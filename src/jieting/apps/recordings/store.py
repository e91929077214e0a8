"""Sealed recordings on disk: written before a row names them, removed after no row does."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from jieting.apps.recordings.models import Recording
from jieting.apps.recordings.sealed import Broken, Opened, sync_folder, write_sealed
from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.said import Said, say
from jieting.installation.home import home
from jieting.installation.keys import key

SUFFIX = ".sealed"
_DRAFT_S = 86_400
_NOBODYS_S = 7 * 86_400
_PIECE = 1 << 20


def bound_name(system: str, call: str, origin: str) -> str:
    """What a sealed file is bound to: it opens as this recording and as no other."""
    return f"{system}/{call}/{origin}"


def path_of(row: Recording) -> Path:
    """Where the sealed file of a recording lies."""
    return home().recordings / row.file


def keep(row: Recording, plain: bytes, day: datetime) -> None:
    """Write the sealed file of a recording that has no row yet, and note it in ``row``.

    Its name is new each time: two who take in the same recording cannot spoil each other's file.
    """
    folder = Path(row.contract_id) / f"{day:%Y-%m}" / f"{day:%d}"
    _made(home().recordings, folder)
    row.file = (folder / f"{secrets.token_hex(12)}{SUFFIX}").as_posix()
    name = bound_name(row.system, row.call, row.origin)
    row.sealed_digest, row.bytes = write_sealed(path_of(row), plain, key("recordings"), name)


@contextmanager
def opened(row: Recording) -> Iterator[Opened]:
    """The recording, to be read. Errors: Refused where it is missing or was changed."""
    try:
        with path_of(row).open("rb") as file:
            yield Opened(file, key("recordings"), bound_name(row.system, row.call, row.origin))
    except Broken as error:
        raise Refused(broken(row, error.what)) from error
    except OSError as error:
        raise Refused(broken(row, say("The file is not there."))) from error


def fault_of(row: Recording) -> Said | None:
    """What is wrong with the file of a kept recording; None where it is as it was written."""
    try:
        with path_of(row).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            whole = size == row.bytes
            if whole and file_digest(file, "sha256").hexdigest() == row.sealed_digest:
                return None
    except OSError:
        return say("The file is not there.")
    return say("The file is not the one that was sealed.")


def shred(files: Iterable[str]) -> int:
    """Overwrite and remove sealed files; how many were there. Safe to do again."""
    return sum(_shred(home().recordings / name) for name in files)


def sweep(now: float | None = None) -> int:
    """Remove what a killed take-in left: drafts of yesterday, files that no row ever named."""
    now, root, removed = now or time.time(), home().recordings, 0
    for path in sorted(root.rglob(f"*{SUFFIX}*")):
        if path.is_symlink() or not path.is_file():
            continue
        age = now - path.stat().st_mtime
        is_draft = path.name.startswith(".")
        name = path.relative_to(root).as_posix()
        if (is_draft and age > _DRAFT_S) or (age > _NOBODYS_S and _is_nobodys(name)):
            removed += _shred(path)
    return removed


def _is_nobodys(name: str) -> bool:
    return not Recording.objects.filter(file=name).exists()


def _shred(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return False
    with os.fdopen(descriptor, "wb") as file:
        left = os.fstat(descriptor).st_size
        while left > 0:
            left -= file.write(b"\0" * min(left, _PIECE))
        file.flush()
        os.fsync(descriptor)
    path.unlink(missing_ok=True)
    sync_folder(path.parent)
    return True


def _made(root: Path, folder: Path) -> None:
    """The folder below the root; each new name is on the disk before a file gets one in it."""
    for part in reversed([folder, *folder.parents[:-1]]):
        path = root / part
        if not path.is_dir():
            path.mkdir(mode=0o700, exist_ok=True)
            sync_folder(path.parent)


def broken(row: Recording, what: Said) -> Finding:
    """That a recording cannot be opened, and why."""
    return Finding(
        "recording_broken",
        say("The recording of call {call} cannot be opened: {what}", call=row.call, what=what),
        say("Its file was changed or removed past the application, or the keys are other ones."),
        say("Bring the file back from a backup, and ask who could reach the disk."),
        Place(row.file),
    )
