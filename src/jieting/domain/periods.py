"""Time: instants as whole microseconds, half-open periods, months and days of a time zone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

Instant = int
"""Whole microseconds since 1970-01-01T00:00:00Z (see docs/adr/0002)."""

SECOND: Instant = 1_000_000
HALF_HOUR: Instant = 1_800 * SECOND
DAY: Instant = 86_400 * SECOND
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class LocalTimeGap(ValueError):
    """A local time that the clocks skipped."""


class LocalTimeOverlap(ValueError):
    """A local time that the clocks showed twice."""


def instant(moment: datetime) -> Instant:
    """The instant of an aware ``moment``; a naive one is refused."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone is not an instant")
    return (moment - _EPOCH) // _MICROSECOND


def local(at: Instant, zone: ZoneInfo) -> datetime:
    """The aware local time of an instant."""
    return (_EPOCH + timedelta(microseconds=at)).astimezone(zone)


def iso(at: Instant, zone: ZoneInfo) -> str:
    """An instant as ISO 8601 in ``zone``; microseconds only where there are any."""
    return local(at, zone).isoformat()


def shown(at: Instant, zone: ZoneInfo) -> str:
    """A local time as sentences write it: ``2026-10-23 11:10``; seconds only where there are any.

    Edge: it has no offset, so it is for people; programs read ``iso``.
    """
    moment = local(at, zone).replace(tzinfo=None)
    whole_minute = not (moment.second or moment.microsecond)
    return moment.isoformat(sep=" ", timespec="minutes" if whole_minute else "auto")


def instant_of_local(naive: datetime, zone: ZoneInfo) -> Instant:
    """The instant of a local clock time.

    Errors: LocalTimeGap and LocalTimeOverlap where daylight saving makes it none or two.
    """
    quarter = naive.replace(minute=naive.minute // 15 * 15, second=0, microsecond=0)
    return instant(naive.replace(tzinfo=UTC)) - _offset(quarter, zone)


@lru_cache(maxsize=65_536)
def _offset(quarter: datetime, zone: ZoneInfo) -> Instant:
    """Offset of ``zone`` in the quarter hour of a local time; zones change on quarter hours."""
    first = quarter.replace(tzinfo=zone, fold=0).utcoffset()
    second = quarter.replace(tzinfo=zone, fold=1).utcoffset()
    if first is None or second is None:  # a zone always has an offset; for the type checker
        raise ValueError(f"{zone} gives no offset")
    if first < second:
        raise LocalTimeGap(quarter.isoformat())
    if first > second:
        raise LocalTimeOverlap(quarter.isoformat())
    return first // _MICROSECOND


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Half-open span of time: ``start`` belongs to it, ``end`` does not."""

    start: Instant
    end: Instant

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a period cannot end before it starts")

    def __contains__(self, at: Instant) -> bool:
        return self.start <= at < self.end

    @property
    def length(self) -> Instant:
        """Microseconds from start to end."""
        return self.end - self.start

    def intersection(self, other: Period) -> Period | None:
        """The part shared with ``other``; None where nothing is shared."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None


def union(periods: Iterable[Period]) -> tuple[Period, ...]:
    """The same time as disjoint periods in order; overlapping and touching ones are merged."""
    merged: list[Period] = []
    for period in sorted(p for p in periods if p.length):
        if merged and period.start <= merged[-1].end:
            merged[-1] = Period(merged[-1].start, max(merged[-1].end, period.end))
        else:
            merged.append(period)
    return tuple(merged)


def within(periods: Iterable[Period], whole: Period) -> tuple[Period, ...]:
    """The union of ``periods`` cut to ``whole``."""
    return union(part for p in periods if (part := p.intersection(whole)))


def start_of_day(day: date, zone: ZoneInfo) -> Instant:
    """The first instant of a local day; where midnight was skipped, the first that existed."""
    return instant(datetime(day.year, day.month, day.day, tzinfo=zone))


def day_period(day: date, zone: ZoneInfo) -> Period:
    """A local day as a period: 23, 24 or 25 hours long."""
    return Period(start_of_day(day, zone), start_of_day(day + timedelta(days=1), zone))


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, written ``2026-10``."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """``2026-10`` as a month; ValueError otherwise, and before 1970 or from 2100 on."""
        found = re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII)
        if not found or not (1 <= int(found[2]) <= 12 and 1970 <= int(found[1]) < 2100):
            raise ValueError(f"not a month: {text!r}")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that a day lies in."""
        return cls(day.year, day.month)

    def plus(self, months: int) -> Month:
        """The month so many months later."""
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    def days(self) -> Iterator[date]:
        """Every day of the month in order."""
        day = self.first_day
        while Month.of(day) == self:
            yield day
            day += timedelta(days=1)

    def period(self, zone: ZoneInfo) -> Period:
        """The month in a time zone: from its first local midnight to the next month's."""
        return Period(
            start_of_day(self.first_day, zone), start_of_day(self.plus(1).first_day, zone)
        )

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def months_between(first: Month, later: Month) -> int:
    """How many months ``later`` comes after ``first``."""
    return (later.year - first.year) * 12 + later.month - first.month


def offsets(zone: ZoneInfo, whole: Period) -> tuple[tuple[Period, Instant], ...]:
    """The parts of ``whole`` with the zone's offset (microseconds) that holds in each.

    Edge: an empty period is one part, with the offset at its start.
    """
    start = whole.start
    if whole.end <= start:
        return ((whole, _utc_offset(start, zone)),)
    parts: list[tuple[Period, Instant]] = []
    while start < whole.end:
        end = _next_change(zone, start, whole.end)
        parts.append((Period(start, end), _utc_offset(start, zone)))
        start = end
    return tuple(parts)


def _utc_offset(at: Instant, zone: ZoneInfo) -> Instant:
    offset = local(at, zone).utcoffset()
    if offset is None:  # a zone always has an offset; for the type checker
        raise ValueError(f"{zone} gives no offset")
    return offset // _MICROSECOND


def _next_change(zone: ZoneInfo, start: Instant, end: Instant) -> Instant:
    """The first instant after ``start`` with another offset, or ``end``."""
    offset = _utc_offset(start, zone)
    low = start
    while low < end and _utc_offset(min(low + DAY, end), zone) == offset:
        low += DAY
    high = min(low + DAY, end)
    if low >= end or _utc_offset(high, zone) == offset:
        return end
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _utc_offset(middle, zone) == offset else (low, middle)
    return high
