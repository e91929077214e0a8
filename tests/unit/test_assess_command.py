"""``jieting assess`` from files to output: formats, exit codes, evidence, and bad input."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.command import jieting

CONTRACTS = Path(__file__).parents[2] / "contracts"
NINGDE = CONTRACTS / "ningde-12123.toml"
POST_LOAN = CONTRACTS / "post-loan.toml"
HEADER = (
    "call_id,direction,arrived_at,queued_at,answered_at,ended_at,outcome,queue,agent,rating,"
    "recording"
)
Write = Callable[..., Path]


def answered(call_id: str, at: str = "2026-10-05T10:00:00", rating: str = "very_satisfied") -> str:
    """A row of an answered call."""
    minute = at[:17]
    times = f"{at},{minute}05,{minute}10,{minute}40"
    return f"{call_id},inbound,{times},answered,hotline,8001,{rating},y"


def abandoned(call_id: str, at: str = "2026-10-05T10:00:00") -> str:
    """A row of a call that was hung up in the queue."""
    minute = at[:17]
    return f"{call_id},inbound,{at},{minute}05,,{minute}50,abandoned,hotline,,,"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write rows under the usual header to a csv file."""

    def to_file(*rows: str, name: str = "calls.csv", header: str = HEADER) -> Path:
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return to_file


def assess(calls: Path, *more: object, month: str = "2026-10", contract: Path = NINGDE):  # type: ignore[no-untyped-def]
    """The JSON and what else the command left."""
    done = jieting(
        "assess",
        "--contract",
        contract,
        "--calls",
        calls,
        "--month",
        month,
        "--format",
        "json",
        *more,
    )
    return (json.loads(done.out) if done.code == 0 else None), done


def test_json_has_exactly_the_names_that_scripts_rely_on(write: Write) -> None:
    found, _ = assess(write(answered("1"), abandoned("2")))
    assert list(found) == [
        "contract",
        "version",
        "month",
        "counts",
        "figures",
        "lines",
        "limits",
        "score",
        "coefficient",
    ]
    assert list(found["counts"]) == [
        "arrived",
        "served_by_ivr",
        "abandoned_in_ivr",
        "offered",
        "answered",
        "abandoned",
        "overflowed",
        "rejected",
        "excluded",
    ]
    assert [set(row) for row in found["figures"]] == [
        {"clause", "name", "numerator", "denominator", "shown"}
    ] * 3
    assert {tuple(row) for row in found["lines"]} == {("clause", "full", "earned", "why")}
    assert found["figures"][0]["shown"] == "50.00"


def test_missing_reports_leave_their_line_waiting(write: Write) -> None:
    found, done = assess(write(answered("1")))
    lines = {line["clause"]: line for line in found["lines"]}
    assert lines["N-5.2.2"]["earned"] is None
    assert found["score"] is None
    assert found["coefficient"] is None
    assert done.code == 0


def test_complete_records_give_a_score(write: Write, tmp_path: Path) -> None:
    records = tmp_path / "records.toml"
    records.write_text(
        "\n".join(
            [
                "[[report]]",
                'kind = "operations"',
                "due_at = 2026-11-05T18:00:00",
                "submitted_at = 2026-11-05T18:00:00",
                "[[self_assessment]]",
                "due_at = 2026-11-05T18:00:00",
                "submitted_at = 2026-11-06T09:00:00",
                *(
                    ["[[training]]", "date = 2026-10-08", 'kind = "special"', 'attendees = ["a"]']
                    * 2
                ),
                "[[evaluation]]",
                'call_id = "1"',
                "sampled = true",
                "score = 95",
            ]
        )
    )
    found, _ = assess(write(answered("1")), "--records", records)
    earned = {line["clause"]: Decimal(line["earned"]) for line in found["lines"]}
    # The self-assessment was late by a day: 5 points. 100 % connected and satisfied: +2 each.
    assert earned == {
        "N-5.2.1": 10,
        "N-5.2.2": 5,
        "N-5.2.3": 27,
        "N-5.2.4": 27,
        "N-5.2.5": 10,
        "N-5.2.6": 10,
        "N-5.2.7": 10,
    }
    assert Decimal(found["score"]) == 99
    assert Decimal(found["coefficient"]) == 1


def test_same_file_twice_changes_nothing(write: Write) -> None:
    calls = write(answered("1"), abandoned("2"))
    once, _ = assess(calls)
    twice, _ = assess(calls, "--calls", calls)
    assert once == twice


def test_bad_rows_are_listed_and_the_good_ones_count(write: Write) -> None:
    bad = abandoned("2").replace("2026-10-05T10:00:50", "2026-10-05T09:00:00")
    found, done = assess(write(answered("1"), bad, answered("3").replace("answered,", "answerd,")))
    assert found["counts"]["arrived"] == 1
    assert "calls.csv:3:ended_at: error" in done.err
    assert "calls.csv:4:outcome: error" in done.err


def test_strict_refuses_a_file_with_a_bad_row(write: Write) -> None:
    bad = answered("2").replace("answered,hotline", "lost,hotline")
    _, done = assess(write(answered("1"), bad), "--strict")
    assert done.code == 2
    assert "calls.csv:3:outcome" in done.err


def test_contradicting_rows_of_one_call_are_all_set_aside(write: Write) -> None:
    found, done = assess(write(answered("1"), abandoned("1"), answered("2")))
    assert found["counts"]["arrived"] == 1
    assert "calls.csv:2" in done.err
    assert "calls.csv:3" in done.err


