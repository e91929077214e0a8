from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import jieting

CONTRACT = Path(__file__).parents[4] / "contracts/ningde-12123.toml"

PROBLEM = """
[roster]
id = "week"
first = 2026-11-02
days = 7
[[shift]]
id = "E"
start = "06:00"
end = "14:00"
[[shift]]
id = "L"
start = "14:00"
end = "22:00"
[[need]]
from = "06:00"
to = "22:00"
need = 1
at_least = 1
under = 10
over = 1
[rules.rest_between_shifts]
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    def people(count: int) -> str:
        return "".join(f'[[person]]\nid = "P{n}"\nname = "王{n}"\n' for n in range(count))

    (tmp_path / "three.toml").write_text(PROBLEM + people(3), encoding="utf-8")
    (tmp_path / "two.toml").write_text(PROBLEM + people(2), encoding="utf-8")
    return tmp_path


def test_a_made_roster_is_one_that_the_check_accepts(files: Path) -> None:
    problem, roster = files / "three.toml", files / "roster.csv"
    made = jieting("roster", "make", "--problem", problem, "--seconds", 60, "--out", roster)
    assert made.code == 0, made.err
    assert "No rule is broken." in made.out
    assert "No roster costs less: that is proven" in made.out
    assert "王2" in made.out
    assert jieting("roster", "check", "--problem", problem, "--roster", roster).code == 0


def test_the_json_has_the_roster_its_bound_and_sums(files: Path) -> None:
    done = jieting(
        "roster", "make", "--problem", files / "three.toml", "--seconds", 60, "--format", "json"
    )
    data = json.loads(done.out)
    assert data["feasible"] is True
    assert data["objective"] == data["bound"] == data["cost"]["total"] == 0
    assert sum(one["shifts"] for one in data["people"]) == 14
    assert {len(row) for row in data["roster"].values()} == {7}


def test_a_clash_is_told_with_what_cures_it(files: Path) -> None:
    done = jieting("roster", "make", "--problem", files / "two.toml", "--format", "json")
    data = json.loads(done.out)
    assert done.code == 3
    assert {one["rule"] for one in data["clash"]} == {"never_uncovered", "weekly_rest_day"}
    assert "one more person" in data["cures"]
    told = jieting("roster", "make", "--problem", files / "two.toml")
    assert "No roster keeps every rule. These clash:" in told.out


def test_points_need_a_contract_and_a_forecast(files: Path) -> None:
    done = jieting("roster", "make", "--problem", files / "three.toml", "--aim", "points")
    assert done.code == 2
    assert "--contract is missing." in done.err


def test_the_input_is_never_written_over(files: Path) -> None:
    problem = files / "three.toml"
    done = jieting("roster", "make", "--problem", problem, "--out", problem)
    assert done.code == 2
    assert problem.read_text(encoding="utf-8").startswith("\n[roster]")


def test_a_roster_for_points_tells_what_simulated_months_come_to(files: Path) -> None:
    days, hours = range(2, 9), range(8, 20)
    halves = [f"2026-11-0{day}T{hour:02}:00:00+08:00" for day in days for hour in hours]
    rows = "".join(f"hotline,{start},12,8,16,180\n" for start in halves)
    forecast = files / "forecast.csv"
    forecast.write_text(f"queue,start,calls,low,high,aht_s\n{rows}", encoding="utf-8")
    done = jieting(
        *("roster", "make", "--problem", files / "three.toml", "--aim", "points"),
        *("--contract", CONTRACT, "--forecast", forecast, "--seconds", 3, "--format", "json"),
    )
    assert done.code == 0, done.err
    points = json.loads(done.out)["points"]
    assert points["simulated"] is True
    assert 0 < points["lost_share"] < 1
    assert 0 <= points["points"] <= 27
    assert points["interval_95"]["points"] < 1
