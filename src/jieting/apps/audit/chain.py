"""The chain: each entry's hash covers its fields and the hash of the entry before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256

FIRST = "0" * 64
"""What stands for the hash before the first entry."""


def entry_hash(fields: Mapping[str, object], previous: str) -> str:
    """SHA-256 over the canonical JSON of the fields and the previous hash, as 64 hex digits."""
    return sha256(f"{previous}\n{canonical(fields)}".encode()).hexdigest()


def canonical(fields: Mapping[str, object]) -> str:
    """Fields as JSON that is written in one way only: sorted, no spaces, no floats.

    Errors: TypeError for a float or another type that JSON would not give back unchanged.
    """
    _refuse_floats(fields)
    return json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError(f"the audit log holds whole numbers and text, not the float {value!r}")
    if isinstance(value, Mapping):
        for part in value.values():
            _refuse_floats(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _refuse_floats(part)
