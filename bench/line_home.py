"""A home with a line, its Asterisk and the product that serves it; and who of them runs where."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
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

    def told(self) -> list[dict[str, Any]]:
        """What the product wrote into its log."""
        lines = (self.home / "serve.log").read_text(errors="replace").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]

    def processes(self) -> dict[str, int]:
        """The product's processes that run: name to process id."""
        found: dict[str, int] = {}
        for line in self.told():
            if line.get("event") == "started":
                found[line["process"]] = line["pid"]
            elif line.get("event") == "died":
                found.pop(line["process"], None)
        return found

    def postmaster(self) -> int:
        """The process id of the database server."""
        return int((self.home / "postgres" / "postmaster.pid").read_text().split("\n")[0])


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
    with running(asterisk), served(made.home) as site:
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
