from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from jieting.cli.roster import roster
from tests.command import jieting

ROSTERS = Path(__file__).parents[3] / "rosters"
PROBLEM, ROSTER = ROSTERS / "six-people.toml", ROSTERS / "six-people.csv"


@pytest.fixture
def broken(tmp_path):
    """The example with a night before a day shift, and a night that nobody works."""
    text = ROSTER.read_text("utf-8")
    for old, new in (("林晓,2026-11-09,\n", "林晓,2026-11-09,白2\n"),
                     ("陈静,2026-11-12,夜\n", "陈静,2026-11-12,\n")):  # fmt: skip
        assert old in text
        text = text.replace(old, new)
    file = tmp_path / "broken.csv"
    file.write_text(text, encoding="utf-8")
    return file


def _check(roster, *more):
    return jieting("roster", "check", "--problem", PROBLEM, "--roster", roster, *more)


def test_a_roster_that_keeps_every_rule_ends_with_0():
    done = _check(ROSTER)
    assert (done.code, done.err) == (0, "")
    assert "No rule is broken." in done.out
    assert "2026-11-02 11:30 to 13:30 hotline: 1 of 2" in done.out


def test_every_breach_is_told_in_plain_words_and_it_ends_with_3(broken):
    done = _check(broken)
    assert done.code == 3
    assert "  林晓 2026-11-08, 2026-11-09: 0 h of rest" in done.out
    assert "at least 11 h are needed" in done.out
    assert "Add a shift over that time" in done.out


def test_the_check_as_json_names_rule_person_days_and_half_hours(broken):
    done = _check(broken, "--format", "json")
    data = json.loads(done.out)
    assert (done.code, data["feasible"]) == (3, False)
    rest, *_, evening, morning = data["breaches"]
    assert (rest["rule"], rest["person"]) == ("rest_between_shifts", "林晓")
    assert rest["dates"] == ["2026-11-08", "2026-11-09"]
    assert (evening["rule"], evening["person"]) == ("never_uncovered", "")
    assert evening["half_hours"][0] == "2026-11-12T20:00:00"
    assert morning["half_hours"][-1] == "2026-11-13T07:30:00"
    assert data["cost"]["total"] == sum(v for k, v in data["cost"].items() if k != "total")
    assert {"start", "skill", "need", "answering"} == set(data["below"][0])


def test_the_result_is_written_to_a_file_but_never_over_an_input(tmp_path):
    out = tmp_path / "told.txt"
    assert _check(ROSTER, "--out", out).out == ""
    assert "No rule is broken." in out.read_text("utf-8")
    done = _check(ROSTER, "--out", PROBLEM)
    assert done.code == 2
    assert "also one of those to read" in done.err


def test_the_ledger_is_written_for_the_next_problem(tmp_path):
    ledger = tmp_path / "year.toml"
    assert _check(ROSTER, "--ledger", ledger).code == 0
    tables = tomllib.loads(ledger.read_text("utf-8"))["ledger"]
    assert tables["林晓"] == {"nights": 66, "weekends": 27, "holidays": 6}
    assert _check(ROSTER, "--ledger", ROSTER).code == 2


def test_a_roster_with_missing_days_is_bad_input(tmp_path):
    file = tmp_path / "short.csv"
    file.write_text("person,date,shift\n林晓,2026-11-02,白1\n", encoding="utf-8")
    done = _check(file)
    assert done.code == 2
    assert "no row for 27 days" in done.err


def test_files_that_a_problem_names_lie_beside_it(tmp_path):
    text = PROBLEM.read_text("utf-8").replace(
        "days = 28\n", 'days = 28\npublished_file = "told.csv"\n', 1
    )
    (tmp_path / "problem.toml").write_text(text, encoding="utf-8")
    (tmp_path / "told.csv").write_text(ROSTER.read_text("utf-8"), encoding="utf-8")
    done = jieting("roster", "check", "--problem", tmp_path / "problem.toml", "--roster", ROSTER)
    assert done.code == 0
    assert "changes to the published roster 0" in done.out


def test_the_group_lists_its_commands_without_loading_them():
    done = CliRunner().invoke(roster, ["--help"])
    assert done.exit_code == 0
    assert all(name in done.stdout for name in ("make", "check", "benchmark"))
