from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jieting.installation.locks import FileLock
from jieting.installation.supervisor import STEADY_S, Kept, Supervisor

# Two children that write their number and wait; the keeper writes what it does.
_KEEPER = """
import os, sys
from jieting.installation.supervisor import Kept, Supervisor
folder = sys.argv[1]
child = '''
import os, signal, sys, time
from jieting.installation.supervisor import end_with_keeper
end_with_keeper()
signal.signal(signal.SIGTERM, lambda *_: (open(sys.argv[1] + ".ended", "w").close(), sys.exit(0)))
with open(sys.argv[1] + ".draft", "w") as file:
    file.write(str(os.getpid()))
os.rename(sys.argv[1] + ".draft", sys.argv[1])
time.sleep(60)
'''
def kept(name, stage):
    return Kept(name, (sys.executable, "-c", child, f"{folder}/{name}"), os.environ, stage=stage)
def tell(event, **facts):
    print(event, facts.get("process", ""), facts.get("pid", ""), flush=True)
Supervisor([kept("second", 1), kept("first", 0)], tell).run()
print("over", flush=True)
"""


@pytest.fixture
def keeper(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", _KEEPER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    yield process
    process.kill()
    process.wait()
    process.stdout.close()
    for name in ("first", "second"):
        if _alive(pid := _pid(tmp_path / name)):
            os.kill(pid, signal.SIGKILL)


def _until(done, seconds=20.0):
    deadline = time.monotonic() + seconds
    while not (found := done()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return found


def _pid(path: Path) -> int:
    return int(path.read_text()) if path.exists() else 0


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return pid != 0 and state != "Z"


def test_a_killed_child_is_started_again(keeper, tmp_path):
    first = _until(lambda: _pid(tmp_path / "first"))
    os.kill(first, signal.SIGKILL)
    again = _until(lambda: _pid(tmp_path / "first") not in (0, first) and _pid(tmp_path / "first"))
    assert _alive(again)
    assert _alive(_until(lambda: _pid(tmp_path / "second")))


def test_children_end_when_their_keeper_is_killed(keeper, tmp_path):
    pids = [_until(lambda name=name: _pid(tmp_path / name)) for name in ("first", "second")]
    keeper.kill()
    _until(lambda: not any(_alive(pid) for pid in pids))
    # Asked to end, not merely dead.
    assert (tmp_path / "first.ended").exists()


def test_asked_to_stop_it_stops_all_stage_by_stage(keeper, tmp_path):
    for name in ("first", "second"):
        _until(lambda name=name: _pid(tmp_path / name))
    keeper.terminate()
    said = keeper.communicate(timeout=30)[0].split("\n")
    events = [line.rsplit(" ", 1)[0] for line in said if line.startswith("stopped")]
    assert events == ["stopped first", "stopped second"]
    assert said[-2] == "over"
    assert keeper.returncode == 0


def test_one_that_dies_again_and_again_is_started_ever_later():
    class Dead:
        pid, returncode = 1, 1

        def poll(self):
            return 1

    told = []
    keeper = Supervisor([], lambda _event, **facts: told.append(facts["starts_again_in_s"]))
    one = Kept("one", (), {})
    now = 0.0
    for _ in range(8):
        one.process, one.began = Dead(), now
        keeper._bury(one, now + 1)
    assert told == [0, 1, 2, 4, 8, 16, 30, 30]
    one.process, one.began = Dead(), now
    keeper._bury(one, now + STEADY_S + 1)
    assert told[-1] == 0


def test_a_lock_is_held_by_one_and_tells_who(tmp_path):
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.try_take("7 http://127.0.0.1:8000/")
    assert not second.try_take("8")
    assert second.words() == "7 http://127.0.0.1:8000/"
    first.close()
    assert second.try_take("8")
    second.close()
