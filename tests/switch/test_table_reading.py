"""Call tables in csv: encodings, delimiters, columns that are missing or unknown, row numbers."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from jieting.domain.calls.call import Direction, Outcome, Rating
from jieting.domain.errors import BadInput, Severity
from jieting.domain.periods import iso
from jieting.switches.open import open_calls
from tests.switch.tables import DATA, HEADER, SHANGHAI, errors, read, read_text

CSV = (DATA / "calls.csv").read_text(encoding="utf-8")


def test_the_columns_are_read_as_they_stand() -> None:
    calls, report = read(DATA / "calls.csv")
    first, second, third, fourth = calls
    assert (first.call_id, first.direction, first.outcome) == (
        "a1",
        Direction.INBOUND,
        Outcome.ANSWERED,
    )
    assert (first.talk_s, first.hold_s, first.wrap_up_s) == (140, 5, 30)
    assert (first.rating, first.agent, first.queue) == (Rating.VERY_SATISFIED, "8001", "hotline")
    assert iso(first.arrived_at, SHANGHAI) == "2026-10-01T09:00:00+08:00"
    assert iso(second.ended_at, SHANGHAI) == "2026-10-01T09:06:00.250000+08:00"
    assert second.queued_at == second.arrived_at + 10_000_000
    assert (third.queued_at, third.queue, third.rating) == (None, "", None)
    assert [call.recording for call in calls] == ["y", "", "", "rec/2026/a4.wav"]
    assert [call.caller for call in calls] == [
        "138****0001",
        "138****0002",
        "*****",
        "059*****5678",
    ]
    assert [call.source_ref for call in calls] == ["row 2", "row 3", "row 4", "row 5"]
    assert {call.source for call in calls} == {""}
    assert (report.kind, report.rows, report.kept, report.findings) == ("csv", 4, 4, [])
    assert fourth.answered_at == fourth.queued_at


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030")],
)
def test_the_encoding_is_found_and_told(encoding: str, told: str, tmp_path: Path) -> None:
    text = CSV.replace("hotline", "热线").replace("8001", "陈莉𠀀")
    path = tmp_path / "calls.csv"
    path.write_bytes(text.encode(encoding))
    calls, report = read(path)
    assert report.encoding == told
    assert (calls[0].queue, calls[0].agent) == ("热线", "陈莉𠀀")
    guessed = ["read_as_gb18030"] if encoding == "gb18030" else []
    assert [finding.code for finding in report.findings] == guessed


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_ends_are_told_by_the_file(
    delimiter: str, line_end: str, tmp_path: Path
) -> None:
    text = CSV.replace(",", delimiter).replace("\n", line_end)
    assert read_text(tmp_path, text)[0] == read(DATA / "calls.csv")[0]


def test_quoted_fields_may_hold_delimiters_quotes_and_line_breaks(tmp_path: Path) -> None:
    text = CSV.replace("8001", '"a ""b"",\nc"')
    calls, report = read_text(tmp_path, text)
    assert calls[0].agent == 'a "b",\nc'
    assert [call.source_ref for call in calls] == ["row 2", "row 3", "row 4", "row 5"]
    assert not report.findings


def test_blank_lines_are_no_rows_but_keep_the_numbering(tmp_path: Path) -> None:
    lines = CSV.splitlines()
    text = "\n\n".join([lines[0], lines[1], "," * 14, lines[2]])
    calls, report = read_text(tmp_path, "\n" + text)
    assert [call.source_ref for call in calls] == ["row 4", "row 8"]
    assert (report.rows, report.findings) == (2, [])


def test_missing_obligatory_columns_are_all_told_with_a_guess(tmp_path: Path) -> None:
    text = CSV.replace("call_id", "callid", 1).replace("outcome", "result", 1)
    with pytest.raises(BadInput) as caught:
        read_text(tmp_path, text)
    told = [str(finding) for finding in caught.value.findings]
    assert len(told) == 2
    assert "list.csv:1:call_id" in told[0]
    assert "There is no column call_id." in told[0]
    assert "Did you mean callid?" in told[0]
    assert "There is no column outcome." in told[1]
    assert "--mapping" in told[1]


def test_missing_optional_columns_are_noted_with_what_is_lost(tmp_path: Path) -> None:
    text = (
        "call_id,direction,arrived_at,ended_at,outcome\n"
        "a1,inbound,2026-10-01 09:00:00,2026-10-01 09:01:00,served_by_ivr\n"
    )
    calls, report = read_text(tmp_path, text)
    assert len(calls) == 1
    noted = {f.place.column: str(f.why) for f in report.findings}
    assert set(noted) == {
        "queue",
        "caller",
        "queued_at",
        "answered_at",
        "agent",
        "talk_s",
        "hold_s",
        "wrap_up_s",
        "rating",
        "recording",
    }
    assert "Satisfaction" in noted["rating"]
    assert {f.severity for f in report.findings} == {Severity.NOTE}


def test_an_unknown_column_is_warned_about(tmp_path: Path) -> None:
    text = CSV.replace(",agent,", ",agnt,", 1).replace("wrap_up_s", "colour", 1)
    calls, report = read_text(tmp_path, text)
    warned = {
        f.place.column: str(f)
        for f in report.findings
        if f.severity is Severity.WARNING and f.code == "unknown_column"
    }
    assert set(warned) == {"agnt", "colour"}
    assert "Did you mean agent?" in warned["agnt"]
    assert "--mapping" in warned["colour"]
    assert len(calls) == 4


def test_a_column_named_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="2 columns are named agent") as caught:
        read_text(tmp_path, CSV.replace("rating", "agent", 1))
    assert "Rename or remove" in str(caught.value)


def test_a_file_with_only_a_header_has_no_calls(tmp_path: Path) -> None:
    calls, report = read_text(tmp_path, HEADER + "\n")
    assert (calls, report.rows, report.findings) == ([], 0, [])


def test_rows_are_read_lazily_in_bounded_memory_with_progress(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    row = CSV.splitlines()[1].split(",", 1)[1]
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER + "\n")
        file.writelines(f"b{n},{row}\n" for n in range(60_000))
    told: list[tuple[int, int]] = []
    tracemalloc.start()
    reading = open_calls(path, zone=SHANGHAI, progress=lambda *done: told.append(done))
    assert reading.report.rows == 0
    sizes = [len(batch) for batch in reading.batches]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sizes == [10_000] * 6
    assert peak < 60_000_000
    size = path.stat().st_size
    assert told[-1] == (size, size)
    assert told == sorted(told)
    assert len(told) > 6


def test_own_source_and_reference_columns_are_kept(tmp_path: Path) -> None:
    lines = CSV.splitlines()
    text = "\n".join([lines[0] + ",source,source_ref", lines[1] + ",site-2,leg 7"])
    calls, report = read_text(tmp_path, text)
    assert (calls[0].source, calls[0].source_ref) == ("site-2", "leg 7")
    assert errors(report) == []
