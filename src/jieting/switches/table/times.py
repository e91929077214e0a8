"""Times of a table's cells as instants: a fast way for ISO 8601, a careful one for the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jieting.domain.periods import (
    SECOND,
    Instant,
    LocalTimeGap,
    LocalTimeOverlap,
    instant,
    instant_of_local,
)
from jieting.domain.said import Said, say

EARLIEST: Instant = 0
LATEST: Instant = 4_102_444_800 * SECOND
"""1970 and 2100: a time outside them is a clock error."""

_HOUR = 3_600 * SECOND
_MOST_CACHED = 100_000
_UTC = ZoneInfo("UTC")
_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?) ?(Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
_HOUR_TEXT = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}", re.ASCII)
_REST = re.compile(r":([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6}))?)?(Z|[+-]\d{2}:?\d{2})?", re.ASCII)


class BadTime(ValueError):
    """A cell that is no time: ``code``, what is wrong and what to do."""

    def __init__(self, code: str, what: Said, remedy: Said) -> None:
        super().__init__(str(what))
        self.code = code
        self.what = what
        self.remedy = remedy


class _NotPlain(Exception):
    """A text that the fast way leaves to the careful one."""


class _Hours(dict[str, Instant]):
    """``2026-10-01 09`` to its instant, for hours that lie whole and once in one offset."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self._zone = zone

    def __missing__(self, text: str) -> Instant:
        if len(self) > _MOST_CACHED:
            self.clear()
        self[text] = found = self._instant(text)
        return found

    def _instant(self, text: str) -> Instant:
        if not _HOUR_TEXT.fullmatch(text):
            raise _NotPlain
        try:
            hour = datetime.fromisoformat(text)
            quarters = [
                instant_of_local(hour + timedelta(minutes=m), self._zone) - m * 60 * SECOND
                for m in (0, 15, 30, 45)
            ]
        except (ValueError, OverflowError) as error:
            raise _NotPlain from error
        first = quarters[0]
        if len(set(quarters)) > 1 or not EARLIEST + 24 * _HOUR <= first < LATEST - 24 * _HOUR:
            raise _NotPlain
        return first


class _Rests(dict[str, Instant]):
    """``:05:07`` to microseconds within the hour; with ``zoned`` less the offset behind it."""

    def __init__(self, zoned: bool) -> None:
        super().__init__()
        self._zoned = zoned

    def __missing__(self, text: str) -> Instant:
        found = _REST.fullmatch(text)
        if not found or bool(found[4]) != self._zoned:
            raise _NotPlain
        micros = int(found[1]) * 60 * SECOND + int(found[2] or 0) * SECOND
        micros += int((found[3] or "0").ljust(6, "0"))
        if found[4]:
            micros -= _offset(found[4])
        if len(self) > _MOST_CACHED:
            self.clear()
        self[text] = micros
        return micros


def _offset(text: str) -> Instant:
    if text == "Z":
        return 0
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 14 or minutes > 59:
        raise _NotPlain
    return (hours * 60 + minutes) * 60 * SECOND * (-1 if text[0] == "-" else 1)


class Clock:
    """Reads times of one zone; keeps what it has learnt of hours and minutes."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self._local = (_Hours(zone), _Rests(zoned=False))
        self._zoned = (_Hours(_UTC), _Rests(zoned=True))

    def fast(self, cells: Sequence[Any]) -> list[Instant | None] | None:
        """All cells as instants where all are ISO 8601 in one manner; None where not."""
        first = next(filter(None, cells), "")
        if not isinstance(first, str):
            return _instants(cells)
        hours, rests = self._zoned if re.search(r"[Z+-]", first[13:]) else self._local
        try:
            return [hours[t[:13]] + rests[t[13:]] if t else None for t in cells]
        except (_NotPlain, TypeError):
            return None

    def careful(self, cell: Any) -> Instant | None:
        """One cell as an instant; None for an empty one.

        Errors: BadTime for what is no time, lies in a clock change, or before 1970 or after 2100.
        """
        if cell is None or cell == "":
            return None
        if isinstance(cell, int):
            return in_range(cell, cell)
        if isinstance(cell, str):
            return self._text(cell.strip())
        return self.instant(moment_of(cell), cell)

    def _text(self, text: str) -> Instant | None:
        if not text:
            return None
        return self.instant(iso_moment(text), text)

    def instant(self, moment: datetime, shown: object) -> Instant:
        """The instant of a time, local where it has no offset; errors as in ``careful``."""
        if moment.tzinfo is not None:
            return in_range(instant(moment), shown)
        try:
            return in_range(instant_of_local(moment, self.zone), shown)
        except LocalTimeGap as error:
            what = say("{value} was skipped when the clocks went forward.", value=str(shown))
            raise BadTime("clock_gap", what, _write_offset()) from error
        except LocalTimeOverlap as error:
            what = say("{value} came twice when the clocks went back.", value=str(shown))
            raise BadTime("clock_overlap", what, _write_offset()) from error
        except OverflowError as error:
            raise _out_of_range(shown) from error


def iso_moment(text: str) -> datetime:
    """An ISO 8601 time with its date; BadTime where the text is another thing."""
    found = _ISO.fullmatch(text)
    try:
        if found:
            day, clock, offset = found[1], found[2].replace(",", "."), found[3] or ""
            return datetime.fromisoformat(f"{day}T{clock}{offset}")
    except ValueError:
        pass
    raise _not_a_time(text)


def moment_of(cell: object) -> datetime:
    """A native cell as a time, to the millisecond (Excel keeps no more); a day is its midnight."""
    if isinstance(cell, datetime):
        if not cell.microsecond:
            return cell
        whole = cell.replace(microsecond=0)
        return whole + timedelta(milliseconds=round(cell.microsecond / 1000))
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - local by definition
    if isinstance(cell, time | timedelta):
        what = say("{value} is a time of day without its date.", value=str(cell))
        remedy = say("Give date and time in one cell, or name the date's column in a mapping file.")
        raise BadTime("not_a_time", what, remedy)
    raise _not_a_time(str(cell))


def in_range(at: Instant, shown: object) -> Instant:
    """``at`` where it lies in 1970 to 2100; BadTime otherwise."""
    if EARLIEST <= at < LATEST:
        return at
    raise _out_of_range(shown)


def _instants(cells: Sequence[Any]) -> list[Instant | None] | None:
    """Cells that are instants already, all of them in range; None where one is not."""
    kinds = set(map(type, cells))
    if not kinds <= {int, type(None)}:
        return None
    values = [cell for cell in cells if cell is not None]
    fine = not values or (min(values) >= EARLIEST and max(values) < LATEST)
    return list(cells) if fine else None


def _not_a_time(text: str) -> BadTime:
    return BadTime(
        "not_a_time",
        say("{value} is not a date with a time in ISO 8601.", value=text[:60]),
        say("Write it as 2026-10-01 09:05:07, or name its pattern in a mapping file (formats)."),
    )


def _out_of_range(shown: object) -> BadTime:
    return BadTime(
        "time_range",
        say("{value} lies before 1970 or after 2100.", value=str(shown)[:60]),
        say("Correct the time; leave the cell empty if there was none."),
    )


def _write_offset() -> Said:
    return say("Write the time with its offset from UTC, such as 2026-10-25 02:30:00+02:00.")