def test_evidence_lists_are_as_long_as_the_numbers(write: Write, tmp_path: Path) -> None:
    rows = [answered(str(n)) for n in range(7)] + [abandoned(str(n)) for n in range(7, 10)]
    rows += [answered("out").replace("inbound", "outbound")]
    found, _ = assess(write(*rows), "--evidence", tmp_path / "evidence")
    figure = found["figures"][0]
    text = (tmp_path / "evidence/N-4.1_connection_rate_counted.csv").read_text("utf-8-sig")
    counted = list(csv.DictReader(text.splitlines()))
    assert sum(row["in_base"] == "1" for row in counted) == figure["denominator"] == 10
    assert sum(row["in_numerator"] == "1" for row in counted) == figure["numerator"] == 7
    left = (tmp_path / "evidence/N-4.1_connection_rate_not_counted.csv").read_text("utf-8-sig")
    assert "outbound call" in left


def test_agreed_exclusion_is_shown_with_and_without(write: Write, tmp_path: Path) -> None:
    records = tmp_path / "records.toml"
    records.write_text(
        "[[exclusion]]\nfrom = 2026-10-05T09:00:00\nto = 2026-10-05T11:00:00\n"
        'reason = "line cut"\nagreed = true\n'
        "[[exclusion]]\nfrom = 2026-10-05T10:00:00\nto = 2026-10-05T12:00:00\n"
        'reason = "the same line"\nagreed = true\n'
    )
    calls = write(answered("1", "2026-10-06T10:00:00"), abandoned("2"), abandoned("3"))
    found, done = assess(calls, "--records", records)
    assert found["counts"]["excluded"] == 2
    assert found["figures"][0]["shown"] == "100.00"
    assert found["without_exclusions"]["figures"][0]["shown"] == "33.33"
    assert found["without_exclusions"]["counts"]["excluded"] == 0
    assert "overlaps" in done.err


def test_record_naming_an_absent_call_is_told(write: Write, tmp_path: Path) -> None:
    records = tmp_path / "records.toml"
    records.write_text(
        '[[complaint]]\ncall_id = "nope"\nreceived_at = 2026-10-07T10:00:00\n'
        'verdict = "justified"\n'
    )
    found, done = assess(write(answered("1")), "--records", records)
    assert found["figures"][2]["numerator"] == 1
    assert "records.toml:1" in done.err
    assert "nope" in done.err


def test_month_without_calls_is_told(write: Write) -> None:
    found, done = assess(write(answered("1")), month="2026-11")
    assert found["counts"]["arrived"] == 0
    assert found["figures"][0]["shown"] is None
    assert "2026-10-05" in done.err


def test_what_if_names_the_lines_that_move(write: Write) -> None:
    found, _ = assess(write(answered("1"), abandoned("2")), "--what-if")
    offered = [row for row in found["what_if"] if row["value"] == "offered"]
    assert [row["chosen"] for row in offered] == [False]
    values = {(row["choice"], row["value"]) for row in found["what_if"]}
    assert {("score_on", "exact"), ("floor", "total"), ("qa_round", "half_up")} <= values


def test_a_window_is_refused_where_whole_days_are_left_out(write: Write, tmp_path: Path) -> None:
    records = tmp_path / "records.toml"
    records.write_text(
        "[[exclusion]]\nfrom = 2026-10-05T09:00:00\nto = 2026-10-05T11:00:00\nagreed = true\n"
    )
    _, done = assess(write(answered("1")), "--records", records, contract=POST_LOAN)
    assert done.code == 2
    assert "records.toml:1:from" in done.err
    assert "day" in done.err


BAD_INPUTS = {
    "unknown column": (
        ("call_id,direction,arived_at,ended_at,outcome", "1,inbound,a,b,c"),
        "arrived_at",
    ),
    "no rows that can be read": ((HEADER, answered("1").replace("2026", "1026")), "arrived_at"),
    "nothing at all": (("",), "calls.csv"),
}


@pytest.mark.parametrize("case", BAD_INPUTS)
def test_unusable_files_end_with_2_and_say_where(case: str, write: Write) -> None:
    (header, *rows), expected = BAD_INPUTS[case]
    _, done = assess(write(*rows, header=header))
    assert done.code == 2
    assert expected in done.err
    assert "Traceback" not in done.err


def test_a_csv_named_xlsx_is_told(write: Write) -> None:
    _, done = assess(write(answered("1"), name="calls.xlsx"))
    assert done.code == 2
    assert "calls.xlsx" in done.err


def test_a_missing_file_and_a_wrong_month_end_with_2(write: Write, tmp_path: Path) -> None:
    assert assess(tmp_path / "none.csv")[1].code == 2
    assert assess(write(answered("1")), month="2026-13")[1].code == 2


@pytest.mark.parametrize("form", ["text", "xlsx", "pdf", "docx"])
def test_every_format_is_written(form: str, write: Write, tmp_path: Path) -> None:
    out = tmp_path / f"statement.{form}"
    done = jieting(
        "assess",
        "--contract",
        NINGDE,
        "--calls",
        write(answered("1")),
        "--month",
        "2026-10",
        "--format",
        form,
        "--out",
        out,
        "--lang",
        "zh",
    )
    assert done.code == 0, done.err
    assert out.stat().st_size > 500


@pytest.mark.parametrize(("form", "magic"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("docx", b"PK")])
def test_without_a_file_the_bytes_go_to_a_pipe(form: str, magic: bytes, write: Write) -> None:
    command = [sys.executable, "-m", "jieting", "assess", "--contract", str(NINGDE), "--calls"]
    more = [str(write(answered("1"))), "--month", "2026-10", "--format", form]
    done = subprocess.run([*command, *more], capture_output=True, check=True)
    assert done.stdout.startswith(magic)
