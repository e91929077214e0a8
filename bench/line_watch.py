"""The steady time of a load: processor time of everybody, and when each call was stored.

A call's time from event to row is from its ``ended`` milestone, taken by the switch when its
channel went, to the commit of its row in the books, as the database itself dates commits
(``track_commit_timestamp``). The rows are looked at twice a second, so that one which is written
again later still counts by its first commit; one written again sooner counts by the later.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.line_home import AMI_PORT, LineHome, ServeLog
from bench.line_load import Load
from bench.measured import ROOT
from bench.room_home import environment

_LOOK_EVERY_S = 0.5
_BEHIND = 200
"""Numbers of rows are not given out in the order of their commits: so many are looked at again."""
_TICKS = os.sysconf("SC_CLK_TCK")
_ROWS = """
SELECT c.id, (f.at / 1e6)::float8, extract(epoch FROM pg_xact_commit_timestamp(c.xmin))::float8
FROM calls_call AS c JOIN line_fact AS f
  ON f.system = c.source AND f.call = c.call_id AND f.kind = 'ended'
WHERE c.id > %s
"""


@dataclass
class Steady:
    """What a steady time was like: from when to when, processor shares, seconds to each row.

    ``nice`` is the observer's priority.
    """

    began: float
    ended: float
    cpu: dict[str, float] = field(default_factory=dict)
    to_row: list[float] = field(default_factory=list)
    nice: int = 0


@contextmanager
def reading(made: LineHome) -> Iterator[subprocess.Popen[str]]:
    """The bare reader, as long as the block lasts."""
    command = [sys.executable, "-m", "bench.jobs.line_reader", made.switch, str(AMI_PORT)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(made.home), stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def heard(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What the bare reader says, which then ends."""
    process.send_signal(signal.SIGTERM)
    return dict(json.loads(process.communicate(timeout=20)[0]))


def steady(made: LineHome, load: Load, asterisk: int, reader: int, seconds: float) -> Steady:
    """Looks on for so long."""
    parts = _parts(made, load, asterisk, reader)
    (newest,) = made.ask("SELECT coalesce(max(id), 0) FROM calls_call")[0]
    before, began = _cpu(parts), time.time()
    rows: dict[int, tuple[float, float]] = {}
    while time.time() < began + seconds:
        time.sleep(_LOOK_EVERY_S)
        since = max(newest, max(rows, default=0) - _BEHIND)
        for number, ended, stored in made.ask(_ROWS, since):
            rows.setdefault(number, (ended, stored))
    ended = time.time()
    after = _cpu(parts)
    shares = {name: (after[name] - before[name]) / (ended - began) for name in parts}
    nice = os.getpriority(os.PRIO_PROCESS, parts["observer"][0])
    to_row = [stored - at for at, stored in rows.values() if at > began]
    return Steady(began, ended, shares, to_row, nice)


def _parts(made: LineHome, load: Load, asterisk: int, reader: int) -> dict[str, list[int]]:
    own = ServeLog(made).look().running
    return {
        "observer": [own["watch"]],
        "background work": [own["work"]],
        "web": [pid for name, pid in own.items() if name.startswith("web")],
        "database": [made.postmaster()],
        "Asterisk": [asterisk],
        "SIPp": load.players(),
        "reader": [reader],
    }


def _cpu(parts: dict[str, list[int]]) -> dict[str, float]:
    return {name: sum(map(_cpu_s, pids)) for name, pids in parts.items()}


def _cpu_s(pid: int) -> float:
    """Processor seconds of a process, of its children that ended, and of those that run."""
    try:
        own = sum(map(int, _stat(pid)[11:15])) / _TICKS
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0  # a child that ended meanwhile: its parent has its time
    return own + sum(map(_cpu_s, map(int, listed)))


def _stat(pid: int) -> list[str]:
    """The fields of ``/proc/PID/stat`` after the name."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
