"""Locks between processes of one machine; the system lets go of them when a process dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FileLock:
    """A lock on a file, held by this process until it is released or the process ends."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        self.path = path
        # Not inherited by children: a child that outlives its parent must not hold on to it.
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self, *, shared: bool = False) -> None:
        """Wait for the lock and hold it."""
        fcntl.flock(self._descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)

    def try_take(self, words: str = "") -> bool:
        """Hold the lock alone, if nobody else holds it; ``words`` tell others who does."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, words.encode(), 0)
        return True

    def words(self) -> str:
        """What the holder of the lock told of itself."""
        return os.pread(self._descriptor, 4096, 0).decode(errors="replace")

    def release(self) -> None:
        """Let go of the lock; it can be taken again."""
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let go of the lock and forget its file."""
        os.close(self._descriptor)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """The body runs in one process at a time."""
    lock = FileLock(path)
    try:
        lock.take()
        yield
    finally:
        lock.close()
