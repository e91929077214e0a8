"""Files of half hours: what the csv of a forecast and of a requirement have in common."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from jieting.domain.csv_text import csv_rows
from jieting.domain.errors import Finding, Place
from jieting.domain.periods import Instant, instant
from jieting.domain.said import Said, say


class HalfHour(Protocol):
    """A half hour of a queue."""

    @property
    def queue(self) -> str:
        """The queue."""
        ...

    @property
    def start(self) -> Instant:
        """Its first instant."""
        ...


_Row = TypeVar("_Row", bound=HalfHour)


def read_half_hours(
    text: str,
    name: str,
    columns: Sequence[str],
    read: Callable[[dict[str, str], Place], tuple[_Row | None, list[Finding]]],
    *,
    unread: Said,
    none: Finding,
) -> tuple[tuple[_Row, ...], tuple[Finding, ...]]:
    """The half hours in csv ``text`` by queue and time, and what is wrong in it, line by line.

    ``read`` makes one of a row, or tells why not; rows with an error are left out. A half hour
    that is there twice is an error. ``none`` is told where nothing is there and nothing wrong.
    """
    findings: list[Finding] = []
    found: dict[tuple[str, Instant], _Row] = {}
    rows = csv_rows(text, name, findings, needed=columns, header=columns, unread=unread)
    for row, place in rows:
        one, wrong = read(row, place)
        if one is not None and (one.queue, one.start) in found:
            wrong.append(_twice(one.queue, row["start"], place))
        elif one is not None:
            found[one.queue, one.start] = one
        findings += wrong
    if not found and not findings:
        findings.append(none)
    return tuple(found[key] for key in sorted(found)), tuple(findings)


def half_hour_start(text: str | None) -> Instant | None:
    """The instant of an ISO 8601 time with an offset on a half hour of its clock; else None."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    on_half_hour = moment.minute % 30 == 0 and moment.second == 0 and moment.microsecond == 0
    if moment.tzinfo is None or not on_half_hour or not 1970 < moment.year <= 2100:
        return None
    return instant(moment)


def number(text: str | None) -> float | None:
    """A finite number, not negative; else None."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def a_start() -> Said:
    """How a start is written."""
    return say("Write the start of a half hour with its offset, such as 2026-10-01T09:30:00+08:00.")


def a_number() -> Said:
    """How a number is written."""
    return say("Write a number that is not negative.")


def wrong_cell(column: str, value: str | None, remedy: Said, place: Place) -> Finding:
    """A cell that cannot be used."""
    return Finding(
        "wrong_start" if column == "start" else "wrong_number",
        say("{column} is {value}.", column=column, value=repr(value or "")),
        say("The half hour cannot be planned."),
        remedy,
        Place(place.file, place.line, column),
    )


def no_half_hours(what: Said, remedy: Said, name: str) -> Finding:
    """A file without any half hour."""
    why = say("There is nothing to plan for.")
    return Finding("no_rows", what, why, remedy, Place(name, 1))


def _twice(queue: str, start: str, place: Place) -> Finding:
    return Finding(
        "half_hour_twice",
        say("The half hour {start} of the queue {queue} is there twice.", start=start, queue=queue),
        say("Which of the two holds is not known; the first is kept."),
        say("Take one of them out."),
        place,
    )
