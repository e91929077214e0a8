from __future__ import annotations

import json
from pathlib import Path

import pytest

from jieting.domain.staffing.file import read_requirement
from tests.command import jieting

CONTRACTS = Path(__file__).parents[3] / "contracts"
FORECAST = """queue,start,calls,low,high,aht_s
12123,2026-12-01T00:00:00+08:00,0,0,2,150
12123,2026-12-01T09:00:00+08:00,12.5,8,18,150
12123,2026-12-02T09:00:00+08:00,40,30,50,150
后台,2026-12-01T09:00:00+08:00,120,100,140,200
"""


@pytest.fixture
def forecast(tmp_path):
    path = tmp_path / "forecast.csv"
    path.write_text(FORECAST, encoding="utf-8")
    return path


def test_json_has_the_figures_expected_with_the_agents_chosen(forecast):
    done = jieting(
        "staff", forecast, "--patience", 120, "--target", "connection_rate=0.9", "--target",
        "service_level=0.8@15", "--shrinkage", "30%", "--at-least", 1, "--format", "json",
    )  # fmt: skip
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert found["model"] == "erlang_a"
    assert found["shrinkage"] == "0.3"
    assert found["targets"] == {
        "connection_rate": "0.9",
        "service_level": "0.8@15:of_offered",
    }
    first, *others = found["intervals"]
    assert first["start"] == "2026-12-01T00:00:00+08:00"
    assert (first["agents"], first["rostered"]) == (1, 2)
    for one in others:
        assert one["expected"]["connection_rate"] >= 0.9
        assert one["expected"]["service_level_of_offered"] >= 0.8
    assert [one["queue"] for one in found["totals"]] == ["12123", "后台"]
    assert found["totals"][1]["agent_hours"] == str(others[-1]["agents"] / 2).removesuffix(".0")


def test_csv_is_a_requirement_file(forecast, tmp_path):
    out = tmp_path / "requirement.csv"
    done = jieting(
        "staff", forecast, "--patience", "inf", "--contract", CONTRACTS / "post-loan.toml",
        "--target", "asa=20", "--format", "csv", "--out", out,
    )  # fmt: skip
    assert (done.code, done.out) == (0, "")
    read, findings = read_requirement(out.read_text(encoding="utf-8"), "r")
    assert not findings
    assert [one.agents for one in read] == [0, 3, 6, 17]


def test_text_has_each_day_and_its_hours(forecast):
    done = jieting("staff", forecast, "--patience", 120, "--target", "abandon_rate=5%")
    assert done.code == 0
    days = [line for line in done.out.splitlines() if "2026-12" in line]
    assert days == ["12123 2026-12-01", "12123 2026-12-02", "后台 2026-12-01"]
    assert "abandon rate at most 5 per cent" in done.out
    assert done.out.splitlines()[-1].startswith("All half hours: 172.5 calls, ")


def test_days_are_those_of_the_zone(forecast):
    done = jieting("staff", forecast, "--patience", 9, "--target", "asa=9", "--zone", "UTC")
    assert "12123 2026-11-30" in done.out


def test_a_target_of_ones_own_goes_before_that_of_the_contract(forecast):
    contract = CONTRACTS / "ningde-12123.toml"
    asked = ("staff", forecast, "--patience", 120, "--contract", contract, "--format", "json")
    of_contract = jieting(*asked)
    assert json.loads(of_contract.out)["targets"] == {"connection_rate": "0.9"}
    assert "of all calls that arrive" in of_contract.err
    own = jieting(*asked, "--target", "connection_rate=0.95")
    assert json.loads(own.out)["targets"] == {"connection_rate": "0.95"}
    assert own.err == ""


def test_everything_wrong_is_told_in_one_run(forecast, tmp_path):
    done = jieting(
        "staff", tmp_path / "none.csv", "--patience", "-1", "--target", "x=1", "--shrinkage", "1",
        "--zone", "Nowhere",
    )  # fmt: skip
    assert done.code == 2
    places = {line.split(": ")[0] for line in done.err.splitlines()}
    assert places == {
        str(tmp_path / "none.csv"), "--patience", "--target", "--shrinkage", "--zone",
    }  # fmt: skip


def test_without_a_target_there_is_nothing_to_staff_for(forecast):
    done = jieting("staff", forecast, "--patience", 60)
    assert done.code == 2
    assert "No target" in done.err


def test_the_forecast_is_not_written_over(forecast):
    done = jieting("staff", forecast, "--patience", 60, "--target", "asa=9", "--out", forecast)
    assert done.code == 2
    assert forecast.read_text(encoding="utf-8") == FORECAST
