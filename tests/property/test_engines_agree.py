"""On any calls, PostgreSQL and DuckDB give the same tallies, which are those of a slow count."""

from __future__ import annotations

import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jieting.domain.figures.count import figure
from jieting.domain.figures.scope import Scope
from jieting.domain.periods import Month, Period, union
from tests.unit import engine_reference as reference
from tests.unit.engine_calls import hard_calls, hard_complaints, write_calls
from tests.unit.engine_reference import Looked, Window
from tests.unit.engine_running import DEFINITIONS, counted, engine

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe")
KEYS = ((), ("day",), ("half_hour",), ("queue",), ("agent",))


@pytest.mark.postgres
@settings(max_examples=5)
@given(
    seed=st.integers(0, 2**32),
    place=st.sampled_from(ZONES),
    month=st.integers(1, 12),
    count=st.integers(0, 60),
    keys=st.sampled_from(KEYS),
    data=st.data(),
)
def test_the_same_on_both_and_by_hand(
    seed: int, place: str, month: int, count: int, keys: tuple[str, ...], data: st.DataObject
) -> None:
    zone, when = ZoneInfo(place), Month(2026, month)
    calls = hard_calls(seed, when, zone, count)
    records = (
        hard_complaints(seed, calls, when, zone)
        if calls
        else hard_complaints(seed, hard_calls(seed, when, zone, 1), when, zone)
    )
    whole = when.period(zone)
    times = st.integers(whole.start, whole.end)
    spans = data.draw(st.lists(st.tuples(times, times).map(sorted), max_size=3))
    excluded = union(Period(start, end) for start, end in spans)
    scope = Scope(whole, excluded=excluded)
    with tempfile.TemporaryDirectory() as folder:
        file = write_calls(calls, Path(folder) / "calls.parquet")
        with engine("duckdb", file) as duck, engine("postgres", file) as postgres:
            ours = counted(duck, scope, zone, keys, records)
            assert counted(postgres, scope, zone, keys, records) == ours
    looked = Looked(
        Window(whole.start, whole.end), excluded=tuple(Window(p.start, p.end) for p in excluded)
    )
    groups = reference.by_key(looked.kept(calls), "arrived_at", keys, zone)
    justified = reference.justified(records.complaint, looked.month, calls, keys, zone)
    for key, tally in ours.items():
        for definition in DEFINITIONS:
            one = figure(definition, tally)
            assert (one.numerator, one.denominator) == reference.count(
                definition.name, definition.parameters, groups.get(key, []), justified.get(key, 0)
            )
