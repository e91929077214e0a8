from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

from bench.line_books import Logged, at_once, compared, logged, most_at_once
from jieting.switches.asterisk.cel import COLUMNS

CALL = "bench-1795341524.0"


def row(event: str, at: str, call: str = CALL, kind: str = "") -> str:
    at = datetime.fromtimestamp(float(at), UTC).strftime("%Y-%m-%dT%H:%M:%S.%f%z")
    told = dict.fromkeys((name for name, _ in COLUMNS), "")
    told |= {"event": event, "at": at, "call": call}
    if kind:
        told |= {"user_type": "JT", "extra": json.dumps({"extra": f"{at},{kind},queue%3Da"})}
    made = io.StringIO()
    csv.writer(made, quoting=csv.QUOTE_ALL).writerow(told.values())
    return made.getvalue().strip()


def test_a_call_in_the_log_is_what_was_offered_from_then_to_its_last_channels_end() -> None:
    found = logged(
        [
            row("CHAN_START", "10.5"),
            row("JT", "11.0", kind="offered"),
            row("JT", "12.0", kind="answered"),
            row("LINKEDID_END", "20.25"),
            row("LINKEDID_END", "21.0", call="bench-9.9"),
        ]
    )
    assert found == {CALL: Logged(11.0, 20.25, answered=True)}


def test_a_row_that_is_cut_short_is_passed_over() -> None:
    assert logged(['"JT","11.0"', row("JT", "12.0", kind="offered")]) == {CALL: Logged(12.0)}


def test_all_is_well_where_every_ended_call_is_kept_once_with_its_outcome() -> None:
    calls = {"a": Logged(1, 2, answered=True), "b": Logged(1, 3), "c": Logged(2)}
    found = compared(calls, [("a", "answered"), ("b", "abandoned")], {"a", "b"})
    assert (found.missing, found.doubled, found.unknown, found.unlike) == ([], [], [], [])


def test_a_call_is_missing_without_a_row_in_the_books_or_one_of_the_line() -> None:
    calls = {"a": Logged(1, 2), "b": Logged(1, 2), "c": Logged(1, 2)}
    found = compared(calls, [("a", "abandoned"), ("c", "abandoned")], {"b", "c"})
    assert found.missing == ["a", "b"]


def test_calls_doubled_invented_and_kept_otherwise_are_named() -> None:
    calls = {"a": Logged(1, 2, answered=True), "b": Logged(1, 2)}
    kept = [("a", "abandoned"), ("b", "abandoned"), ("b", "abandoned"), ("x", "abandoned")]
    found = compared(calls, kept, {"a", "b"})
    assert (found.doubled, found.unknown, found.unlike) == (["b"], ["x"], ["a"])


def test_calls_at_once_are_counted_over_a_time_and_at_their_most() -> None:
    calls = [Logged(0, 10), Logged(5, 15), Logged(10, 20), Logged(12)]
    assert at_once(calls, 10, 20) == (5 + 10 + 8) / 10
    assert most_at_once(calls) == 3
