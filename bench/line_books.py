"""What the switch's own log tells of calls, beside what the product has of them. Pure.

Only CEL counts here, read in a few lines of its own, so that a fault of the product's reader
cannot hide itself.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from jieting.switches.asterisk.cel import COLUMNS

_NAMES = [name for name, _ in COLUMNS]
_MILESTONE = "JT"


@dataclass(slots=True)
class Logged:
    """A call in the log: seconds since 1970 of its arrival and of its last channel's end."""

    began: float
    ended: float | None = None
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Books:
    """What differs from the log, by the calls' ids; nothing where all is well.

    ``missing`` are not kept though they ended, ``doubled`` kept more than once, ``unknown`` kept
    without having been, ``unlike`` kept as answered or not, other than the log says.
    """

    missing: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)


def logged(lines: Iterable[str]) -> dict[str, Logged]:
    """Every call that was offered, by its id."""
    found: dict[str, Logged] = {}
    for row in csv.reader(lines):
        told = dict(zip(_NAMES, row, strict=False))
        call, at = told.get("call", ""), told.get("at", "")
        kind = _kind(told)
        if kind == "offered":
            found[call] = Logged(_seconds(at))
        elif call in found and kind == "answered":
            found[call].answered = True
        elif call in found and told.get("event") == "LINKEDID_END":
            found[call].ended = _seconds(at)
    return found


def _seconds(written: str) -> float:
    return datetime.fromisoformat(written).timestamp()


def compared(
    calls: Mapping[str, Logged],
    kept: Sequence[tuple[str, str]],
    line: Collection[str],
) -> Books:
    """What differs from the log.

    ``kept`` are call and outcome of every row in the books, ``line`` the calls whose row of the
    line is over and leads to the books.
    """
    times = Counter(call for call, _ in kept)
    outcomes = dict(kept)
    over = [call for call, one in calls.items() if one.ended is not None]
    return Books(
        missing=sorted(call for call in over if call not in times or call not in line),
        doubled=sorted(call for call, count in times.items() if count > 1),
        unknown=sorted(call for call in times if call not in calls),
        unlike=sorted(
            call
            for call in over
            if call in outcomes and calls[call].answered != (outcomes[call] == "answered")
        ),
    )


def at_once(calls: Iterable[Logged], began: float, ended: float) -> float:
    """Calls that were on at the same time, on average from ``began`` to ``ended``."""
    lasted = (
        min(one.ended if one.ended is not None else ended, ended) - max(one.began, began)
        for one in calls
    )
    return sum(max(0.0, seconds) for seconds in lasted) / (ended - began)


def most_at_once(calls: Iterable[Logged]) -> int:
    """The most that were ever on at the same time."""
    known = list(calls)
    steps = [(one.began, 1) for one in known]
    steps += [(one.ended, -1) for one in known if one.ended is not None]
    count = most = 0
    for _, step in sorted(steps):
        count += step
        most = max(most, count)
    return most


def _kind(told: Mapping[str, str]) -> str:
    if told.get("user_type") != _MILESTONE:
        return ""
    try:
        text = str(json.loads(told["extra"])["extra"])
    except (ValueError, KeyError, TypeError):
        return ""
    return text.split(",")[1] if "," in text else ""
