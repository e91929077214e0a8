"""The commands that run an installation, each as a person types it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
JIETING = (sys.executable, "-m", "jieting")


def _environment(home: Path) -> dict[str, str]:
    own = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "DJANGO_"))}
    return {**own, "JIETING_HOME": str(home), "JIETING_LANG": "en"}


def _run(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*JIETING, *map(str, arguments)],
        env=_environment(home),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    made = tmp_path_factory.mktemp("commands") / "home"
    done = _run(made, "migrate")
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"\d+ migrations were applied\.\n", done.stdout)
    return made


def test_the_first_administrator_is_made_at_a_terminal_and_only_once(home, tmp_path):
    assert "There is no security administrator." in _run(home, "doctor").stderr
    done = _run(home, "administrator", " Chen.Min", "--name", "陈敏")
    assert done.returncode == 0, done.stderr
    who, password = done.stdout.splitlines()
    assert who == "陈敏 is Security administrator: chen.min"
    assert re.fullmatch(r"One-time password, shown only here: \S{12,}", password)
    assert "security administrator" not in _run(home, "doctor").stderr
    again = _run(home, "administrator", "chen.min", "--name", "陈敏")
    assert again.returncode == 3
    assert "The name chen.min is taken." in again.stderr
    assert _run(home, "audit", "export", tmp_path / "log").returncode == 0
    kept = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    added = [one for one in kept if one["event"] == "accounts.person.added"]
    assert [(one["object"], one["way"], one["outcome"]) for one in added] == [
        ("chen.min", "cli", "done"),
        ("chen.min", "cli", "refused"),
    ]


def test_names_that_do_for_nobody_are_told_together(home):
    done = _run(home, "administrator", "chen min", "--name", " ")
    assert done.returncode == 2
    assert "'chen min'" in done.stderr
    assert "--name" in done.stderr


def test_what_was_backed_up_comes_back_elsewhere_and_its_log_is_whole(home, tmp_path):
    file = tmp_path / "b.tar"
    # Each backup leaves a line in the log: the second one brings that of the first.
    for name in (tmp_path / "first.tar", file):
        done = _run(home, "backup", name, "--with-keys")
        assert done.returncode == 0, done.stderr
    other = tmp_path / "other"
    done = _run(other, "restore", file)
    assert done.returncode == 0, done.stderr
    number = re.search(r"whole up to (\d+)", done.stdout)[1]
    assert int(number) >= 1
    verified = _run(other, "audit", "verify")
    assert verified.returncode == 0, verified.stdout


def test_the_doctor_finds_what_others_may_read(home):
    (home / "keys").chmod(0o755)
    done = _run(home, "doctor")
    (home / "keys").chmod(0o700)
    assert done.returncode == 2
    assert f"chmod go-rwx {home / 'keys'}" in done.stderr
    assert "migrations" not in done.stderr


def test_older_backups_go_only_from_the_homes_own_folder(home, tmp_path):
    for day in ("20260101", "20260102"):
        (home / "backups").mkdir(mode=0o700, exist_ok=True)
        (home / "backups" / f"jieting-{day}-000000.tar").touch()
    (home / "backups" / "other.tar").touch()
    assert _run(home, "backup", "--keep", 2).returncode == 0
    left = sorted(path.name for path in (home / "backups").iterdir())
    assert [name[:16] for name in left] == ["jieting-20260102", left[1][:16], "other.tar"]
    assert len(left) == 3


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=3) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _until(done, seconds=90.0):
    deadline = time.monotonic() + seconds
    while not (found := done()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.2)
    return found


def _started(log: Path, name: str) -> list[int]:
    """The processes of a name that were started, from the log."""
    words = rf'"process": "{name}", "pid": (\d+), "event": "started"'
    return [int(pid) for pid in re.findall(words, log.read_text())]


@pytest.fixture
def served(home, tmp_path):
    port, log = _free_port(), tmp_path / "log"
    command = [*JIETING, "serve", "--port", str(port), "--workers", "1"]
    with log.open("w") as out:
        process = subprocess.Popen(command, env=_environment(home), stdout=out, stderr=out)
    _until(lambda: _answers(port))
    yield process, port, log
    process.terminate()
    process.wait(60)


def test_served_it_outlives_the_death_of_each_part_and_stops_in_order(home, served):
    process, port, log = served
    second = _run(home, "serve", "--port", _free_port())
    assert second.returncode == 3
    assert f"process {process.pid} http://127.0.0.1:{port}/" in second.stderr
    for name in ("web-1", "work"):
        os.kill(_started(log, name)[0], signal.SIGKILL)
        _until(lambda name=name: len(_started(log, name)) == 2)
    _until(lambda: _answers(port))
    database = home / "postgres" / "postmaster.pid"
    os.kill(int(database.read_text().split()[0]), signal.SIGKILL)
    _until(lambda: "database started" in log.read_text())
    _until(lambda: _answers(port))
    process.terminate()
    assert process.wait(60) == 0
    stopped = re.findall(
        r'"process": "([\w-]+)", "pid": \d+, "code": [\d-]+, "event": "stopped"', log.read_text()
    )
    # The worker may be waiting to be started again at that moment; it never stops before the pages.
    assert stopped[-2:] in (["web-1", "work"], ["web-1"])
    assert not database.exists()
