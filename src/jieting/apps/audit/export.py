"""The log as a file of its own: one entry as JSON on each line, checked without the database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

from jieting.apps.audit.chain import canonical
from jieting.apps.audit.findings import not_an_entry
from jieting.apps.audit.walk import Kept
from jieting.domain.errors import BadInput

LONGEST_LINE = 1_000_000


def write_lines(kept: Iterable[Kept], file: IO[str]) -> int:
    """Write entries to ``file`` and return how many; the same log gives the same bytes."""
    count = 0
    for one in kept:
        file.write(canonical({**one.fields, "hash": one.hash}) + "\n")
        count += 1
    return count


def read_lines(file: IO[str], name: str) -> Iterator[Kept]:
    """The entries of an export. Errors: BadInput at the first line that is no entry."""
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        fields = _object(line)
        digest = fields.pop("hash", None)
        if not isinstance(digest, str) or not isinstance(fields.get("number"), int):
            raise BadInput(not_an_entry(number, name))
        yield Kept(fields, digest)


def _object(line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
