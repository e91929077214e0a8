"""Reading by a mapping: columns, codes, conditions, rows left out; the shipped Chinese mapping."""

from __future__ import annotations

from pathlib import Path

import pytest

from jieting.domain.calls.call import Direction, Outcome, Rating
from jieting.domain.errors import BadInput
from jieting.domain.periods import iso
from jieting.switches.mapping import Mapping
from jieting.switches.mapping_file import load_mapping, parse_mapping
from tests.switch.tables import DATA, SHANGHAI, errors, read, read_text

MAPPINGS = Path(__file__).parents[2] / "contracts" / "mappings"
SMALL = """
[mapping]
name = "small"
[column]
call_id = "id"
arrived_at = "begin"
ended_at = "end"
[constant]
direction = "inbound"
source = "site-1"
[code.outcome]
self = "served_by_ivr"
"""


def _mapping(more: str = "") -> Mapping:
    return parse_mapping(SMALL + more, "small.toml")


def _list(*rows: str, header: str = "id,begin,end,outcome,caller") -> str:
    return "\n".join([header, *rows])


ROW = "1,2026-10-01 09:00:00,2026-10-01 09:01:00,self,13800010001"


def test_columns_codes_and_constants(tmp_path: Path) -> None:
    (call,), report = read_text(tmp_path, _list(ROW), _mapping())
    assert (call.call_id, call.source, call.direction) == ("1", "site-1", Direction.INBOUND)
    assert call.outcome is Outcome.SERVED_BY_IVR
    assert call.caller == "138****0001"
    assert errors(report) == []


def test_a_file_without_a_header_gets_its_names_from_the_mapping(tmp_path: Path) -> None:
    named = '[table]\nheader = ["id", "begin", "end", "outcome", "caller"]\ndelimiter = ";"\n'
    (call,), _ = read_text(tmp_path, ROW.replace(",", ";"), _mapping(named))
    assert (call.call_id, call.source_ref) == ("1", "row 1")


