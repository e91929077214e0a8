"""Keys of an installation: made once, kept in files that only their owner reads, never shipped."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from jieting.installation.home import Home, home

KEY_BYTES = 32
DATA_KEYS = (
    "callers",
    "caller-index",
    "totp",
    "evidence",
    "webhooks",
    "seal",
    "switch",
    "recordings",
)
"""The keys without which stored data mean nothing: callers' numbers, their blind index, second
factors, evidence files, secrets of webhooks; the key that signs sealed months; passwords of the
switch; recordings."""
DATABASE_KEYS = ("database-superuser", "database-owner", "database-application")
"""Passwords of the embedded database."""
NAMES = ("sessions", *DATA_KEYS, *DATABASE_KEYS)
"""Which keys there are; ``sessions`` is Django's own."""


def key(name: str, place: Home | None = None) -> bytes:
    """The key ``name``, 32 bytes, made when first asked for. Errors: ValueError for another."""
    if name not in NAMES:
        raise ValueError(f"no key {name!r}; there are {', '.join(NAMES)}")
    path = (place or home()).keys / name
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return _made(path)


def _made(path: Path) -> bytes:
    """A new key, written whole before it gets its name, so that two makers end with one key."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_bytes()
