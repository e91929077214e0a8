from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from jieting.domain.simulation.centre.summary import student
from tests.command import jieting

EXAMPLE = Path(__file__).parents[4] / "centres/ssj-call-centre.toml"


def data(*arguments):
    done = jieting("simulate", "--spec", EXAMPLE, "--format", "json", *arguments)
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_json_has_means_with_intervals_by_queue_period_and_group():
    found = data("--replications", 300)
    (queue,), (group,) = found["queues"], found["groups"]
    arrived = queue["counts"]["arrived"]
    assert arrived["low"] < arrived["mean"] < arrived["high"]
    assert arrived["mean"] == pytest.approx(1660, rel=0.1)
    assert [period["start"] for period in queue["periods"]][:2] == ["08:00", "09:00"]
    offered = [period["counts"]["offered"]["mean"] for period in queue["periods"]]
    assert sum(offered) == pytest.approx(queue["counts"]["offered"]["mean"])
    assert queue["per_expected_call"]["in_time"]["mean"] == pytest.approx(0.855, abs=0.03)
    assert 0.4 < group["occupancy"]["mean"] < 0.7
    assert (found["replications"], found["confidence"]) == (300, 0.9)


def test_threads_change_nothing_and_the_seed_does():
    one = data("--replications", 40, "--threads", 1)
    assert one == data("--replications", 40, "--threads", 3)
    assert one != data("--replications", 40, "--seed", 2)


def test_one_replication_has_no_interval():
    (queue,) = data("--replications", 1)["queues"]
    assert queue["counts"]["arrived"]["low"] is None


def test_text_is_for_people_in_both_languages(tmp_path):
    out = tmp_path / "told.txt"
    done = jieting("simulate", "--spec", EXAMPLE, "--replications", 20, "--out", out)
    assert done.code == 0
    assert "answered of offered: 0.9" in out.read_text(encoding="utf-8")


def test_the_calls_of_a_replication_are_a_call_file(tmp_path):
    out = tmp_path / "calls.csv"
    done = jieting("simulate", "--spec", EXAMPLE, "--replications", 1, "--calls", out)
    assert done.code == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 300
    assert {row["source"] for row in rows} == {"simulated"}


def test_a_bad_file_ends_with_2_and_is_never_written_over(tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text("[simulation]\ndays = 0\n")
    done = jieting("simulate", "--spec", bad)
    assert done.code == 2
    assert "days is 0" in done.err
    copy = tmp_path / "copy.toml"
    copy.write_text(EXAMPLE.read_text(encoding="utf-8"))
    assert jieting("simulate", "--spec", copy, "--out", copy).code == 2


@pytest.mark.parametrize(
    ("level", "freedom", "exact"), [(0.95, 5, 2.5706), (0.9, 10, 1.8125), (0.95, 999, 1.9623)]
)
def test_students_quantiles(level, freedom, exact):
    assert student(level, freedom) == pytest.approx(exact, rel=2e-3)
