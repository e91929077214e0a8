"""A home with a line, its Asterisk and the product that serves it; and who of them runs where."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.line_shape import SYSTEM, TELEPHONES_PORT
from bench.measured import CACHE, ROOT
from bench.room_home import Site, environment, served
from jieting.installation.database import DATABASE
from jieting.installation.embedded import Embedded
from jieting.installation.home import Home
from jieting.switches.asterisk.cel import FILE
from tests.switch.line.switch import Asterisk, Place, programs, running
from tools.asterisk import Programs

_STARTS_IN_S = 120.0
SIP_PORT, AMI_PORT = 5060, 5038


@dataclass(frozen=True, slots=True)
class LineHome:
    """A home with a line, and the loopback addresses of everybody in the run."""

    folder: Path
    place: Place
    programs: Programs

    @property
    def home(self) -> Path:
        """What JIETING_HOME names."""
        return self.folder / "home"

    @property
    def switch(self) -> str:
        """The address of Asterisk."""
        return self.place.address(1)

    @property
    def telephones(self) -> str:
        """The address of all telephones."""
        return self.place.address(2)

    @property
    def trunk(self) -> str:
        """The address from which callers come."""
        return self.place.address(3)

    @property
    def log(self) -> Path:
        """The switch's own log of its channels."""
        return self.folder / "switch" / "logs" / FILE

    def ask(self, statement: str, *arguments: object) -> list[tuple[Any, ...]]:
        """Rows of the database. Errors: psycopg.OperationalError while it is away."""
        url = Embedded(Home(self.home)).superuser_url(DATABASE)
        with psycopg.connect(url, connect_timeout=5, autocommit=True) as connection:
            return connection.execute(statement, arguments or None).fetchall()

    def postmaster(self) -> int:
        """The process id of the database server."""
        return int((self.home / "postgres" / "postmaster.pid").read_text().split("\n")[0])


NICE = ("nice", "-n", "-5")
"""As the unit in the guide: a switch has hundreds of threads that each want their share.

Whoever may not do so is told on standard error, and served with the usual priority.
"""


class ServeLog:
    """What the product wrote into its log: who runs as which process, and who died how often.

    ``heard`` counts how often an observer began to hear the switch.
    """

    def __init__(self, made: LineHome) -> None:
        self._path = made.home / "serve.log"
        self._read = 0
        self.running: dict[str, int] = {}
        self.deaths: Counter[str] = Counter()
        self.heard = 0

    def look(self) -> ServeLog:
        """Read what was written since the last look."""
        with self._path.open("rb") as file:
            file.seek(self._read)
            *lines, _ = file.read().split(b"\n")
        self._read += sum(len(line) + 1 for line in lines)
        for line in lines:
            if line.startswith(b"{") and line.endswith(b"}"):
                self._take(json.loads(line))
        return self

    def _take(self, told: dict[str, Any]) -> None:
        match told.get("event"):
            case "started":
                self.running[told["process"]] = told["pid"]
            case "died":
                self.running.pop(told["process"], None)
                self.deaths[told["process"]] += 1
            case "the switch is heard":
                self.heard += 1


def line_home(shape: str) -> LineHome:
    """An installation made anew, with its switch's files written by the product."""
    both = programs()
    if isinstance(both, str):
        raise SystemExit(f"line: {both}")
    folder = CACHE / "line"
    shutil.rmtree(folder, ignore_errors=True)
    made = LineHome(folder, Place(os.getpid() % 60_000), both)
    made.home.mkdir(parents=True)
    print(f"making a line in {folder} ...", file=sys.stderr)
    job = ["bench.jobs.line_make", shape, made.trunk, made.telephones]
    _run(made, "-m", *job)
    own = made.programs.directories
    where = {"--modules": own.get("astmoddir", ""), "--data": own.get("astdatadir", "")}
    options = {
        "--system": SYSTEM,
        "--sip": f"{made.switch}:{SIP_PORT}",
        "--ami": f"{made.switch}:{AMI_PORT}",
        "--rtp": "20000-24000",
        "--media": made.switch,
        **{name: path for name, path in where.items() if path},
    }
    words = [word for pair in options.items() for word in pair]
    _run(made, "-m", "jieting", "switch", "render", str(made.folder / "switch"), *words)
    return made


@contextmanager
def open_line(made: LineHome) -> Iterator[tuple[Asterisk, Site]]:
    """The switch and the product, until the end of the block; every agent sits at the queue."""
    conf = made.folder / "switch" / "etc" / "asterisk.conf"
    asterisk = Asterisk(made.programs, conf, made.folder / "asterisk.out")
    with running(asterisk), served(made.home, NICE) as site:
        _wait_for_agents(made)
        yield asterisk, site


def contact(made: LineHome) -> tuple[str, int]:
    """Where all telephones ring."""
    return made.telephones, TELEPHONES_PORT


def _wait_for_agents(made: LineHome) -> None:
    until = time.monotonic() + _STARTS_IN_S
    while time.monotonic() < until:
        [(out,)] = made.ask("SELECT count(*) FROM line_seat WHERE confirmed <> 'in'")
        if not out:
            return
        time.sleep(0.5)
    raise SystemExit(f"line: {out} agents are not in their queues; see {made.home / 'serve.log'}")


def _run(made: LineHome, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=environment(made.home),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"line: {words[1]} failed: {done.stdout[-2000:]}{done.stderr[-3000:]}")
