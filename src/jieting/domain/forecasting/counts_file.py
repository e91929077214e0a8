"""Counts of calls by interval as a csv file, for switches that report no single calls."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

from jieting.domain.csv_text import csv_rows
from jieting.domain.errors import Finding, Place
from jieting.domain.forecasting.history import Count
from jieting.domain.periods import (
    Instant,
    LocalTimeGap,
    LocalTimeOverlap,
    instant,
    instant_of_local,
    local,
)
from jieting.domain.said import say

NEEDED = ("start", "calls")
HEADER = ("queue", "start", "calls", "aht_s")


def read_counts(
    text: str, name: str, zone: ZoneInfo
) -> tuple[tuple[Count, ...], tuple[Finding, ...]]:
    """The counts in a csv ``text``, summed to half hours of the local clock.

    Columns: ``start`` (ISO 8601, local in ``zone`` where it has no offset), ``calls``, and perhaps
    ``queue`` and ``aht_s``. Intervals of half an hour or less; of each its start decides. Rows
    with an error are left out, and told.
    """
    findings: list[Finding] = []
    sums: defaultdict[tuple[str, datetime], list[float]] = defaultdict(lambda: [0, 0, 0.0])
    minutes: set[int] = set()
    unread = say("Without them the counts cannot be read.")
    rows = csv_rows(text, name, findings, needed=NEEDED, header=HEADER, unread=unread)
    for row, place in rows:
        start, calls = _start(row["start"], zone), _whole(row["calls"])
        aht = _seconds(row.get("aht_s"))
        if start is None or calls is None or aht is None:
            findings.append(_wrong_row(row, place))
            continue
        moment = local(start, zone).replace(tzinfo=None, second=0, microsecond=0)
        minutes.add(moment.minute)
        half_hour = moment.replace(minute=moment.minute // 30 * 30)
        _add(sums[row.get("queue") or "", half_hour], calls, aht)
    if minutes == {0} and len(sums) > 1:
        findings.append(_hourly(name))
    return tuple(_count(*key, *sums[key]) for key in sorted(sums)), tuple(findings)


def _add(total: list[float], calls: int, aht_s: float) -> None:
    total[0] += calls
    total[1] += calls if aht_s else 0
    total[2] += calls * aht_s


def _count(queue: str, at: datetime, calls: float, handled: float, handle_s: float) -> Count:
    half_hour = at.hour * 2 + at.minute // 30
    return Count(queue, at.date(), half_hour, int(calls), int(handled), round(handle_s))


def _start(text: str | None, zone: ZoneInfo) -> Instant | None:
    try:
        moment = datetime.fromisoformat((text or "").strip())
        if not 1970 < moment.year <= 2100:
            return None
        return instant(moment) if moment.tzinfo else instant_of_local(moment, zone)
    except (LocalTimeGap, LocalTimeOverlap, ValueError):
        return None


def _whole(text: str | None) -> int | None:
    """A whole number that is not negative."""
    number = (text or "").strip()
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None


def _seconds(text: str | None) -> float | None:
    """Seconds, 0 where nothing is told; None where it is no such number."""
    try:
        number = float(text or 0)
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _wrong_row(row: dict[str, str], place: Place) -> Finding:
    shown = ",".join(str(cell) for cell in row.values())
    return Finding(
        "wrong_row",
        say("The row is {row}.", row=repr(shown[:80])),
        say("It is left out: its start, calls or aht_s is no time or no such number."),
        say("Write it like 2026-10-01T09:30:00,17 with whole calls."),
        place,
    )


def _hourly(name: str) -> Finding:
    return Finding(
        "hourly_counts",
        say("Every interval begins at a full hour."),
        say("Counts by the hour do not tell the half hours."),
        say("Give counts of half hours, or of shorter intervals."),
        Place(name),
    )
