"""Walking the chain from its first entry: every hash is computed again, every break is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from jieting.apps.audit.chain import FIRST, entry_hash
from jieting.apps.audit.findings import (
    begins_late,
    changed,
    cut,
    earlier,
    head_differs,
    head_gone,
    missing,
    not_in_order,
)
from jieting.domain.errors import Finding

KEPT_FINDINGS = 1000
"""So many findings are kept whole; the others are counted."""
LONGEST_ACTION = timedelta(hours=1)
"""An entry bears the time at which its action began: a long one may stand after a later one."""
_EVERY = 20_000
_BEGINNING = datetime(1, 1, 2, tzinfo=UTC)
"""Before every entry, and an hour before it can still be told."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as it was kept: the fields that its hash covers, and that hash."""

    fields: Mapping[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """Number and hash of an entry, noted outside, by which a cut tail is found."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """The head written as ``NUMBER:HASH``. Errors: ValueError."""
        number, colon, digest = text.strip().partition(":")
        digest = digest.lower()
        if not (number.isascii() and number.isdigit() and colon and len(digest) == len(FIRST)):
            raise ValueError(f"no head: {text!r}")
        int(digest, 16)
        return cls(int(number), digest)


@dataclass(slots=True)
class Walk:
    """What was seen on the way; ``findings`` are the first ones, ``found`` counts them all."""

    entries: int = 0
    head: Head | None = None
    found: int = 0
    errors: int = 0
    findings: list[Finding] = field(default_factory=list)

    def note(self, finding: Finding) -> None:
        """One more finding."""
        self.found += 1
        self.errors += finding.is_error
        if len(self.findings) < KEPT_FINDINGS:
            self.findings.append(finding)


def walk(
    kept: Iterable[Kept],
    heads: Iterable[Head] = (),
    *,
    see: Callable[[Mapping[str, Any]], None] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Walk:
    """The chain checked from its first entry, in the memory of one entry.

    ``heads`` are those noted outside; ``see`` is shown the fields of every entry; ``progress`` is
    told the count from time to time. Only the first break of what hangs together is told: entries
    that are missing are not told again as a wrong hash.
    """
    done = Walk()
    noted = {head.number: head for head in heads}
    number, previous, latest = 0, FIRST, _BEGINNING
    for one in kept:
        for finding in _links(one, number, previous):
            done.note(finding)
        at = _at(one)
        if at < latest - LONGEST_ACTION:
            done.note(earlier(_number(one)))
            latest = at  # told once, not again of every entry that follows
        number, previous, latest = _number(one), one.hash, max(at, latest)
        done.entries += 1
        done.head = Head(number, one.hash)
        if (head := noted.pop(number, None)) is not None and head.hash != one.hash:
            done.note(head_differs(head.number))
        if see is not None:
            see(one.fields)
        if progress is not None and done.entries % _EVERY == 0:
            progress(done.entries)
    for head in noted.values():
        done.note(head_gone(head.number, number))
    return done


def _links(one: Kept, last: int, previous: str) -> Iterator[Finding]:
    number = _number(one)
    if number <= last:
        yield not_in_order(number, last)
    elif number != last + 1:
        yield missing(last + 1, number - 1) if last else begins_late(number)
    elif one.fields.get("previous") != previous:
        yield cut(number, last)
    if not _is_whole(one):
        yield changed(number)


def _is_whole(one: Kept) -> bool:
    try:
        return entry_hash(one.fields, str(one.fields.get("previous"))) == one.hash
    except (TypeError, UnicodeEncodeError):  # a value that no action could have written
        return False


def _number(one: Kept) -> int:
    number = one.fields.get("number")
    return number if isinstance(number, int) else 0


def _at(one: Kept) -> datetime:
    """The time of an entry; the beginning of time where it is none."""
    try:
        return datetime.fromisoformat(str(one.fields.get("at"))).replace(tzinfo=UTC)
    except ValueError:
        return _BEGINNING
