"""Local clock times, as a Parquet file without a zone stores them, as instants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jieting.domain.periods import SECOND, instant_of_local

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - local by definition


def wall_clock(micros: Sequence[int | None], zone: ZoneInfo) -> list[Any]:
    """Local clock times (microseconds as if UTC) as instants.

    Edge: a time in a change of the clocks, or out of range, is left as a datetime for the careful
    way to name.
    """
    offsets: dict[int, int | None] = {}
    quarter = 900 * SECOND
    result: list[Any] = []
    for value in micros:
        if value is None:
            result.append(None)
            continue
        key = value // quarter
        if key not in offsets:
            offsets[key] = _wall_offset(key * quarter, zone)
        offset = offsets[key]
        result.append(_naive(value) if offset is None else value - offset)
    return result


def _wall_offset(wall: int, zone: ZoneInfo) -> int | None:
    naive = _naive(wall)
    if not isinstance(naive, datetime):
        return 0
    try:
        return wall - instant_of_local(naive, zone)
    except (ValueError, OverflowError):
        return None


def _naive(wall: int) -> Any:
    try:
        return _EPOCH + timedelta(microseconds=wall)
    except OverflowError:
        return wall
