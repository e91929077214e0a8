from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import pytest

from tests.command import jieting
from tests.unit.rostering.test_public_format import INSTANCE, OPTIMUM

pytestmark = pytest.mark.slow
PAGE = Path(__file__).parents[2] / "docs/reference/roster-benchmark.md"


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    path = tmp_path / "two.txt"
    path.write_text(INSTANCE)
    return path


def test_an_instance_is_solved_as_data(instance: Path) -> None:
    done = jieting("roster", "benchmark", instance, "--seconds", 20, "--format", "json", "--log")
    found = json.loads(done.out)
    assert done.code == 0
    assert (found["objective"], found["bound"], found["proven"]) == (OPTIMUM, OPTIMUM, True)
    assert found["feasible"] is True
    assert {len(row) for row in found["roster"].values()} == {7}
    assert f"bound {OPTIMUM}" in done.err


def test_the_roster_is_shown_as_a_table(instance: Path, tmp_path: Path) -> None:
    out = tmp_path / "done.txt"
    done = jieting("roster", "benchmark", instance, "--seconds", 20, "--out", out)
    assert (done.code, done.out) == (0, "")
    lines = out.read_text().splitlines()
    assert lines[0].startswith(f"two: cost {OPTIMUM}, bound {OPTIMUM}")
    assert lines[-1].startswith("B E E")


def large_instance() -> str:
    """Fifty people and four weeks."""
    days, people = range(28), range(50)
    staff = [f"P{p},E=28|D=28|L={p % 9 + 4},8640,{7200 - p % 3 * 480},5,2,2,2" for p in people]
    wishes = [
        f"P{p},{(p * 5 + k * 11) % 28},{'EDL'[(p + k) % 3]},{p % 3 + 1}"
        for p in people
        for k in range(4)
    ]
    cover = [f"{d},{s},{(d * 7 + n * 5) % 9 + 6},100,1" for d in days for n, s in enumerate("EDL")]
    sections = {
        "HORIZON": ["28"], "SHIFTS": ["E,480,", "D,480,E", "L,480,E|D"], "STAFF": staff,
        "DAYS_OFF": [f"P{p},{p * 3 % 28}" for p in people], "SHIFT_ON_REQUESTS": wishes,
        "SHIFT_OFF_REQUESTS": [], "COVER": cover,
    }  # fmt: skip
    return "".join(
        f"SECTION_{name}\n" + "".join(f"{one}\n" for one in lines)
        for name, lines in sections.items()
    )


def test_ctrl_c_while_solvers_are_at_work_gives_the_best_so_far(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_text(large_instance())
    command = [
        sys.executable,
        "-m",
        "jieting",
        "roster",
        "benchmark",
        path,
        "--seconds",
        "60",
        "--lang",
        "en",
    ]
    with subprocess.Popen(
        [*command, "--log", "--format", "json"], stdout=PIPE, stderr=PIPE, text=True
    ) as run:
        assert run.stderr is not None
        while "dive" not in (line := run.stderr.readline()):
            assert line, "it ended before a dive"
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=30)
    assert run.returncode == 0, err
    found = json.loads(out)
    assert found["feasible"]
    assert found["seconds"] < 30


def test_limits_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "never.txt"
    path.write_text(INSTANCE.replace("B,E=7|L=0,2400,1440,4", "B,E=2|L=0,2400,1440,4"))
    done = jieting("roster", "benchmark", path, "--seconds", 5)
    assert done.code == 3
    assert "No roster" in done.err


def test_a_file_of_another_kind_is_bad_input(tmp_path: Path) -> None:
    path = tmp_path / "other.txt"
    path.write_text("person,date,shift\n")
    assert jieting("roster", "benchmark", path).code == 2


def test_the_example_of_the_page_runs_as_it_stands(tmp_path: Path) -> None:
    block = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
    (script,) = block.findall(PAGE.read_text(encoding="utf-8"))
    command = tmp_path / ".venv/bin/jieting"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m jieting "$@"\n')
    command.chmod(0o755)
    done = subprocess.run(
        ["bash", "-eu", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    assert (found["objective"], found["bound"]) == (12, 12)
