"""Asterisk's queue_log: pieces of logs in, calls and findings out."""

from __future__ import annotations

import tomllib
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jieting.domain.calls.call import Call, Outcome, Rating
from jieting.domain.calls.check import check_call
from jieting.domain.calls.reading import Report
from jieting.domain.periods import SECOND
from jieting.domain.quantities import round_half_up
from jieting.switches.asterisk.queue_log import read_queue_log
from tests.shared_data import shared

ZONE = ZoneInfo("Asia/Shanghai")
TOLD_ALWAYS = {"arrival_is_queue_entry", "only_queued_calls", "whole_seconds", "rating_keys"}
CASES = tomllib.loads(
    (Path(__file__).parent / "data/asterisk/queue_log_cases.toml").read_text(encoding="utf-8")
)["case"]


def read(path: Path) -> tuple[list[Call], Report]:
    reading = read_queue_log(path, zone=ZONE)
    calls = [call for batch in reading.batches for call in batch]
    assert reading.report.kept == len(calls)
    return calls, reading.report


def row(call: Call) -> str:
    """A call as the cases write it."""
    decided = call.answered_at or call.ended_at
    waited = "-" if call.queued_at is None else str((decided - call.queued_at) // SECOND)
    talked = "-" if call.talk_s is None else str(call.talk_s)
    cells = [call.call_id, call.outcome.value, call.queue, waited, call.agent, talked]
    return " ".join(cell or "-" for cell in [*cells, call.rating.value if call.rating else ""])


def listed(report: Report) -> list[str]:
    """The findings as the cases write them, in the order of lines."""
    found = [f for f in report.findings if f.code not in TOLD_ALWAYS]
    found.sort(key=lambda finding: finding.place.line or 0)
    return [f"{finding.severity} {finding.code} {finding.place.line}" for finding in found]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_case(case: dict[str, Any], tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_text(case["log"], encoding="utf-8")
    calls, report = read(log)
    assert [row(call) for call in calls] == case["calls"]
    assert listed(report) == case["findings"]
    assert not [finding for call in calls for finding in check_call(call) if finding.is_error]


def test_callers_are_masked_and_times_are_utc(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_text(CASES[0]["log"], encoding="utf-8")
    calls, report = read(log)
    assert calls[0].caller == "138****0002"
    assert calls[0].arrived_at == calls[0].queued_at == 1_795_298_752 * SECOND
    assert calls[0].source_ref == "1"
    assert report.rows == 4


def test_what_a_queue_log_lacks_is_told_once(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_text("".join(case["log"] for case in CASES), encoding="utf-8")
    _, report = read(log)
    assert {code: report.counts_by_code[code] for code in TOLD_ALWAYS} == dict.fromkeys(
        TOLD_ALWAYS, 1
    )


def test_a_last_line_without_an_end_is_told(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_text(CASES[0]["log"].rstrip("\n"), encoding="utf-8")
    calls, report = read(log)
    assert len(calls) == 1
    assert listed(report) == ["warning cut_off 4"]


def test_bytes_that_are_no_text_are_one_finding_each(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    good = CASES[0]["log"].encode()
    log.write_bytes(b"\xef\xbb\xbf" + good + b"\x00\x00\x00\x00\n" + b"1795298752|\xff\xfe|q\n")
    calls, report = read(log)
    assert len(calls) == 1
    assert listed(report) == ["error garbled_line 5", "error garbled_line 6"]


def test_a_call_is_settled_two_days_after_its_last_event(tmp_path: Path) -> None:
    """A log of many days is folded in bounded memory: batches come before the end of the file."""
    lines = []
    for day in range(6):
        at = 1_795_298_700 + day * 86_400
        lines += [
            f"{at}|c-{day}.1|q|NONE|ENTERQUEUE||13800010001|1",
            f"{at + 4}|c-{day}.1|q|NONE|ABANDON|1|1|4",
        ]
    lines.append(f"{at + 9}|c-0.1|q|A1|SURVEY|1")
    log = tmp_path / "queue_log"
    log.write_text("\n".join(lines) + "\n", encoding="utf-8")
    calls, report = read(log)
    assert [call.call_id for call in calls] == [f"c-{day}.1" for day in range(6)]
    assert calls[0].rating is None
    assert listed(report) == ["error no_outcome 13"]


def test_progress_is_told_to_the_last_byte(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_text(CASES[0]["log"] * 2_000, encoding="utf-8")
    seen: list[tuple[int, int]] = []
    reading = read_queue_log(log, zone=ZONE, progress=lambda *at: seen.append(at))
    assert sum(len(batch) for batch in reading.batches) == 1
    size = log.stat().st_size
    assert len(seen) == 2
    assert seen == sorted(seen)
    assert seen[-1] == (size, size)


def test_real_log_of_2018() -> None:
    calls, report = read(shared("asterisk_queue_log_2018") / "queue_log_canonical.txt")
    assert report.rows == 743
    assert Counter(call.outcome for call in calls) == {
        Outcome.ANSWERED: 93,
        Outcome.ABANDONED: 12,
        Outcome.OVERFLOWED: 1,
    }
    waits = [c.answered_at - c.queued_at for c in calls if c.answered_at and c.queued_at]
    assert round_half_up(Fraction(sum(waits), 93 * SECOND), 1) == Decimal("38.7")
    assert max(waits) == 279 * SECOND
    assert listed(report) == [
        "warning no_end 711",
        "warning no_end 714",
        "error no_outcome 735",
        "error no_outcome 743",
    ]
    assert len(calls) + report.errors == 108  # every ENTERQUEUE of the log


def test_real_log_of_asterisk_22() -> None:
    calls, report = read(shared("asterisk22_calls") / "queue_log")
    assert Counter(call.outcome for call in calls) == {
        Outcome.ANSWERED: 21,
        Outcome.ABANDONED: 5,
        Outcome.OVERFLOWED: 4,
    }
    assert Counter(call.rating for call in calls if call.rating) == {
        Rating.VERY_SATISFIED: 4,
        Rating.SATISFIED: 3,
        Rating.BASICALLY_SATISFIED: 3,
        Rating.DISSATISFIED: 3,
    }
    assert listed(report) == []
    assert all(call.talk_s is not None for call in calls if call.outcome is Outcome.ANSWERED)
