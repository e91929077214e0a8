"""The product with its demonstration, served by ``jieting serve`` as anybody would serve it.

The demonstration is made once for one state of the sources; each run serves a copy of its own, so
that what a journey changes is gone afterwards.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from jieting.installation.locks import locked

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "jieting"
ROOMS = ROOT / "build" / "browser-room"
READY = "ready"
START_S = 120.0
STOP_S = 60.0

ROLES_WITH_SECOND_FACTOR = "trainer,personnel_officer"
"""Those that no other journey is made by: all others sign in with a password alone."""

IDLE_MINUTES = 1

POLICY = {
    "JIETING_TOTP_ROLES": ROLES_WITH_SECOND_FACTOR,
    "JIETING_IDLE_MINUTES": str(IDLE_MINUTES),
    # All journeys come from one address, and some of them fail at the door.
    "JIETING_ADDRESS_FAILURES": "500",
}


@dataclass(frozen=True)
class Room:
    """A product that answers."""

    address: str
    home: Path


@contextmanager
def served(policy: Mapping[str, str] = POLICY, name: str = "") -> Iterator[Room]:
    """Serve a copy of the demonstration on a free port; ``name`` tells a second one's folder."""
    home = ROOMS / f"served-{os.getpid()}{name and '-'}{name}"
    _copy(home)
    port = _free_port()
    command = [sys.executable, "-m", "jieting", "serve", "--port", str(port), "--workers", "1"]
    log = home / "serve.log"
    try:
        with log.open("wb") as out:
            server = subprocess.Popen(
                command, env=_environment(home, policy), stdout=out, stderr=out
            )
        with _stopped(server):
            _wait(server, port, log)
            yield Room(f"http://127.0.0.1:{port}", home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _copy(home: Path) -> None:
    """A copy of the demonstration, made first where the sources have changed since."""
    ROOMS.mkdir(mode=0o755, parents=True, exist_ok=True)
    # With it, two workers of one run make it once, and none copies what another still makes.
    with locked(ROOMS / "lock"):
        made = _prepared()
        _sweep()
        shutil.rmtree(home, ignore_errors=True)
        # The database's folder belongs to a user of its own where we are root.
        subprocess.run(["cp", "-a", str(made), str(home)], check=True)


def _sweep() -> None:
    """Remove the copies of runs that were killed."""
    for copy in ROOMS.glob("served-*"):
        try:
            os.kill(int(copy.name.split("-")[1]), 0)
        except ProcessLookupError:
            shutil.rmtree(copy, ignore_errors=True)


def _prepared() -> Path:
    key = key_of_sources()
    made = ROOMS / f"made-{key}"
    if (made / READY).exists():
        return made
    for old in ROOMS.glob("made-*"):
        shutil.rmtree(old)
    command = [sys.executable, "-m", "jieting", "demo", "room", "--prepare-only"]
    done = subprocess.run(
        [*command, "--home", str(made), "--contracts", str(ROOT / "contracts")],
        env=_environment(made, {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise AssertionError(f"no demonstration was made:\n{done.stdout}\n{done.stderr}")
    (made / READY).touch()
    return made


def key_of_sources() -> str:
    """What the demonstration depends on: all of the program, and the contracts."""
    digest = sha256()
    for path in sorted([*SOURCES.rglob("*.py"), *(ROOT / "contracts").rglob("*.toml")]):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _environment(home: Path, policy: Mapping[str, str]) -> dict[str, str]:
    """Nothing that this machine's own installation, or another test, has set."""
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JIETING_", "DATABASE_", "DJANGO_"))
    }
    return {**own, "JIETING_HOME": str(home), "PYTHONUNBUFFERED": "1", **policy}


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    latest = time.monotonic() + START_S
    while time.monotonic() < latest and server.poll() is None:
        if _answers(port):
            return
        time.sleep(0.1)
    raise AssertionError(f"the product does not answer:\n{log.read_text(errors='replace')}")


def _answers(port: int) -> bool:
    asked = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        asked.request("GET", "/health/")
        return asked.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        asked.close()


@contextmanager
def _stopped(server: subprocess.Popen[bytes]) -> Iterator[None]:
    # Its input ends when this process is gone, however it went: then the server must go, too.
    command = ["sh", "-c", 'read _; kill "$1"', "sh", str(server.pid)]
    guard = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
    try:
        yield
    finally:
        guard.kill()
        guard.communicate()
        server.terminate()
        try:
            server.wait(STOP_S)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
