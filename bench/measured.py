"""One measurement: a program run on its own, its processor time and its largest memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / "build" / "bench"


@dataclass(frozen=True)
class Measured:
    """What a program cost, start of the process included, and what it wrote."""

    wall_s: float
    cpu_s: float
    peak_mib: int
    out: str


def measure(command: Sequence[str]) -> Measured:
    """Runs ``command`` and waits for it; RuntimeError where it fails."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as told:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=told, cwd=ROOT, env=_environment())
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            told.seek(0)
            words = told.read().decode(errors="replace")[-2000:]
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {words}")
        out.seek(0)
        return Measured(
            wall, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, out.read().decode()
        )


def job(name: str, *arguments: object) -> Measured:
    """Runs ``bench/jobs/NAME.py`` with the arguments in a process of its own."""
    return measure([sys.executable, "-m", f"bench.jobs.{name}", *map(str, arguments)])


def _environment() -> dict[str, str]:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return {**os.environ, "PYTHONPATH": path}
