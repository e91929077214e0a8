"""Between Django's datetimes and the domain's instants."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from jieting.domain.periods import Instant

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_instant(at: datetime) -> Instant:
    """Whole microseconds since 1970 of an aware datetime."""
    return (at - _EPOCH) // _MICROSECOND


def to_datetime(instant: Instant) -> datetime:
    """The aware datetime, in UTC, of an instant."""
    return _EPOCH + instant * _MICROSECOND
