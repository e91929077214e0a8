"""Killing the observer, a web process and the database in turn, each again once it is back."""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

import psycopg

from bench.line_home import LineHome, ServeLog
from bench.room_home import Site

TARGETS = ("observer", "web", "database")
_EVERY_S = 4.0
_LONGEST_AWAY_S = 300.0


@dataclass
class Target:
    """One that is killed: how often, since when it is away, and how long it was each time."""

    name: str
    killed: int = 0
    pid: int = 0
    part: str = ""
    since: float | None = None
    heard: int = 0
    away: list[float] = field(default_factory=list)


class Killer:
    """Kills, and sees who is back."""

    def __init__(self, made: LineHome, site: Site) -> None:
        self.made = made
        self.site = site
        self.log = ServeLog(made)
        self.targets = [Target(name) for name in TARGETS]

    def run(self, times: int) -> list[Target]:
        """Each so many times; the one that was killed least is next, if it is back."""
        while any(one.killed < times or one.since is not None for one in self.targets):
            until = time.monotonic() + _EVERY_S
            self._look()
            due = [one for one in self.targets if one.since is None and one.killed < times]
            if due:
                self._kill(min(due, key=lambda one: one.killed))
            while time.monotonic() < until:
                time.sleep(0.5)
                self._look()
        return self.targets

    def _kill(self, one: Target) -> None:
        try:
            one.part, one.pid = self._victim(one)
        except (KeyError, OSError):
            return  # it is not there at this moment: another one's death took it along
        one.heard = self.log.heard
        one.killed += 1
        one.since = time.monotonic()
        os.kill(one.pid, signal.SIGKILL)
        told = f"  {time.strftime('%H:%M:%S')} killed {one.name} ({one.killed}): {one.pid}"
        print(told, file=sys.stderr)

    def _victim(self, one: Target) -> tuple[str, int]:
        if one.name == "database":
            return "", self.made.postmaster()
        part = "watch" if one.name == "observer" else f"web-{one.killed % 2 + 1}"
        return part, self.log.running[part]

    def _look(self) -> None:
        self.log.look()
        for one in self.targets:
            if one.since is None:
                continue
            away = time.monotonic() - one.since
            if self._is_back(one):
                one.away.append(away)
                one.since = None
            elif away > _LONGEST_AWAY_S:
                log = self.made.home / "serve.log"
                raise SystemExit(f"line: {one.name} is not back after {away:.0f} s; see {log}")

    def _is_back(self, one: Target) -> bool:
        try:
            if one.name == "database":
                return self.made.postmaster() != one.pid and bool(self.made.ask("SELECT 1"))
            if self.log.running.get(one.part, one.pid) == one.pid:
                return False
            return self.log.heard > one.heard if one.name == "observer" else self._answers()
        except (OSError, ValueError, psycopg.OperationalError):
            return False

    def _answers(self) -> bool:
        # Where no web process is left, the connection is made and nobody answers for long.
        asked = HTTPConnection("127.0.0.1", self.site.port, timeout=2)
        try:
            asked.request("GET", "/health/")
            return asked.getresponse().status == 200
        except HTTPException:
            return False
        finally:
            asked.close()
