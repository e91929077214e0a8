"""Each kind of bad row: what is said of it, where, and what is to be done."""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.switch.tables import DATA, errors, read_text

CASES = tomllib.loads((DATA / "bad-rows.toml").read_text(encoding="utf-8"))


def _text(*rows: dict[str, str]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(CASES["good"]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: str(case["change"])[:60])
def test_a_bad_row_is_told_with_place_and_remedy(case: dict[str, Any], tmp_path: Path) -> None:
    good = {**CASES["good"], "call_id": "a2"}
    bad = {**CASES["good"], **case["change"]}
    calls, report = read_text(tmp_path, _text(good, bad, {**good, "call_id": "a3"}))
    told = [f for f in report.findings if f.place.line == 3]
    assert [f"{f.code} {f.place.column}" for f in told] == case["found"]
    whole = "\n".join(map(str, told))
    for words in case["says"]:
        assert words in whole
    assert whole.startswith("list.csv:3:")
    kept = ["a2", "a1", "a3"] if case.get("kept") else ["a2", "a3"]
    assert [call.call_id for call in calls] == kept
    assert report.rows == 3
    assert report.kept == len(kept)
    assert report.bad_rows == 3 - len(kept)


def test_the_good_row_is_good(tmp_path: Path) -> None:
    calls, report = read_text(tmp_path, _text(CASES["good"]))
    assert len(calls) == 1
    assert report.findings == []


def test_a_row_with_a_wrong_number_of_fields(tmp_path: Path) -> None:
    text = _text(CASES["good"]) + "a2,inbound,hotline\n\n" + "a,b" * 20 + "\n"
    calls, report = read_text(tmp_path, text)
    assert len(calls) == 1
    assert errors(report) == ["3 fields", "5 fields"]
    assert "has 3 fields; the header has 15" in str(report.findings[0])
    assert "double quotes" in str(report.findings[0].remedy)
    assert (report.rows, report.bad_rows) == (3, 2)


def test_an_unclosed_quote_loses_no_other_row(tmp_path: Path) -> None:
    good = _text(CASES["good"]).splitlines()[1]
    rows = [good.replace("a1", f"a{n}", 1) for n in range(600)]
    rows[250] = rows[250].replace("hotline", '"hotline')
    calls, report = read_text(tmp_path, "\n".join([_text().strip(), *rows]))
    assert errors(report) == ["252 quotes"]
    assert "Close the quote" in str(report.findings[0].remedy)
    assert len(calls) == 599
    assert calls[-1].source_ref == "row 601"


def test_a_zero_byte_sets_its_row_aside(tmp_path: Path) -> None:
    rows = [{**CASES["good"], "call_id": name} for name in ("a1", "a\0002", "a3")]
    calls, report = read_text(tmp_path, _text(*rows))
    assert [call.call_id for call in calls] == ["a1", "a3"]
    assert errors(report) == ["3 nul"]
    assert "Export the row again" in str(report.findings[0])


def test_a_time_in_a_change_of_the_clocks_wants_its_offset(tmp_path: Path) -> None:
    from zoneinfo import ZoneInfo

    header = "call_id,direction,arrived_at,ended_at,outcome\n"
    text = header + (
        "a1,inbound,2026-03-29 02:30:00,2026-03-29 03:30:00,rejected\n"
        "a2,inbound,2026-10-25 02:30:00,2026-10-25 04:30:00,rejected\n"
        "a3,inbound,2026-10-25 02:30:00+02:00,2026-10-25 04:30:00,rejected\n"
    )
    calls, report = read_text(tmp_path, text, zone=ZoneInfo("Europe/Berlin"))
    assert [call.call_id for call in calls] == ["a3"]
    assert errors(report) == ["2 clock_gap arrived_at", "3 clock_overlap arrived_at"]
    told = [str(finding) for finding in report.findings if finding.is_error]
    assert "was skipped when the clocks went forward" in told[0]
    assert "came twice when the clocks went back" in told[1]
    assert all("Write the time with its offset" in text for text in told)


def test_too_many_errors_stop_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jieting.domain.calls import reading
    from jieting.domain.errors import BadInput

    monkeypatch.setattr(reading, "LISTED_AT_MOST", 5)
    bad = {**CASES["good"], "outcome": "?"}
    with pytest.raises(BadInput) as caught:
        read_text(tmp_path, _text(*[bad] * 6))
    assert caught.value.findings[0].code == "too_many_errors"
    assert "the mapping" in str(caught.value.findings[0].remedy)


def test_warnings_beyond_the_list_are_still_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jieting.domain.calls import reading

    monkeypatch.setattr(reading, "LISTED_AT_MOST", 5)
    row = {**CASES["good"], "agent": ""}
    calls, report = read_text(tmp_path, _text(*[{**row, "call_id": str(n)} for n in range(20)]))
    assert len(calls) == 20
    assert len(report.findings) == 5
    assert report.counts_by_code == {"no_agent": 20}
