"""Times of acts as people read them: acts happen at microseconds, which nobody reads."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from jieting.domain.periods import SECOND, Instant, shown

MINUTE: Instant = 60 * SECOND


def minute_shown(at: Instant, zone: ZoneInfo) -> str:
    """A local time to the minute, cut: who keeps to it is in time."""
    return shown(at - at % MINUTE, zone)


def second_shown(at: Instant, zone: ZoneInfo) -> str:
    """A local time to the second, cut, for paper that may be held against the books."""
    return shown(at - at % SECOND, zone)
