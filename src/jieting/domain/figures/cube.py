"""The cube: sums per contract, half hour and queue, from which days and months are rolled up.

Its expressions take their measures from the figures; nothing here says what is counted. Excluded
calls keep rows of their own, so that one cube answers with and without exclusions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from jieting.domain.figures.count import with_time
from jieting.domain.figures.measures import one_or_zero
from jieting.domain.figures.scope import local_instant
from jieting.domain.figures.tables import calls_table
from jieting.domain.periods import HALF_HOUR, Instant, Period, within

HALF_HOUR_KEYS = ("contract", "slot", "queue", "excluded")
"""``slot`` is the instant at which a local half hour starts; ``excluded`` is 1 or 0."""

DAY_KEYS = ("contract", "month", "day", "queue", "excluded")
"""``month`` is year * 100 + month; ``day`` counts local days since 1970-01-01."""

WINDOWS = "exclusion_windows"
Offsets = Sequence[tuple[Period, Instant]]
WindowRow = tuple[str | int | None, ...]


def cube_rows(
    offsets: Offsets, windows: int, owner: str = "arrived_at", direction: str | None = "inbound"
) -> ir.Table:
    """The calls of all contracts with the keys of the half-hour cube.

    ``offsets`` are those of the time zone over the whole time; ``windows`` is how many exclusion
    windows one half hour may have (see ``window_rows``), 0 for a cube without exclusions.
    """
    calls = calls_table({"contract": "string"})
    kept = calls if direction is None else calls.filter(calls.direction == direction)
    at = kept[owner]
    rows = kept.mutate(at=at, slot=slot_of(at, offsets))
    if not windows:
        return rows.mutate(excluded=ibis.literal(0, "int64"))
    bounds = windows_table(windows)
    touched = (rows.contract == bounds.w_contract) & (rows.slot == bounds.w_slot)
    joined = rows.left_join(bounds, touched)
    return joined.mutate(excluded=one_or_zero(_in_a_window(joined, windows)))


def _in_a_window(rows: ir.Table, windows: int) -> ir.BooleanValue:
    tests = [
        (rows.at >= rows[f"from_{nth}"]) & (rows.at < rows[f"to_{nth}"]) for nth in range(windows)
    ]
    return reduce(or_, tests).fill_null(False)


def slot_of(at: ir.IntegerValue, offsets: Offsets) -> ir.IntegerValue:
    """The instant at which the local half hour of ``at`` starts."""
    return at - local_instant(at, _beyond_half_hours(offsets)) % HALF_HOUR


def _beyond_half_hours(offsets: Offsets) -> list[tuple[Period, Instant]]:
    """By how much local half hours start off the half hours of UTC: 0 nearly everywhere."""
    return [(period, offset % HALF_HOUR) for period, offset in offsets]


def windows_table(windows: int) -> ir.Table:
    """The relation of half hours that exclusions touch: at most ``windows`` bounds in each."""
    bounds = [f"{side}_{nth}" for nth in range(windows) for side in ("from", "to")]
    columns = {"w_contract": "string", "w_slot": "int64", **dict.fromkeys(bounds, "int64")}
    return ibis.table(columns, name=WINDOWS)


def window_rows(
    exclusions: Mapping[str, Iterable[Period]], offsets: Offsets
) -> tuple[int, list[WindowRow]]:
    """Merged exclusions cut into half hours, as rows of ``windows_table``, and their ``windows``.

    Half hours meet by equality, so that an engine joins them by hashing instead of by ranges.
    """
    touched: defaultdict[tuple[str, Instant], list[Instant]] = defaultdict(list)
    for contract, periods in exclusions.items():
        for piece in _pieces(periods, offsets):
            slot = _slot(piece.start, offsets)
            touched[contract, slot] += [piece.start, piece.end]
    longest = max((len(bounds) for bounds in touched.values()), default=0)
    rows = [
        (contract, slot, *bounds, *[None] * (longest - len(bounds)))
        for (contract, slot), bounds in touched.items()
    ]
    return longest // 2, rows


def _pieces(periods: Iterable[Period], offsets: Offsets) -> Iterator[Period]:
    """The union of ``periods``, cut at every start of a local half hour."""
    for period in within(periods, Period(offsets[0][0].start, offsets[-1][0].end)):
        start, after = period.start, _slot(period.start, offsets) + HALF_HOUR
        while start < period.end:
            yield Period(start, min(after, period.end))
            start, after = after, _slot(after, offsets) + HALF_HOUR


def _slot(at: Instant, offsets: Offsets) -> Instant:
    offset = next((offset for period, offset in offsets if at < period.end), offsets[-1][1])
    return at - (at + offset) % HALF_HOUR


def in_days(half_hours: ir.Table, offsets: Offsets, months: Mapping[int, Period]) -> ir.Table:
    """Rows of the half-hour cube with their local day, half hour and month."""
    timed = with_time(half_hours, local_instant(half_hours.slot, offsets))
    ends = sorted((period.end, month) for month, period in months.items())
    if len(ends) == 1:
        return timed.mutate(month=ibis.literal(ends[0][1], "int64"))
    cases = [(timed.slot < end, month) for end, month in ends[:-1]]
    return timed.mutate(month=ibis.cases(*cases, else_=ends[-1][1]).cast("int64"))
