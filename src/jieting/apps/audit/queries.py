"""Reading the log: its head, its entries in order, and whether it still is what was written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC
from typing import Any

from django.db.models import Max

from jieting.apps.audit.actions import hashed_fields
from jieting.apps.audit.chain import entry_hash
from jieting.apps.audit.models import Entry
from jieting.apps.audit.walk import Head, Kept, Walk, walk
from jieting.apps.audit.witnesses import Gathering, registered

_CHUNK = 2000
_NAMES = tuple(f.attname for f in Entry._meta.concrete_fields if f.attname not in ("at", "hash"))


def head() -> Head | None:
    """The newest entry, to be noted outside; None while the log is empty."""
    last = Entry.objects.order_by("-number").values_list("number", "hash").first()
    return Head(*last) if last else None


def highest_number() -> int:
    """The number of the newest entry, 0 while the log is empty."""
    found: int | None = Entry.objects.aggregate(found=Max("number"))["found"]
    return found or 0


def kept_entries() -> Iterator[Kept]:
    """Every entry from the first on, read piece by piece: no long transaction, little memory.

    What is added meanwhile is read too, up to the entry that was the newest at the beginning.
    """
    last, newest = 0, highest_number()
    while last < newest:
        rows = Entry.objects.filter(number__gt=last, number__lte=newest).order_by("number")
        piece = list(rows.values_list(*_NAMES, "at", "hash")[:_CHUNK])
        for row in piece:
            yield _kept(row)
        last = piece[-1][0] if piece else newest


def _kept(row: tuple[Any, ...]) -> Kept:
    *values, at, digest = row
    fields = dict(zip(_NAMES, values, strict=True))
    fields["at"] = at.astimezone(UTC).isoformat(timespec="microseconds")
    return Kept(fields, digest)


def verify(
    heads: Iterable[Head] = (),
    *,
    rows: bool = True,
    progress: Callable[[int], None] | None = None,
) -> Walk:
    """The log checked from its first entry and, with ``rows``, what its entries vouch for."""
    gathering = Gathering(registered() if rows else ())
    done = walk(kept_entries(), heads, see=gathering.see, progress=progress)
    for finding in gathering.findings():
        done.note(finding)
    return done


def is_whole(entry: Entry) -> bool:
    """Whether an entry has the hash of what it says."""
    return entry_hash(hashed_fields(entry), entry.previous) == entry.hash