def test_a_mapped_column_that_the_file_lacks_is_told_with_the_mapping_line(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read_text(tmp_path, _list(ROW).replace("begin", "begins"), _mapping())
    (finding,) = caught.value.findings
    assert (finding.place.file, finding.place.line) == ("small.toml", 6)
    assert "The file list.csv has no column begin." in str(finding)
    assert "Did you mean begins?" in str(finding)


def test_rows_left_out_are_listed_with_reason_and_masked_caller(tmp_path: Path) -> None:
    rule = '[[leave_out]]\nwhen = { outcome = ["test", "fax"] }\nreason = "A test call."\n'
    test = ROW.replace("self", "test").replace("1,", '"a,b",', 1)
    calls, report = read_text(tmp_path, _list(ROW, test), _mapping(rule))
    assert len(calls) == 1
    (left,) = report.left_out
    assert (left.row, left.reason) == (3, "A test call.")
    assert left.raw == '"a,b",2026-10-01 09:00:00,2026-10-01 09:01:00,test,138****0001'
    assert (report.rows, report.kept, report.bad_rows) == (2, 1, 0)


def test_unread_columns_are_noted_once(tmp_path: Path) -> None:
    text = _list(ROW + ",7,8", header="id,begin,end,outcome,caller,skill,trunk")
    _, report = read_text(tmp_path, text, _mapping())
    (note,) = [finding for finding in report.findings if finding.code == "unread_columns"]
    assert "does not read: skill; trunk." in str(note)


RULES = """
[[outcome]]
when = { result = "ok", agent = { not = "" } }
is = "answered"
[[outcome]]
when = { result = "ok" }
is = "served_by_ivr"
[column.agent]
from = "agent"
[[time.queued_at]]
from = ["queued", "answered"]
when = { agent = { not = "" } }
[time.answered_at]
from = ["bridged", "answered"]
pick = "latest"
when = { agent = { not = "" } }
"""
RULED = "id,begin,end,result,agent,queued,answered,bridged"


def test_the_first_outcome_rule_that_holds_decides(tmp_path: Path) -> None:
    text = _list(
        "1,2026-10-01 09:00:00,2026-10-01 09:05:00,ok,8001,,2026-10-01 09:01:00,"
        "2026-10-01 09:01:02",
        "2,2026-10-01 09:00:00,2026-10-01 09:05:00,ok,,junk,junk,junk",
        "3,2026-10-01 09:00:00,2026-10-01 09:05:00,lost,8001,,,",
        header=RULED,
    )
    mapping = parse_mapping(SMALL.replace('[code.outcome]\nself = "served_by_ivr"', RULES))
    calls, report = read_text(tmp_path, text, mapping)
    assert [call.outcome for call in calls] == [Outcome.ANSWERED, Outcome.SERVED_BY_IVR]
    assert calls[0].answered_at == (calls[0].queued_at or 0) + 2_000_000
    assert calls[1].queued_at is None
    assert errors(report) == ["4 unknown_outcome outcome"]
    told = str(report.findings[-1])
    assert "No [[outcome]] rule of the mapping holds for agent = 8001, result = lost." in told
    assert "[[leave_out]]" in told


def test_clock_times_roll_over_midnight(tmp_path: Path) -> None:
    more = """
        [mapping]
        name = "clock"
        [column]
        call_id = "id"
        [constant]
        direction = "inbound"
        outcome = "rejected"
        [time]
        date = "day"
        formats = ["%d.%m.%Y %H:%M:%S"]
        roll_over = true
        [time.arrived_at]
        from = ["menu", "begin"]
        pick = "earliest"
        [time.ended_at]
        from = "end"
        """
    text = _list(
        "1,31.10.2026,23:59:58,0:00:01,0:00:09",
        "2,31.10.2026,09:00:01,09:00:00,08:30:00",
        header="id,day,menu,begin,end",
    )
    (call,), report = read_text(tmp_path, text, parse_mapping(more))
    assert iso(call.arrived_at, SHANGHAI) == "2026-10-31T23:59:58+08:00"
    assert iso(call.ended_at, SHANGHAI) == "2026-11-01T00:00:09+08:00"
    assert errors(report) == ["3 time_order ended_at"]


def test_a_time_of_another_form_names_the_forms(tmp_path: Path) -> None:
    more = '[time]\nformats = ["%d.%m.%Y %H:%M"]\n[time.queued_at]\nfrom = "q"\n'
    text = _list(ROW + ",1.10.26 9:00", header="id,begin,end,outcome,caller,q")
    _, report = read_text(tmp_path, text, _mapping(more))
    assert errors(report) == ["2 not_a_time q"]
    told = str(report.findings[-1])
    assert "1.10.26 9:00 is neither ISO 8601 nor of the forms %d.%m.%Y %H:%M." in told
    assert "add its form to formats" in told


def test_the_zone_of_the_mapping_goes_before_the_contract(tmp_path: Path) -> None:
    zone = '[table]\ntime_zone = "UTC"\n'
    (call,), _ = read_text(tmp_path, _list(ROW), _mapping(zone))
    assert iso(call.arrived_at, SHANGHAI) == "2026-10-01T17:00:00+08:00"


def test_the_chinese_export_is_read_by_its_shipped_mapping() -> None:
    calls, report = read(
        DATA / "chinese-export.csv", load_mapping(MAPPINGS / "chinese-export.toml")
    )
    assert report.encoding == "gb18030"
    assert [call.outcome.value for call in calls] == [
        "answered",
        "served_by_ivr",
        "abandoned_in_ivr",
        "abandoned",
        "overflowed",
        "rejected",
        "answered",
        "answered",
        "answered",
    ]
    first, ivr = calls[0], calls[1]
    assert (first.call_id, first.queue, first.agent) == ("20261001000001", "业务咨询", "8001")
    assert (first.talk_s, first.hold_s, first.wrap_up_s) == (201, 15, 40)
    assert (first.rating, first.recording) == (Rating.VERY_SATISFIED, "20261001/000001.wav")
    assert (ivr.agent, ivr.talk_s, ivr.rating, ivr.recording) == ("", None, None, "")
    assert [call.rating for call in calls[6:]] == [
        Rating.BASICALLY_SATISFIED,
        None,
        Rating.DISSATISFIED,
    ]
    assert calls[7].direction is Direction.OUTBOUND
    assert iso(calls[4].queued_at or 0, SHANGHAI) == "2026-10-01T08:35:25+08:00"
    assert {call.caller for call in calls if call.call_id.endswith("1")} == {"138****0001"}
    assert errors(report) == ["11 unknown_outcome outcome"]
    assert "已转接 is no outcome." in str(report.findings[-1])
    assert report.rows == 10
