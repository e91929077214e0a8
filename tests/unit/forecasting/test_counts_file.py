from __future__ import annotations

from zoneinfo import ZoneInfo

from jieting.domain.forecasting.counts_file import read_counts
from jieting.domain.forecasting.history import Count
from tests.unit.forecasting.made import FIRST, SHANGHAI


def test_short_intervals_are_summed_to_half_hours() -> None:
    rows = [
        f"2026-03-02T09:{minute:02d}:00,{calls}" for minute, calls in ((0, 3), (25, 4), (30, 5))
    ]
    counts, findings = read_counts("\n".join(["start,calls", *rows]), "c.csv", SHANGHAI)
    assert not findings
    assert counts == (Count("", FIRST, 18, 7), Count("", FIRST, 19, 5))


def test_handle_time_is_weighted_by_calls() -> None:
    text = "queue,start,calls,aht_s\nq,2026-03-02T01:00:00Z,3,100\nq,2026-03-02T01:15:00Z,1,200\n"
    assert read_counts(text, "c.csv", SHANGHAI)[0] == (Count("q", FIRST, 18, 4, 4, 500),)


def test_bad_rows_are_told_and_left_out() -> None:
    bad = ["x,1", "2026-03-02T09:10,1.5", "2026-03-02T09:10,-1", "2026-03-02T09:10,"]
    text = "\n".join(["start,calls", "2026-03-02T09:30,2", *bad])
    counts, findings = read_counts(text, "c.csv", SHANGHAI)
    assert [count.calls for count in counts] == [2]
    assert [finding.place.line for finding in findings] == [3, 4, 5, 6]


def test_hours_are_refused_and_a_skipped_hour_is_told() -> None:
    text = "start,calls\n2026-03-29T01:00,4\n2026-03-29T03:00,4\n"
    counts, findings = read_counts(text, "c.csv", SHANGHAI)
    assert [finding.code for finding in findings] == ["hourly_counts"]
    text = "start,calls\n2026-03-29T02:30,4\n"
    counts, findings = read_counts(text, "c.csv", ZoneInfo("Europe/Berlin"))
    assert [finding.code for finding in findings] == ["wrong_row"]
    assert not counts


def test_missing_columns_are_told() -> None:
    assert [f.code for f in read_counts("day,n\n", "c.csv", SHANGHAI)[1]] == ["missing_column"]
