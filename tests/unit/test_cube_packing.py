"""Counts that share a number never touch each other, however many rows there are."""

from __future__ import annotations

import duckdb
import pytest

from jieting.analytics.cube import sql
from jieting.analytics.packing import packed_sums, packing
from jieting.domain.figures.measures import COUNTS, RECORDED
from jieting.domain.figures.tables import calls_table

MEASURES = (*COUNTS, RECORDED)


@pytest.mark.parametrize("rows", [0, 1, 1023, 1024, 2_000_000, 2**40, 2**62])
def test_every_count_has_room_for_all_rows(rows: int) -> None:
    found = packing(MEASURES, rows)
    assert 2**found.bits > rows
    assert max(len(pack) for pack in found.packs) * found.bits <= 63 or found.bits == 63
    assert [name for pack in found.packs for name in pack] == [m.name for m in MEASURES]


@pytest.mark.parametrize("rows", [7, 31, 1000])
def test_full_counts_come_back_whole(rows: int) -> None:
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE calls AS SELECT 'answered' AS outcome, 'y' AS recording FROM range(?)", [rows]
    )
    calls = calls_table()
    layout = packing(MEASURES, rows)
    packed = calls.agg(**packed_sums(layout, MEASURES, calls))
    found = connection.execute(sql(packed.select(**layout.unpacked(packed)))).fetchall()
    told = dict(zip(layout.names, found[0], strict=True))
    counted = {"arrived", "offered", "answered", "recorded"}
    assert told == {m.name: rows if m.name in counted else 0 for m in MEASURES}
