"""When an e-mail goes: held back in quiet hours and for the daily one, never lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

URGENT = timedelta(hours=24)
"""What is due within this time of being told is urgent."""


@dataclass(frozen=True, slots=True)
class Hours:
    """A person's hours in a zone; ``quiet_from`` equal to ``quiet_to``, or None, is never quiet."""

    zone: str
    quiet_from: time | None = None
    quiet_to: time | None = None
    daily_at: time | None = None
    urgent_through: bool = True


def goes_at(at: datetime, hours: Hours, *, urgent: bool = False) -> datetime:
    """When something told at ``at`` goes by e-mail: at once, or later, never earlier."""
    if urgent and hours.urgent_through:
        return at
    if hours.daily_at is not None:
        at = _next(at, hours.daily_at, hours.zone)
    if is_quiet(at, hours) and hours.quiet_to is not None:
        at = _next(at, hours.quiet_to, hours.zone)
    return at


def is_quiet(at: datetime, hours: Hours) -> bool:
    """Whether ``at`` lies in the quiet hours; the end itself is no longer quiet."""
    start, end = hours.quiet_from, hours.quiet_to
    if start is None or end is None or start == end:
        return False
    now = at.astimezone(ZoneInfo(hours.zone)).time()
    return start <= now < end if start < end else now >= start or now < end


def _next(at: datetime, wanted: time, zone: str) -> datetime:
    """The first moment from ``at`` on at which clocks of the zone show ``wanted``.

    Edge: a time that the clocks leap over is the moment of the leap's end.
    """
    day = at.astimezone(ZoneInfo(zone)).date()
    moments = (_moment(day + timedelta(days=n), wanted, zone) for n in (0, 1, 2))
    return next(moment for moment in moments if moment >= at)


def _moment(day: date, wanted: time, zone: str) -> datetime:
    return datetime.combine(day, wanted, ZoneInfo(zone)).astimezone(UTC)
