"""Entries of the log as pages and exports show them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from jieting.apps.accounts.tokens import ROLE
from jieting.apps.accounts.words import role_word
from jieting.apps.audit.events import OUTCOMES, event_words, kind_words, reason_words, way_words
from jieting.apps.audit.models import Entry
from jieting.apps.base.packed import unpacked
from jieting.apps.base.words import tell
from jieting.documents.call_list import BOM, harmless
from jieting.domain.said import Said, say, verbatim

STATES = {"done": "done", "refused": "breached", "failed": "failed"}
"""The badge of each outcome."""
COLUMNS = (
    "number", "at", "actor", "role", "party", "way", "address", "request", "contract", "event",
    "object", "outcome", "reason", "detail", "previous", "hash",
)  # fmt: skip


def shown(entry: Entry) -> dict[str, Any]:
    """An entry as a row of the list."""
    return {
        "number": entry.number,
        "at": clock(entry),
        "actor": entry.actor,
        "role": role_words(entry.role),
        "contract": entry.contract,
        "event": event_words(entry.event),
        "code": entry.event,
        "object": entry.object,
        "kind": _kind(entry.object),
        "way": way_words(entry.way),
        "outcome": STATES.get(entry.outcome, entry.outcome),
        "outcome_words": OUTCOMES.get(entry.outcome, verbatim(entry.outcome)),
        "reason": reason_words(entry.event, entry.reason),
        "detail": short_detail(entry),
    }


def clock(entry: Entry) -> str:
    """When, to the second, in the zone of pages without a contract."""
    return timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")


def short_detail(entry: Entry) -> str:
    """The detail on one line."""
    parts = (f"{name}={_plain(value)}" for name, value in sorted(entry.detail.items()))
    return " · ".join(parts)


def pairs(entry: Entry) -> list[tuple[Said, object]]:
    """Every field of an entry with its title."""
    exact = timezone.localtime(entry.at).isoformat(sep=" ", timespec="microseconds")
    return [
        (say("Time"), exact),
        (say("Event"), say("{words} ({code})", words=event_words(entry.event), code=entry.event)),
        (say("Outcome"), OUTCOMES.get(entry.outcome, verbatim(entry.outcome))),
        (say("Sign-in name"), entry.actor or "-"),
        (say("Role"), role_words(entry.role)),
        (say("Party"), entry.party or "-"),
        (say("Way"), way_words(entry.way)),
        (say("Address"), entry.address or "-"),
        (say("Request"), entry.request or "-"),
        (say("Contract"), entry.contract or "-"),
        (say("Object"), _object(entry.object)),
        (say("Reason"), reason_words(entry.event, entry.reason or "-")),
    ]


def _kind(named: str) -> Said | None:
    """What kind of thing an object is, where its name does not say so in this language."""
    kind = kind_words(named)
    return None if kind is None or tell(kind) == named.partition(" ")[0] else kind


def _object(named: str) -> Said:
    """An object as the log names it, after its kind in words where it has one."""
    kind = _kind(named)
    if kind is None:
        return verbatim(named or "-")
    return say("{words} ({code})", words=kind, code=named)


def details(entry: Entry) -> list[tuple[str, str]]:
    """The detail, one pair for each name."""
    return [(name, _plain(value)) for name, value in sorted(entry.detail.items())]


def as_csv(entries: Iterable[Entry]) -> bytes:
    """Entries as csv for Excel: UTF-8 with BOM, formula signs made harmless."""
    text = io.StringIO(newline="")
    text.write(BOM)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        cells: list[Any] = [getattr(entry, name) for name in COLUMNS]
        cells[1] = timezone.localtime(entry.at).isoformat(timespec="microseconds")
        cells[COLUMNS.index("detail")] = json.dumps(
            entry.detail, ensure_ascii=False, sort_keys=True
        )
        writer.writerow(harmless(cells))
    return text.getvalue().encode()


def findings(kept: list[dict[str, Any]]) -> list[dict[str, object]]:
    """Findings of a check as the component shows them; an entry of the log has its own words."""
    return [_finding(values) for values in kept]


def _finding(values: dict[str, Any]) -> dict[str, object]:
    found = unpacked(values)
    return {
        "severity": str(found.severity),
        "what": tell(found.what),
        "place": "",
        "why": tell(found.why),
        "remedy": tell(found.remedy),
    }


def _plain(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def role_words(roles: str) -> Said:
    """Roles as an entry keeps them, in words; a program or the system is no role of a person."""
    names = [name for name in roles.split(",") if name]
    if not names:
        return verbatim("-")
    return say("{parts}", parts=tuple(_role(name) for name in names))


def _role(name: str) -> Said:
    if name == "system":
        return say("the system itself")
    if name == ROLE:
        return say("a program with a token")
    try:
        return role_word(name)
    except (KeyError, ValueError):
        return verbatim(name)
