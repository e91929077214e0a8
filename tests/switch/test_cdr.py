"""Asterisk's call detail records: only what they can tell is taken, everything else is listed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jieting.domain.calls.call import Call, Outcome, Rating
from jieting.domain.calls.check import check_call
from jieting.domain.calls.reading import Report
from jieting.domain.errors import BadInput
from jieting.domain.periods import SECOND
from jieting.switches.asterisk.cdr import read_cdr
from tests.shared_data import shared

DATA = Path(__file__).parent / "data/asterisk"
UTC = ZoneInfo("UTC")
SHANGHAI = ZoneInfo("Asia/Shanghai")
TOLD_ALWAYS = {"answered_calls_only", "waits_not_told"}


def read(path: Path, zone: ZoneInfo = UTC) -> tuple[list[Call], Report]:
    reading = read_cdr(path, zone=zone)
    calls = [call for batch in reading.batches for call in batch]
    assert reading.report.kept == len(calls)
    assert all(call.outcome is Outcome.ANSWERED for call in calls)
    assert not [f for call in calls for f in check_call(call) if f.is_error]
    return calls, reading.report


def listed(report: Report) -> list[str]:
    found = [f for f in report.findings if f.code not in TOLD_ALWAYS]
    found.sort(key=lambda finding: finding.place.line or 0)
    return [f"{f.severity} {f.code} {f.place.line} {f.place.column}".rstrip() for f in found]


def test_rows_of_one_linkedid_are_one_call_with_its_rating() -> None:
    calls, _ = read(DATA / "cdr_master.csv")
    first = calls[0]
    assert (first.call_id, first.queue, first.agent) == (
        "hl1-1795298746.1",
        "hotline",
        "PJSIP/8001",
    )
    assert first.rating is Rating.VERY_SATISFIED
    assert (first.ended_at - first.arrived_at) // SECOND == 16
    assert first.caller == "138****0002"


def test_a_talk_is_known_only_where_the_dialplan_did_not_answer_first() -> None:
    calls, _ = read(DATA / "cdr_master.csv")
    assert [(call.call_id, call.talk_s) for call in calls] == [
        ("hl1-1795298746.1", None),
        ("hl1-1795298940.56", 60),
    ]
    assert calls[1].answered_at == calls[1].arrived_at + 20 * SECOND


def test_every_row_of_a_master_file_that_gives_no_call_is_listed() -> None:
    _, report = read(DATA / "cdr_master.csv")
    assert report.rows == 10
    assert listed(report) == [
        "error outcome_not_told 1",
        "error outcome_not_told 4",
        "error direction_not_told 7",
        "error unclear_rating 8",
        "error outcome_not_told 9",
        "error garbled_line 10",
    ]
    assert [(left.row, left.reason) for left in report.left_out] == [
        (5, "outbound"),
        (6, "internal"),
    ]
    assert "13900000001" in report.left_out[0].raw


def test_every_row_of_an_export_that_gives_no_call_is_listed() -> None:
    calls, report = read(DATA / "cdr_header.csv", SHANGHAI)
    assert [(call.call_id, call.talk_s, call.queue) for call in calls] == [("1713097785.8", 2, "")]
    assert listed(report) == [
        "warning no_agent 2 agent",
        "error outcome_not_told 3",
        "error outcome_not_told 6",
        "error bad_time 7 calldate",
        "error no_disposition 7 disposition",
        "error no_id 7 uniqueid",
        "error bad_time 8 calldate",
        "error no_disposition 8 disposition",
        "error no_id 8 uniqueid",
        "error bad_number 9 duration",
    ]
    assert [left.row for left in report.left_out] == [4, 5]


def test_times_are_local_times_of_the_zone_and_a_wrong_zone_is_told() -> None:
    right, quiet = read(DATA / "cdr_header.csv", SHANGHAI)
    wrong, told = read(DATA / "cdr_header.csv", UTC)
    assert right[0].arrived_at == 1_713_097_785 * SECOND
    assert wrong[0].arrived_at - right[0].arrived_at == 8 * 3600 * SECOND
    assert quiet.counts_by_code["zone_differs"] == 0
    assert told.counts_by_code["zone_differs"] == 1
    (finding,) = [f for f in told.findings if f.code == "zone_differs"]
    assert "480 minutes" in str(finding.what)


def test_what_a_cdr_lacks_is_told_once() -> None:
    _, report = read(DATA / "cdr_master.csv")
    assert {code: report.counts_by_code[code] for code in TOLD_ALWAYS} == dict.fromkeys(
        TOLD_ALWAYS, 1
    )


def test_needed_columns_that_are_missing_are_all_named(tmp_path: Path) -> None:
    file = tmp_path / "cdr.csv"
    file.write_text("calldate,src,disposition,uniqueid,linkedid\n", encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        list(read_cdr(file, zone=UTC).batches)
    assert [f.place.column for f in refused.value.findings] == [
        "dst",
        "dcontext",
        "lastapp",
        "duration",
        "billsec",
    ]


def test_a_file_of_unknown_layout_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "Master.csv"
    file.write_text(",".join(['"x"'] * 16) + "\n", encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        list(read_cdr(file, zone=UTC).batches)
    assert [f.code for f in refused.value.findings] == ["unknown_layout"]


@pytest.mark.parametrize(("columns", "cut"), [(17, 4), (18, 3)])
def test_older_layouts_without_linkedid_group_by_uniqueid(
    columns: int, cut: int, tmp_path: Path
) -> None:
    rows = (DATA / "cdr_master.csv").read_text(encoding="utf-8").splitlines()[1:3]
    file = tmp_path / "Master.csv"
    file.write_text("".join(row.rsplit(",", cut)[0] + "\n" for row in rows), encoding="utf-8")
    calls, report = read(file)
    assert [call.call_id for call in calls] == ["hl1-1795298746.1"]
    assert calls[0].rating is (Rating.VERY_SATISFIED if columns == 18 else None)
    assert report.errors == 0


def test_gb18030_is_read(tmp_path: Path) -> None:
    text = (DATA / "cdr_master.csv").read_text(encoding="utf-8").splitlines()[1]
    file = tmp_path / "Master.csv"
    file.write_bytes((text.replace('""""" <', '"""张三"" <') + "\n").encode("gb18030"))
    calls, report = read(file)
    assert (len(calls), report.encoding) == (1, "gb18030")


def test_a_quote_that_never_ends_is_told(tmp_path: Path) -> None:
    rows = (DATA / "cdr_master.csv").read_text(encoding="utf-8").splitlines()
    file = tmp_path / "Master.csv"
    file.write_text(rows[1] + '\n"' + "x" * 200_000, encoding="utf-8")
    calls, report = read(file)
    assert (len(calls), listed(report)) == (1, ["error garbled_line 2"])


def test_a_time_that_the_clocks_showed_twice_is_told(tmp_path: Path) -> None:
    header, row = (DATA / "cdr_header.csv").read_text(encoding="utf-8").splitlines()[:2]
    file = tmp_path / "cdr.csv"
    twice = row.replace("2024-04-14 20:29:45", "2024-10-27 02:30:00")
    file.write_text(f"{header}\n{twice}\n", encoding="utf-8")
    calls, report = read(file, ZoneInfo("Europe/Berlin"))
    assert (calls, listed(report)) == ([], ["error bad_time 2 calldate"])


def test_real_records_of_asterisk_22() -> None:
    calls, report = read(shared("asterisk22_calls") / "cdr_Master.csv")
    assert report.rows == 110
    assert len(calls) == 21  # the CONNECTs of the queue_log of the same calls
    assert Counter(call.rating for call in calls if call.rating) == {
        Rating.VERY_SATISFIED: 4,
        Rating.SATISFIED: 3,
        Rating.BASICALLY_SATISFIED: 3,
        Rating.DISSATISFIED: 3,
    }
    assert report.counts_by_code["outcome_not_told"] == 46
    assert report.counts_by_code["zone_differs"] == 0
    assert all(call.talk_s is None for call in calls)  # this dialplan answers every call itself


def test_real_export_of_freepbx() -> None:
    calls, report = read(shared("freepbx_cdr_2024") / "cdr_masked.csv")
    assert report.rows == 574
    assert report.bad_rows == 38 + 163
    counts = report.counts_by_code
    assert counts["bad_time"] == counts["no_disposition"] == counts["no_id"] == 38
    assert Counter(f.what.params["text"] for f in report.findings if f.code == "bad_time") == {
        repr("1000-01-01 00:00:00"): 33,
        repr("0000-00-00 00:00:00"): 5,
    }
    assert (len(calls), counts["outcome_not_told"]) == (73, 163)
    assert Counter(left.reason for left in report.left_out) == {"internal": 109, "outbound": 47}
    assert counts["zone_differs"] == 0
