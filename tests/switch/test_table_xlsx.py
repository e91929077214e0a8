"""Excel workbooks: Excel's own times, durations and numbers; sheets; slipped cells."""

# ruff: noqa: DTZ001 - local times are the matter here
from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from jieting.domain.errors import BadInput
from jieting.domain.periods import iso
from jieting.switches.mapping import Mapping
from jieting.switches.mapping_file import parse_mapping
from tests.switch.tables import DATA, SHANGHAI, errors, read

HEADER = [
    "call_id",
    "direction",
    "queue",
    "arrived_at",
    "queued_at",
    "answered_at",
    "ended_at",
    "outcome",
    "agent",
    "talk_s",
    "hold_s",
    "wrap_up_s",
]
DAY = datetime(2026, 10, 1, 9, 0)


def _row(call_id: object = 1001.0, **change: object) -> list[object]:
    row: dict[str, object] = {
        "call_id": call_id,
        "direction": "inbound",
        "queue": "hotline",
        "arrived_at": DAY,
        "queued_at": DAY + timedelta(seconds=20),
        "answered_at": DAY + timedelta(seconds=35),
        "ended_at": DAY + timedelta(minutes=3),
        "outcome": "answered",
        "agent": 8001,
        "talk_s": 140,
        "hold_s": timedelta(minutes=1, seconds=5),
        "wrap_up_s": time(0, 0, 30),
    }
    return [*{**row, **change}.values()]


def _book(path: Path, sheets: dict[str, Any], first_row: int = 0) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        span = book.add_format({"num_format": "[h]:mm:ss"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows, start=first_row):
                for c, cell in enumerate(row):
                    if isinstance(cell, timedelta):
                        sheet.write_datetime(r, c, cell, span)
                    elif cell is not None:
                        sheet.write(r, c, cell)
    return path


def test_native_cells_are_read(tmp_path: Path) -> None:
    calls, report = read(_book(tmp_path / "calls.xlsx", {"calls": [HEADER, _row()]}))
    (call,) = calls
    assert (call.call_id, call.agent, call.source_ref) == ("1001", "8001", "row 2")
    assert (call.talk_s, call.hold_s, call.wrap_up_s) == (140, 65, 30)
    assert iso(call.arrived_at, SHANGHAI) == "2026-10-01T09:00:00+08:00"
    assert call.answered_at == call.arrived_at + 35_000_000
    assert (report.kind, report.rows) == ("xlsx", 1)
    assert errors(report) == []


def test_every_second_of_a_day_survives_the_floating_point_of_excel(tmp_path: Path) -> None:
    midnight = datetime(2026, 10, 1)
    times = [midnight + timedelta(seconds=n) for n in range(0, 86_400, 37)]
    rows = [
        _row(f"a{n}", arrived_at=at, queued_at=at, answered_at=at, ended_at=at)
        for n, at in enumerate(times)
    ]
    calls, _ = read(_book(tmp_path / "calls.xlsx", {"calls": [HEADER, *rows]}))
    expected = [at.replace(tzinfo=SHANGHAI).timestamp() for at in times]
    assert [call.arrived_at for call in calls] == [int(at) * 1_000_000 for at in expected]


def test_texts_in_cells_are_read_as_in_csv(tmp_path: Path) -> None:
    lines = (DATA / "calls.csv").read_text(encoding="utf-8").splitlines()
    book = _book(tmp_path / "calls.xlsx", {"calls": [line.split(",") for line in lines]})
    assert read(book)[0] == read(DATA / "calls.csv")[0]


def test_row_numbers_are_those_excel_shows(tmp_path: Path) -> None:
    rows = [HEADER, _row("a1"), [], _row("a2", outcome="?"), _row("a3", talk_s=1.5)]
    calls, report = read(_book(tmp_path / "calls.xlsx", {"calls": rows}, first_row=3))
    assert [call.source_ref for call in calls] == ["row 5"]
    assert errors(report) == ["7 unknown_outcome outcome", "8 not_seconds talk_s"]


def test_the_sheet_is_the_first_or_the_one_named(tmp_path: Path) -> None:
    sheets = {"cover": [["Calls of October"]], "calls": [HEADER, _row()]}
    path = _book(tmp_path / "calls.xlsx", sheets)
    with pytest.raises(BadInput, match="There is no column call_id"):
        read(path)
    assert len(read(path, Mapping(name="m", file="m.toml", sheet="calls"))[0]) == 1
    with pytest.raises(BadInput, match="no sheet call ") as caught:
        read(path, parse_mapping('[mapping]\nname = "m"\n[table]\nsheet = "call "\n', "m.toml"))
    assert "Did you mean calls?" in str(caught.value)


def test_an_empty_sheet_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="The sheet is empty") as caught:
        read(_book(tmp_path / "calls.xlsx", {"calls": []}))
    assert "[table] sheet" in str(caught.value)


def test_cells_beyond_the_header_set_the_row_aside(tmp_path: Path) -> None:
    rows = [HEADER, _row("a1"), [*_row("a2"), "slipped"]]
    calls, report = read(_book(tmp_path / "calls.xlsx", {"calls": rows}))
    assert len(calls) == 1
    assert errors(report) == ["3 fields"]
    assert "1 cells beyond the header" in str(report.findings[-1])


def test_a_number_or_a_bare_time_of_day_is_no_time(tmp_path: Path) -> None:
    rows = [HEADER, _row("a1", arrived_at=46296.375), _row("a2", ended_at=time(9, 3))]
    calls, report = read(_book(tmp_path / "calls.xlsx", {"calls": rows}))
    assert calls == []
    assert errors(report) == ["2 not_a_time arrived_at", "3 not_a_time ended_at"]
    assert "time of day without its date" in str(report.findings[-1])


def test_date_and_time_in_two_native_columns(tmp_path: Path) -> None:
    rows = [
        ["id", "day", "begin", "end"],
        ["a1", datetime(2026, 10, 1), time(23, 59, 50), time(0, 0, 10)],
    ]
    mapping = parse_mapping(
        """
        [mapping]
        name = "two columns"
        [column]
        call_id = "id"
        [constant]
        direction = "inbound"
        outcome = "rejected"
        [time]
        date = "day"
        roll_over = true
        [time.arrived_at]
        from = "begin"
        [time.ended_at]
        from = "end"
        """
    )
    (call,), report = read(_book(tmp_path / "calls.xlsx", {"calls": rows}), mapping)
    assert errors(report) == []
    assert iso(call.arrived_at, SHANGHAI) == "2026-10-01T23:59:50+08:00"
    assert iso(call.ended_at, SHANGHAI) == "2026-10-02T00:00:10+08:00"
