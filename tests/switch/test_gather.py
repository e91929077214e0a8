"""Gathering: one call table from several files, each call once, whatever the order."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from jieting.analytics.arrow_columns import int_array, text_array
from jieting.analytics.gather import Gathered, gather
from jieting.domain.calls.call import COLUMNS
from jieting.domain.errors import BadInput
from jieting.switches.open import open_calls
from tests.switch.tables import DATA, HEADER, SHANGHAI, errors

ROW = (DATA / "calls.csv").read_text(encoding="utf-8").splitlines()[1].split(",", 1)[1]
OTHER = ROW.replace("8001", "8009")


def _file(folder: Path, name: str, rows: Iterable[str]) -> Path:
    path = folder / name
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def _gather(folder: Path, *files: Path) -> Gathered:
    return gather([open_calls(file, zone=SHANGHAI) for file in files], folder / "out")


def _rows(gathered: Gathered) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = parquet.ParquetFile(gathered.path).read().to_pylist()
    return rows


def test_the_table_has_the_columns_of_a_call_and_no_null_text(tmp_path: Path) -> None:
    gathered = _gather(tmp_path, DATA / "calls.csv")
    table = parquet.ParquetFile(gathered.path).read()
    assert {field.name: str(field.type) for field in table.schema} == COLUMNS
    assert all(table[name].null_count == 0 for name, kind in COLUMNS.items() if kind == "string")
    first, _, third, _ = table.to_pylist()
    assert (first["call_id"], first["outcome"], first["rating"], first["talk_s"]) == (
        "a1",
        "answered",
        "very_satisfied",
        140,
    )
    assert (third["rating"], third["queued_at"], third["talk_s"]) == ("", None, None)
    assert (gathered.calls, gathered.repeated, gathered.findings) == (4, 0, ())
    assert [report.file for report in gathered.reports] == ["calls.csv"]


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    once = _rows(_gather(tmp_path, DATA / "calls.csv"))
    twice = _gather(tmp_path, DATA / "calls.csv", DATA / "calls.csv")
    assert (twice.calls, twice.repeated, twice.findings) == (4, 4, ())
    assert _rows(twice) == once


def test_contradicting_rows_are_all_set_aside_with_their_places(tmp_path: Path) -> None:
    first = _file(tmp_path, "a.csv", [f"x,{ROW}", f"y,{ROW}", f"x,{OTHER}"])
    second = _file(tmp_path, "b.csv", [f"z,{ROW}", f"x,{ROW}"])
    gathered = _gather(tmp_path, first, second)
    assert sorted(row["call_id"] for row in _rows(gathered)) == ["y", "z"]
    assert (gathered.calls, gathered.repeated) == (2, 0)
    a, b = gathered.reports
    assert errors(a) == ["2 duplicate_id call_id", "4 duplicate_id call_id"]
    assert errors(b) == ["3 duplicate_id call_id"]
    assert (a.bad_rows, b.bad_rows) == (2, 1)
    told = str(gathered.findings[0])
    assert "3 rows with call_id x contradict each other" in told
    assert "a.csv: row 2; a.csv: row 4; b.csv: row 3." in told
    assert "join more columns into call_id" in told


def test_a_call_of_another_source_is_another_call(tmp_path: Path) -> None:
    text = f"{HEADER},source\nx,{ROW},site-1\nx,{OTHER},site-2\n"
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    assert _gather(tmp_path, path).calls == 2


def test_empty_fields_tell_rows_apart_and_make_them_equal(tmp_path: Path) -> None:
    empty = ROW.replace(",140,", ",,")
    path = _file(tmp_path, "a.csv", [f"x,{ROW}", f"x,{empty}", f"y,{empty}", f"y,{empty}"])
    gathered = _gather(tmp_path, path)
    assert [row["call_id"] for row in _rows(gathered)] == ["y"]
    assert (gathered.repeated, len(gathered.findings)) == (1, 2)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("uvwxyz"), st.booleans()), max_size=12), st.randoms())
def test_the_order_of_rows_and_files_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, bool]], dice: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("order")
    lines = [f"{name},{OTHER if other else ROW}" for name, other in rows]
    shuffled = dice.sample(lines, len(lines))
    cut = dice.randint(0, len(lines))
    one = _gather(folder, _file(folder, "a.csv", lines))
    kept = _content(one)
    parts = _file(folder, "b.csv", shuffled[:cut]), _file(folder, "c.csv", shuffled[cut:])
    two = _gather(folder, *parts)
    assert _content(two) == kept
    assert (two.calls, two.repeated) == (one.calls, one.repeated)
    assert len(two.findings) == len(one.findings)
    assert one.calls + one.repeated + len(one.findings) == len(rows)


def _content(gathered: Gathered) -> list[dict[str, Any]]:
    rows = [{**row, "source_ref": ""} for row in _rows(gathered)]
    return sorted(rows, key=lambda row: str(row["call_id"]))


def test_findings_and_rows_left_out_of_all_files_are_together(tmp_path: Path) -> None:
    first = _file(tmp_path, "a.csv", [f"x,{ROW}", f"y,{ROW.replace('answered', 'lost')}"])
    second = _file(tmp_path, "b.csv", [f"z,{ROW.replace('inbound', 'in')}"])
    gathered = _gather(tmp_path, first, second)
    assert [finding.place.file for finding in gathered.findings] == ["a.csv", "b.csv"]
    assert (gathered.calls, gathered.left_out) == (1, 0)


def test_no_calls_make_an_empty_table(tmp_path: Path) -> None:
    gathered = _gather(tmp_path, _file(tmp_path, "a.csv", []))
    assert (gathered.calls, _rows(gathered)) == (0, [])


def test_an_id_that_is_no_id_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jieting.domain.calls import reading

    monkeypatch.setattr(reading, "LISTED_AT_MOST", 5)
    path = _file(tmp_path, "a.csv", [f"1,{ROW.replace('8001', str(n))}" for n in range(8)])
    with pytest.raises(BadInput, match="call_id 1 contradict each other"):
        _gather(tmp_path, path)


def test_many_rows_fill_several_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jieting.analytics import gather as module

    monkeypatch.setattr(module, "_ROW_GROUP", 10_000)
    path = _file(tmp_path, "a.csv", (f"{n},{ROW}" for n in range(20_001)))
    gathered = _gather(tmp_path, path)
    assert gathered.calls == 20_001
    assert parquet.ParquetFile(gathered.path).num_row_groups == 3


@given(st.lists(st.text()))
def test_text_arrays_hold_what_went_in(cells: list[str]) -> None:
    made = text_array(cells)
    made.validate(full=True)
    assert made.to_pylist() == cells
    assert made.type == pa.string()


@given(st.lists(st.none() | st.integers(-(2**63), 2**63 - 1)))
def test_whole_number_arrays_hold_what_went_in(cells: list[int | None]) -> None:
    made = int_array(cells)
    made.validate(full=True)
    assert made.to_pylist() == cells
