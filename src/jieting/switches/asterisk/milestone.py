"""Milestones: what our dialplan tells of a call, the same text by AMI and by CEL.

A text is ``<at>,<kind>,<words>``: a time as DATE_FORMAT has it, a FactKind, and a URI-encoded query
string whose values are URI-encoded themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from jieting.domain.calls.call import Direction, Rating
from jieting.domain.calls.events import LeaveRule, TransferKind
from jieting.domain.errors import Finding, Severity
from jieting.domain.line.facts import Fact, FactKind, Source
from jieting.domain.periods import SECOND, Instant
from jieting.domain.periods import instant as instant_of
from jieting.domain.said import Said, say

NAME = "JT"
"""The name of the user event that carries a milestone."""
LONGEST_WORD = 200
DATE_FORMAT = "%Y-%m-%dT%H:%M:%S.%6q%z"
"""How the switch writes a time.

Not as its seconds since 1970: it takes those from a clock on the wall, and they are hours off where
its process was started for another zone than the machine's.
"""
_AT = re.compile(r"(\d{9,11})(?:\.(\d{1,6}))?")
_WRITTEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d{4}")
_LATEST = 4_102_444_800  # the year 2100; a later time is a garbled one

_NEEDED: Mapping[FactKind, tuple[str, ...]] = {
    FactKind.OFFERED: ("contract",),
    FactKind.IVR_KEY: ("node",),
    FactKind.INFORMATION: ("node",),
    FactKind.QUEUED: ("queue",),
    FactKind.ANSWERED: ("agent",),
    FactKind.TRANSFERRED: ("agent", "way"),
    FactKind.TALK_ENDED: ("agent",),
    FactKind.QUEUE_LEFT: ("queue", "rule"),
    FactKind.RATED: ("key",),
    FactKind.RECORDING: ("file",),
}
_CHOICES: Mapping[str, frozenset[str]] = {
    "direction": frozenset(Direction),
    "rule": frozenset(LeaveRule),
    "way": frozenset(TransferKind),
    "rating": frozenset(Rating),
}
"""Words that know only these values; an empty one counts as not told."""


@dataclass(frozen=True, slots=True)
class Strange:
    """Something told that cannot be right or cannot be read; ``key`` is one for one thing."""

    key: str
    call: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Told:
    """Where a milestone was told: by which way, on which channel ``leg`` of which call."""

    system: str
    call: str
    leg: str
    source: Source


def instant(text: str) -> Instant | None:
    """A time as DATE_FORMAT has it, or seconds since 1970 with up to six places; else None."""
    if _WRITTEN.fullmatch(text.strip()):
        return _written(text.strip())
    found = _AT.fullmatch(text.strip())
    if not found or int(found[1]) > _LATEST:
        return None
    return int(found[1]) * SECOND + int((found[2] or "0").ljust(6, "0"))


def _written(text: str) -> Instant | None:
    try:
        at = instant_of(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None
    return at if 0 <= at <= _LATEST * SECOND else None


def read_milestone(text: str, told: Told) -> Fact | Strange:
    """The fact in a milestone's text; Strange where nobody can read it."""
    fields = _fields(text)
    if len(fields) < 2:
        return _strange("unreadable", text, told, say("it has no time and kind"))
    at = instant(fields[0])
    if at is None:
        return _strange("unreadable", text, told, say("its time is no time"))
    if fields[1] not in frozenset(FactKind):
        return _strange(f"kind:{fields[1][:40]}", text, told, say("nobody knows its kind"))
    kind, data = FactKind(fields[1]), words_of(fields[2] if len(fields) > 2 else "")
    if (reason := _wrong(kind, data)) is not None:
        return _strange(f"words:{kind}", text, told, reason)
    return Fact(
        system=told.system,
        call=told.call,
        key=f"{kind}:{at}:{told.leg}",
        at=at,
        kind=kind,
        data=data,
        source=told.source,
    )


def words_of(text: str) -> dict[str, str]:
    """The words of a milestone's third field."""
    pairs = (part.partition("=") for part in unquote(text).split("&") if part)
    words = {_clean(unquote(name)): _clean(unquote(value)) for name, _, value in pairs}
    return {name: value for name, value in words.items() if value or name not in _CHOICES}


def stranger(told: Told) -> Strange | None:
    """Something told of a call that is not one of this switch; None where all is well."""
    if told.call.startswith(f"{told.system}-") and len(told.call) <= 64 and len(told.leg) <= 64:
        return None
    reason = say(
        "its call {call} is not one of switch {system}", call=told.call, system=told.system
    )
    return _strange("stranger", told.call, told, reason)


def _fields(text: str) -> list[str]:
    if "," not in text and "%2c" in text.lower():
        text = unquote(text)
    return text.split(",", 2)


def _wrong(kind: FactKind, data: Mapping[str, str]) -> Said | None:
    missing = [name for name in _NEEDED.get(kind, ()) if not data.get(name)]
    if missing:
        return say("it lacks {words}", words=", ".join(missing))
    for name, known in _CHOICES.items():
        if data.get(name) and data[name] not in known:
            return say("{word} is {value}", word=name, value=_short(data[name]))
    long = [name for name, value in data.items() if len(name) + len(value) > LONGEST_WORD]
    return say("{words} is too long", words=", ".join(long)[:60]) if long else None


def _strange(what: str, text: str, told: Told, reason: Said) -> Strange:
    finding = Finding(
        "milestone_unreadable",
        say(
            "Call {call}: the switch told {text}, and {reason}.",
            call=_short(told.call),
            text=_short(text),
            reason=reason,
        ),
        say("What it told is not in the call's row."),
        say("Write the switch's configuration again, reload it, and look the call up."),
        severity=Severity.WARNING,
    )
    return Strange(f"milestone:{what}:{_clean(told.leg)[:64]}", _clean(told.call)[:64], finding)


def _clean(text: str) -> str:
    return text.replace("\x00", "")


def _short(text: str) -> str:
    """Enough of a text to find it, without digits that may be a caller's number."""
    hidden = re.sub(r"\d{7,}(?!\.\d)", lambda found: found[0][:3] + "*" * 4, text[:120])
    return "".join(c if c.isprintable() else "?" for c in hidden)
