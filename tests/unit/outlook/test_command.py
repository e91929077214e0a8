"""``jieting outlook`` from files to output."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.command import Done, jieting
from tests.unit.outlook.months import ROOT

CONTRACT = ROOT / "contracts/ningde-12123.toml"
HEADER = (
    "call_id,direction,arrived_at,queued_at,answered_at,ended_at,outcome,queue,agent,rating,"
    "recording,talk_s"
)
RECORDS = """
[[training]]
date = 2026-10-05
kind = "special"
attendees = ["8001"]

[[complaint]]
call_id = "1"
received_at = 2026-10-30T12:00:00+08:00
verdict = "justified"

[[complaint]]
call_id = "2"
received_at = 2026-10-31T12:00:00+08:00
verdict = "justified"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Calls every half hour of the last days of October, a forecast of the last, and records."""
    made = tmp_path_factory.mktemp("outlook")
    start = datetime.fromisoformat("2026-10-28T00:00:00+08:00")
    calls = [HEADER]
    for number in range(4 * 48):
        at = start + timedelta(minutes=30 * number)
        times = [(at + timedelta(seconds=s)).isoformat() for s in (0, 5, 10, 100)]
        if number % 10 == 9:
            calls.append(f"{number},inbound,{times[0]},{times[1]},,{times[3]},abandoned,q,,,,")
        else:
            calls.append(f"{number},inbound,{','.join(times)},answered,q,8001,very_satisfied,y,90")
    (made / "calls.csv").write_text("\n".join(calls) + "\n", encoding="utf-8")
    slots = ["queue,start,calls,low,high,aht_s"]
    for number in range(3 * 48, 4 * 48):
        at = start + timedelta(minutes=30 * number)
        slots.append(f"q,{at.isoformat()},1,0,3,90")
    (made / "forecast.csv").write_text("\n".join(slots) + "\n", encoding="utf-8")
    (made / "records.toml").write_text(RECORDS, encoding="utf-8")
    return made


def outlook(folder: Path, *more: object, at: str = "2026-10-31T00:00") -> Done:
    """The outlook at a moment."""
    given = ("--contract", CONTRACT, "--calls", folder / "calls.csv", "--month", "2026-10")
    records = ("--records", folder / "records.toml")
    return jieting("outlook", *given, *records, "--at", at, *more)


def told(done: Done) -> dict[str, Any]:
    """The JSON of an outlook."""
    assert done.code == 0, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


def planned(folder: Path) -> tuple[object, ...]:
    """The options of the plan."""
    return ("--forecast", folder / "forecast.csv", "--agents", "1", "--replications", "200")


def test_what_comes_later_is_not_known(folder: Path) -> None:
    found = told(outlook(folder, *planned(folder), "--format", "json"))
    connection, _, complaints = found["figures"]
    # three days of 48 calls, nine of ten answered
    assert (connection["numerator"], connection["denominator"]) == (130, 144)
    assert complaints["numerator"] == 1
    # 48 offered calls; no call of the past ended in the menu
    assert connection["rest_denominator"] == pytest.approx(48, rel=0.1)
    assert sum(bracket["probability"] for bracket in found["brackets"]) == pytest.approx(1)


def test_the_same_command_gives_the_same_bytes(folder: Path) -> None:
    command = (*planned(folder), "--replications", "20", "--format", "json", "--seed", "4")
    assert outlook(folder, *command).out == outlook(folder, *command).out


def test_text_names_score_line_and_need(folder: Path) -> None:
    done = outlook(folder, *planned(folder))
    assert done.code == 0, done.err
    assert "Expected score" in done.out
    assert "trainings still to hold by 2026-10-31: 1" in done.out
    assert "Submit: self-assessments" in done.out


def test_a_month_that_is_over_needs_no_plan_and_is_the_assessment(folder: Path) -> None:
    # events that nobody knows of yet aside, everything due later done in time
    found = told(outlook(folder, "--events", "none", "--format", "json", at="2026-11-01T00:00"))
    assessed = json.loads(
        jieting(
            *("assess", "--contract", CONTRACT, "--calls", folder / "calls.csv"),
            *("--records", folder / "records.toml", "--month", "2026-10", "--format", "json"),
        ).out
    )
    waiting = {line["clause"] for line in assessed["lines"] if line["earned"] is None}
    assert waiting == {"N-5.2.2"}
    for ours, theirs in zip(found["lines"], assessed["lines"], strict=True):
        if theirs["clause"] not in waiting:
            assert ours["expected"] == float(theirs["earned"])


def test_kept_outlooks_are_judged_by_results(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    for at in ("2026-11-01T00:00", "2026-11-02T00:00"):
        assert outlook(folder, "--keep", kept, at=at).code == 0
    assert len(kept.read_text(encoding="utf-8").splitlines()) == 2
    inputs = json.loads(kept.read_text(encoding="utf-8").splitlines()[0])["inputs"]
    assert len(inputs[(folder / "calls.csv").as_posix()]) == 64
    month = {
        "contract": "ningde-12123",
        "version": "1",
        "month": "2026-10",
        "counts": {"arrived": 192},
        "lines": [],
        "limits": [],
        "score": "91.00",
    }
    (tmp_path / "results").mkdir()
    (tmp_path / "results/october.json").write_text(json.dumps(month), encoding="utf-8")
    judged = ("outlook", "calibration", kept, "--results", tmp_path / "results")
    done = jieting(*judged, "--format", "json")
    assert done.code == 0, done.err
    assert json.loads(done.out)["judged"] == 2
    assert "Outlooks judged: 2" in jieting(*judged).out


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--at", "yesterday"), "at is 'yesterday'"),
        (("--agents", "2"), "No forecast is given"),
        (("--forecast", "FORECAST"), "What says who answers"),
        (
            ("--forecast", "FORECAST", "--agents", "2", "--requirement", "x"),
            "What says who answers",
        ),
        (("--forecast", "FORECAST", "--roster", "x"), "What says who answers"),
    ],
)
def test_what_is_wrong_is_told(folder: Path, options: tuple[str, ...], code: str) -> None:
    given = [folder / "forecast.csv" if one == "FORECAST" else one for one in options]
    done = outlook(folder, *given)
    assert done.code == 2
    assert code in done.err


def test_a_month_without_any_past_is_guessed_and_told(folder: Path) -> None:
    done = jieting(
        *("outlook", "--contract", CONTRACT, "--calls", folder / "calls.csv"),
        *("--month", "2026-09", "--at", "2026-10-01T00:00", "--format", "json"),
    )
    assert done.code == 0
    assert "no calls before 2026-10-01 00:00" in done.err


def test_a_forecast_with_a_gap_is_told(folder: Path) -> None:
    done = outlook(folder, *planned(folder), at="2026-10-29T00:00")
    assert done.code == 2
    assert "lacks 96 half hours" in done.err


def test_calibration_without_results_is_told(tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    kept.write_text("", encoding="utf-8")
    done = jieting("outlook", "calibration", kept, "--results", tmp_path)
    assert done.code == 2
    assert "holds no assessed month" in done.err


def test_on_the_first_instant_of_a_month_nothing_is_known_yet(folder: Path, tmp_path: Path) -> None:
    start = datetime.fromisoformat("2026-10-01T00:00:00+08:00")
    starts = [start + timedelta(minutes=30 * number) for number in range(31 * 48)]
    slots = [f"q,{at.isoformat()},1,0,3,90" for at in starts]
    forecast = tmp_path / "forecast.csv"
    forecast.write_text("\n".join(["queue,start,calls,low,high,aht_s", *slots]) + "\n")
    plan = ("--forecast", forecast, "--agents", "1", "--replications", "50")
    done = outlook(folder, "--format", "json", *plan, at="2026-10-01T00:00")
    assert told(done)["month"] == "2026-10"
