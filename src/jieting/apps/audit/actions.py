"""Writing the audit log: ``audited`` around every action, ``looked`` for every look."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from django.db import connection, transaction

from jieting.apps.audit.chain import FIRST, entry_hash
from jieting.apps.audit.guard import guarded, guarded_value
from jieting.apps.audit.models import Entry
from jieting.apps.base.actor import Actor
from jieting.domain.errors import Refused

Outcome = Literal["done", "refused", "failed"]
_LOCK = 0x4A49455449  # the letters JIETI: one writer of the chain at a time


@dataclass(slots=True)
class Draft:
    """What an action tells of itself while it runs; becomes an entry when it succeeds."""

    contract: str = ""
    object: str = ""
    reason: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Line:
    """An entry that waits for the end of the outermost action."""

    event: str
    by: Actor
    at: datetime
    draft: Draft


_waiting: ContextVar[list[_Line] | None] = ContextVar("_waiting", default=None)


@contextmanager
def audited(
    event: str,
    *,
    by: Actor,
    at: datetime,
    contract: str = "",
    object: str = "",  # noqa: A002 - the word of the audit log
    reason: str = "",
    **detail: object,
) -> Iterator[Draft]:
    """An atomic action whose last statement is its audit line; an error writes neither.

    The chain is locked only from that line to the commit, so a long action stops nobody else. An
    action within another is written with it, after all work is done. One that a rule refused
    leaves a line that says so, with the codes of what was found.
    """
    line = _Line(event, by, at, Draft(contract, object, reason, dict(detail)))
    if (outer := _waiting.get()) is not None:
        held = len(outer)
        try:
            with transaction.atomic():
                yield line.draft
        except BaseException:
            del outer[held:]
            raise
        outer.append(line)
        return
    lines: list[_Line] = []
    opened = _waiting.set(lines)
    try:
        with transaction.atomic():
            yield line.draft
            for one in (*lines, line):
                append(one.event, by=one.by, at=one.at, draft=one.draft)
    except Refused as error:
        _tell_refused(line, error)
        raise
    finally:
        _waiting.reset(opened)


def looked(
    event: str,
    *,
    by: Actor,
    at: datetime,
    contract: str = "",
    object: str = "",  # noqa: A002 - the word of the audit log
    reason: str = "",
    **detail: object,
) -> None:
    """A line for a look at personal data, kept before the data are shown."""
    with audited(event, by=by, at=at, contract=contract, object=object, reason=reason, **detail):
        pass


def refused(
    event: str, *, by: Actor, at: datetime, contract: str = "", reason: str = "", **detail: object
) -> None:
    """A line for an attempt that a rule refused; it stands although nothing else was written."""
    with transaction.atomic():
        draft = Draft(contract, "", reason, dict(detail))
        append(event, by=by, at=at, draft=draft, outcome="refused")


def append(event: str, *, by: Actor, at: datetime, draft: Draft, outcome: Outcome = "done") -> None:
    """The next entry of the chain; inside a transaction, which ends its lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = Entry.objects.order_by("-number").values_list("number", "hash").first()
    number, previous = (last[0] + 1, last[1]) if last else (1, FIRST)
    entry = Entry(
        number=number,
        at=at.astimezone(UTC),
        event=event,
        outcome=outcome,
        previous=previous,
        **_who(by),
        **_what(draft),
    )
    entry.hash = entry_hash(hashed_fields(entry), previous)
    entry.save(force_insert=True)


def hashed_fields(entry: Entry) -> dict[str, object]:
    """The fields of an entry that its hash covers, in the form in which they are hashed."""
    names = [f.attname for f in Entry._meta.concrete_fields if f.attname not in ("at", "hash")]
    fields: dict[str, object] = {name: getattr(entry, name) for name in names}
    fields["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return fields


def _tell_refused(line: _Line, error: Refused) -> None:
    draft = line.draft
    codes = sorted({finding.code for finding in error.findings})
    with transaction.atomic():
        told = Draft(draft.contract, draft.object, draft.reason, {**draft.detail, "found": codes})
        append(line.event, by=line.by, at=line.at, draft=told, outcome="refused")


def _who(by: Actor) -> dict[str, Any]:
    return {
        # A sign-in name may look like a telephone number; a log must name who acted.
        "actor": by.name[:150],
        "actor_id": by.user_id,
        "role": by.role[:40],
        "party": by.party,
        "way": by.way,
        "address": by.address[:64],
        "request": by.request[:64],
    }


def _what(draft: Draft) -> dict[str, Any]:
    return {
        "contract": draft.contract,
        "object": guarded(draft.object, 200),
        "reason": guarded(draft.reason),
        "detail": guarded_value(draft.detail),
    }
