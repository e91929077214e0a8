"""The home with the calls, made once for a schema, and the product served from it."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.measured import CACHE, ROOT

WORKERS = 2
_STARTS_IN_S = 90


def room_home(calls: int) -> Path:
    """The home with so many calls; made where it is missing or of another schema."""
    folder = CACHE / f"room-{calls}-{_schema()}"
    done = folder / "built"
    if done.exists():
        return folder
    for older in CACHE.glob(f"room-{calls}-*"):
        shutil.rmtree(older)
    print(f"making {calls:,} calls in {folder} ...", file=sys.stderr)
    command = [sys.executable, "-m", "bench.jobs.room_build", str(calls)]
    subprocess.run(command, check=True, cwd=ROOT, env=environment(folder), stdout=sys.stderr)
    done.write_text("")
    return folder


def _schema() -> str:
    """Names the tables and how the calls are made; a change of either makes them anew."""
    found = hashlib.sha256()
    tables = sorted(ROOT.glob("src/jieting/apps/*/models.py"))
    for path in (*tables, ROOT / "bench" / "jobs" / "room_build.py"):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def environment(folder: Path) -> dict[str, str]:
    """What a process of that home needs to know."""
    own = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DATABASE_OWNER_URL")}
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    # People of the bench sign in without a telephone.
    return {**own, "JIETING_HOME": str(folder), "PYTHONPATH": path, "JIETING_TOTP_ROLES": "none"}


def in_home(folder: Path, job: str, *arguments: object) -> dict[str, object]:
    """Runs ``bench/jobs/JOB.py`` in the home; what it printed as JSON."""
    command = [sys.executable, "-m", f"bench.jobs.{job}", *map(str, arguments)]
    ran = subprocess.run(
        command, check=True, cwd=ROOT, env=environment(folder), capture_output=True, text=True
    )
    return dict(json.loads(ran.stdout.splitlines()[-1]))


class Site:
    """The product at an address of this machine."""

    def __init__(self, port: int) -> None:
        self.port = port

    def browser(self, session: str) -> Browser:
        """A browser in which somebody is signed in."""
        return Browser(self.port, session)


class Browser:
    """One connection that stays open, with a session."""

    def __init__(self, port: int, session: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._headers = {"Cookie": f"session={session}; language=zh-hans"}

    def get(self, path: str) -> tuple[int, float, bytes]:
        """Status, seconds from asking to the last byte, and the page."""
        start = time.perf_counter()
        self._connection.request("GET", path, headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        return answer.status, time.perf_counter() - start, body

    def close(self) -> None:
        """Put the browser away."""
        self._connection.close()


@contextmanager
def served(folder: Path, before: Sequence[str] = ()) -> Iterator[Site]:
    """The product served from the home by ``jieting serve``, as anybody would.

    ``before`` are the words of a program that starts it.
    """
    port = _free_port()
    command = [
        *before, sys.executable, "-c", "from jieting.cli.main import main; main()",
        "serve", "--port", str(port), "--workers", str(WORKERS),
    ]  # fmt: skip
    with (folder / "serve.log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(folder), stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait(port, process, folder)
            yield Site(port)
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + _STARTS_IN_S
    while time.monotonic() < until and process.poll() is None:
        browser = Browser(port, "")
        try:
            if browser.get("/health/")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            browser.close()
    raise SystemExit(f"room: jieting serve did not answer; see {folder / 'serve.log'}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
