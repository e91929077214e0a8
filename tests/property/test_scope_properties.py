"""Local days and half hours counted in SQL are those that a clock on the wall shows."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from jieting.analytics.duck import DuckEngine
from jieting.analytics.gather import record_batch
from jieting.domain.calls.call import Call, Direction, Outcome
from jieting.domain.figures.count import with_time
from jieting.domain.figures.scope import inside, local_instant
from jieting.domain.figures.tables import calls_table
from jieting.domain.periods import DAY, Instant, Month, Period, local, offsets
from tests.property.test_periods_properties import months, zones

few = settings(max_examples=25)


def engine(at: Sequence[Instant], folder: str) -> DuckEngine:
    """Calls that arrive at these instants, in this order by their number."""
    rows = [
        Call(f"{n:04}", Direction.INBOUND, moment, moment, Outcome.SERVED_BY_IVR)
        for n, moment in enumerate(at)
    ]
    path = Path(folder) / "calls.parquet"
    parquet.write_table(pa.Table.from_batches([record_batch(rows)]), path)
    return DuckEngine(path)


@few
@given(data=st.data(), month=months, zone=zones)
def test_local_day_and_half_hour(data: st.DataObject, month: Month, zone: ZoneInfo) -> None:
    whole = month.period(zone)
    parts = offsets(zone, whole)
    edges = [at + shift for p, _ in parts for at in (p.start, p.end) for shift in (-1, 0, 1)]
    anywhere = data.draw(st.lists(st.integers(whole.start, whole.end - 1), max_size=30))
    at = [moment for moment in [*edges, *anywhere] if moment in whole]
    calls = calls_table()
    rows = with_time(calls, local_instant(calls.arrived_at, parts)).order_by("call_id")
    with tempfile.TemporaryDirectory() as folder:
        found = list(engine(at, folder).rows(rows.select("day", "half_hour")))
    assert found == [_on_the_wall(moment, zone) for moment in at]


def _on_the_wall(at: Instant, zone: ZoneInfo) -> tuple[int, int]:
    clock = local(at, zone)
    return (clock.date() - date(1970, 1, 1)) // timedelta(
        days=1
    ), clock.hour * 2 + clock.minute // 30


@few
@given(
    st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), max_size=5),
    st.lists(st.integers(0, 100), min_size=1, max_size=30),
)
def test_inside_is_half_open(spans: list[tuple[int, int]], at: list[int]) -> None:
    periods = [Period(*sorted(span)) for span in spans]
    calls = calls_table().order_by("call_id")
    rows = calls.select(inside=inside(calls.arrived_at, periods))
    with tempfile.TemporaryDirectory() as folder:
        found = [row[0] for row in engine([DAY + n for n in at], folder).rows(rows)]
        shifted = [Period(p.start + DAY, p.end + DAY) for p in periods]
        rows = calls.select(inside=inside(calls.arrived_at, shifted))
        found_in = [row[0] for row in engine([DAY + n for n in at], folder).rows(rows)]
    assert not any(found)
    assert found_in == [any(moment in period for period in periods) for moment in at]
