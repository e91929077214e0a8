"""A real month of calls by its shipped mapping: the known facts of the data come out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from statistics import median

import pytest

from jieting.domain.calls.call import Call, Outcome
from jieting.domain.quantities import plain
from jieting.switches.mapping_file import load_mapping
from jieting.switches.reading import Report
from tests.shared_data import shared
from tests.switch.tables import read
from tests.switch.test_mapping_reading import MAPPINGS

TYPE, Q_TIME = 4, 11
"""Columns of the raw row."""


@cache
def _month() -> tuple[list[Call], Report]:
    path = shared("anonymous_bank_1999") / "february_1999_mtpa.txt"
    return read(path, load_mapping(MAPPINGS / "anonymous-bank.toml"))


@pytest.fixture
def calls() -> list[Call]:
    return _month()[0]


@pytest.fixture
def report() -> Report:
    return _month()[1]


def _of(calls: Iterable[Call], *outcomes: Outcome) -> list[Call]:
    return [call for call in calls if call.outcome in outcomes]


def _wait_s(call: Call) -> int:
    end = call.ended_at if call.answered_at is None else call.answered_at
    return 0 if call.queued_at is None else (end - call.queued_at) // 1_000_000


def _left_out(report: Report, column: int) -> list[str]:
    return [left.raw.split("\t")[column] for left in report.left_out]


def _mean(values: list[int]) -> str:
    return plain(Fraction(sum(values), len(values)), 2)


def test_every_row_is_a_call_or_left_out(calls: list[Call], report: Report) -> None:
    assert (report.rows, report.kept, report.bad_rows) == (33_344, 33_066, 0)
    assert len(report.left_out) == 278
    assert {left.reason for left in report.left_out} == {
        "A call that the switch made itself: nobody was on the line."
    }
    assert len({call.call_id for call in calls}) == 33_066


def test_outcomes(calls: list[Call]) -> None:
    assert Counter(call.outcome.value for call in calls) == {
        "answered": 27_162,
        "abandoned": 3_963,
        "abandoned_in_ivr": 1_941,
    }


def test_answered_calls_without_an_agent_are_warned_about(
    calls: list[Call], report: Report
) -> None:
    assert report.counts_by_code["no_agent"] == 491
    assert len({call.agent or "NO_SERVER" for call in calls}) == 25


def test_queues_are_the_types_of_those_that_queued(calls: list[Call], report: Report) -> None:
    types = Counter(call.queue for call in calls) + Counter(_left_out(report, TYPE))
    menu = types.pop("")
    assert menu == 1_941
    total = {"PS": 21_460, "NW": 7_604, "NE": 2_750, "TT": 1_088, "IN": 293, "PE": 149}
    assert sum(total.values()) - sum(types.values()) == menu
    assert all(types[name] <= total[name] for name in total)


def test_waits_equal_the_recorded_queue_times(calls: list[Call], report: Report) -> None:
    phantoms = [int(text) for text in _left_out(report, Q_TIME)]
    waits = [_wait_s(call) for call in calls]
    queued = [wait for wait in [*waits, *phantoms] if wait > 0]
    assert len(queued) == 18_306
    assert _mean([*waits, *phantoms]) == "41.79"
    assert _mean(queued) == "76.12"
    abandoned = [_wait_s(call) for call in _of(calls, Outcome.ABANDONED)]
    assert (sum(wait > 0 for wait in abandoned), abandoned.count(0)) == (3_932, 31)
    answered = [_wait_s(call) for call in _of(calls, Outcome.ANSWERED)]
    assert sum(wait > 0 for wait in answered) == 14_096
    in_time = sum(wait <= 20 for wait in answered)
    assert plain(Fraction(in_time * 100, len(answered)), 2) == "59.68"


def test_talk_times(calls: list[Call]) -> None:
    talk = [call.talk_s for call in _of(calls, Outcome.ANSWERED) if call.talk_s is not None]
    assert len(talk) == 27_162
    assert _mean(talk) == "176.35"
    assert median(talk) == 107
    assert talk.count(0) == 85


def test_calls_over_midnight_end_on_the_next_day(calls: list[Call]) -> None:
    lengths = [call.ended_at - call.arrived_at for call in calls]
    assert min(lengths) >= 0
    assert max(lengths) < 3 * 3600 * 1_000_000


def test_each_row_agrees_with_a_plain_reading_of_the_file(calls: list[Call]) -> None:
    import csv

    path = shared("anonymous_bank_1999") / "february_1999_mtpa.txt"
    with path.open(encoding="ascii", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["outcome"] != "PHANTOM"]
    for row, call in zip(rows, calls, strict=True):
        assert call.call_id == f"{row['date']}-{row['vru+line']}-{row['call_id']}"
        assert _wait_s(call) == int(row["q_time"])
        assert call.agent == ("" if row["server"] == "NO_SERVER" else row["server"])
        assert call.queue == ("" if call.outcome is Outcome.ABANDONED_IN_IVR else row["type"])
        assert (call.talk_s or 0) == (int(row["ser_time"]) if row["outcome"] == "AGENT" else 0)
