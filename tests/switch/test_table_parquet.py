"""Parquet files: timestamps with and without zone, our own table, columns of no use."""

# ruff: noqa: DTZ001 - local times are the matter here
from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from jieting.analytics.gather import gather
from jieting.domain.errors import BadInput
from jieting.switches.open import open_calls
from tests.switch.tables import DATA, SHANGHAI, errors, read

BEGIN = datetime(2026, 10, 1, 9, 0)


def _file(path: Path, **change: Any) -> Path:
    columns: dict[str, Any] = {
        "call_id": pa.array([1, 2]),
        "direction": pa.array(["inbound", "outbound"]).dictionary_encode(),
        "arrived_at": pa.array([BEGIN, BEGIN], pa.timestamp("ns")),
        "ended_at": pa.array([BEGIN.replace(tzinfo=UTC)] * 2, pa.timestamp("ms", "UTC")),
        "outcome": ["served_by_ivr", "rejected"],
        "rating": pa.array([None, None], pa.string()),
        "talk_s": pa.array([None, 12.0], pa.float64()),
        "hold_s": pa.array([None, 3], pa.int32()),
    }
    parquet.write_table(pa.table({**columns, **change}), path)
    return path


def test_typed_columns_are_read(tmp_path: Path) -> None:
    calls, report = read(_file(tmp_path / "calls.parquet"))
    first, second = calls
    assert (report.kind, report.rows, errors(report)) == ("parquet", 2, [])
    assert (first.call_id, first.talk_s, first.hold_s) == ("1", None, None)
    assert (second.talk_s, second.hold_s, second.source_ref) == (12, 3, "row 3")
    assert first.ended_at - first.arrived_at == 8 * 3600 * 1_000_000


def test_timestamps_in_a_change_of_the_clocks_are_told(tmp_path: Path) -> None:
    from zoneinfo import ZoneInfo

    twice = datetime(2026, 10, 25, 2, 30)
    path = _file(tmp_path / "calls.parquet", arrived_at=pa.array([twice, BEGIN]))
    calls, report = read(path, zone=ZoneInfo("Europe/Berlin"))
    assert errors(report) == ["2 clock_overlap arrived_at"]
    assert [call.call_id for call in calls] == ["2"]


def test_our_own_call_table_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    reading = open_calls(DATA / "calls.csv", zone=SHANGHAI)
    gathered = gather([reading], tmp_path)
    calls, report = read(gathered.path)
    assert calls == read(DATA / "calls.csv")[0]
    assert report.findings == []


def test_instants_out_of_range_are_told(tmp_path: Path) -> None:
    path = _file(tmp_path / "calls.parquet", arrived_at=pa.array([1_790_000_000_000_000, -5]))
    assert errors(read(path)[1])[-1] == "3 time_range arrived_at"


def test_nested_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="legs holds lists") as caught:
        read(_file(tmp_path / "calls.parquet", legs=[[1], [2]]))
    assert "leave it out" in str(caught.value)


def test_missing_columns_are_told_as_in_csv(tmp_path: Path) -> None:
    path = tmp_path / "calls.parquet"
    parquet.write_table(pa.table({"id": [1]}), path)
    with pytest.raises(BadInput) as caught:
        read(path)
    assert len(caught.value.findings) == 5
