"""An Asterisk and the SIPp of the tests as processes: started, waited for and stopped."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.switch.line.sip import Party, write_sounds
from tools.asterisk import Missing, Programs, found

LONGEST_BOOT = 120.0
BLOCKS = 59_000
PORTS_A_CALL = 4
LEAST_CALLS = 10
"""SIPp takes sockets for sound and pictures; an address has ports for some 1900 calls."""


class Failed(Exception):
    """A program that did not do what it should, with its last words."""


def programs() -> Programs | str:
    """Asterisk and SIPp, or why there are none: what a skipped test says."""
    if not sys.platform.startswith("linux"):
        return "the tests of the line need a Linux, for its many loopback addresses"
    try:
        both = found()
    except Missing as missing:
        raise Failed(str(missing)) from missing
    if both is None:
        return "there is no Asterisk with SIPp here: make asterisk gets them, or says why"
    return both


def needed(otherwise: str) -> Programs:
    """Both programs; without them the test skips with the reason, and fails where CI runs it."""
    both = programs()
    if not isinstance(both, str):
        return both
    what = f"{otherwise}: {both}"
    if os.environ.get("CI", "").lower() in ("", "0", "false"):
        pytest.skip(what)
    pytest.fail(what)


@dataclass(frozen=True, slots=True)
class Place:
    """Addresses of one run: nobody else uses its block of loopback addresses."""

    block: int

    @classmethod
    def mine(cls) -> Place:
        """The block of this process."""
        return cls(os.getpid() % BLOCKS)

    def address(self, number: int) -> str:
        """The n-th address of the block."""
        return f"127.{16 + self.block // 250}.{1 + self.block % 250}.{number}"


@dataclass
class Asterisk:
    """A running switch; ``conf`` is its ``asterisk.conf``."""

    programs: Programs
    conf: Path
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it takes calls. Errors: Failed."""
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [*self.programs.asterisk, "-C", str(self.conf), "-f", "-q"],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        end = time.monotonic() + LONGEST_BOOT
        while "fully booted" not in self.told("core waitfullybooted"):
            if self.process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise Failed(f"Asterisk does not start: {self._last_words()}")
            time.sleep(0.1)

    def told(self, command: str) -> str:
        """What the switch answers to a command of its console."""
        asked = [*self.programs.asterisk, "-C", str(self.conf), "-rx", command]
        done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=60)
        return done.stdout + done.stderr

    def kill(self) -> None:
        """End it at once, as a crash would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def _last_words(self) -> str:
        return self.log.read_text(errors="replace")[-3000:]


@dataclass
class Playing:
    """A SIPp at its scenario."""

    name: str
    process: subprocess.Popen[bytes]
    errors: Path
    screen: Path

    def done(self, within: float) -> None:
        """Wait for the end. Errors: Failed where a step did not go as it was written."""
        try:
            code = self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.stop()
            raise Failed(f"{self.name} did not end within {within:.0f} s: {self.told()}") from None
        if code:
            raise Failed(f"{self.name} went otherwise (exit code {code}): {self.told()}")

    def stop(self) -> None:
        """End it where it is."""
        self.process.kill()
        self.process.wait()

    def told(self) -> str:
        """What SIPp wrote about steps that went otherwise."""
        texts = (
            path.read_text(errors="replace") for path in (self.errors, self.screen) if path.exists()
        )
        return "\n".join(text[-3000:] for text in texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How many calls: altogether, begun in a second, and at once (None: as many as come)."""

    calls: int = 1
    each_s: float = 1
    at_once: int | None = None


@dataclass
class Players:
    """Starts SIPps, each on ports of its own, and ends those that are left.

    Sound goes through ports from ``next_port`` on: no switch of ours and no other program's
    outgoing connection uses those.
    """

    programs: Programs
    folder: Path
    switch: str
    playing: list[Playing] = field(default_factory=list)
    next_port: int = 24100

    def __post_init__(self) -> None:
        write_sounds(self.folder / "sounds")

    def call(self, name: str, party: Party, address: str, load: Load | None = None) -> Playing:
        """Callers from an address, at the port where the carrier is expected or any other."""
        load = load or Load()
        many = ["-m", str(load.calls), "-r", str(load.each_s)]
        many += ["-l", str(load.at_once)] if load.at_once else []
        ports = PORTS_A_CALL * max(load.at_once or load.calls, LEAST_CALLS)
        return self._start(name, party, address, 0, [*many, self.switch], ports)

    def stand(self, name: str, party: Party, address: str, port: int, most: int = 20) -> Playing:
        """Telephones that ring at a port, so many at once at most."""
        return self._start(name, party, address, port, ["-aa", self.switch], PORTS_A_CALL * most)

    def stop(self) -> None:
        """End all that still play."""
        for one in self.playing:
            one.process.kill()
        for one in self.playing:
            one.process.wait()

    def _start(
        self, name: str, party: Party, address: str, port: int, more: Sequence[str], ports: int
    ) -> Playing:
        place = len(self.playing)
        scenario = self.folder / f"{name}.xml"
        scenario.write_text(party.scenario(self.folder / "sounds"))
        errors, screen = (self.folder / f"{name}.{kind}" for kind in ("errors", "screen"))
        least, self.next_port = self.next_port, self.next_port + ports
        command = [
            *self.programs.sipp,
            *("-sf", str(scenario), "-i", address, "-mi", address),
            *("-p", str(port or 7000 + place)),
            *("-min_rtp_port", str(least), "-max_rtp_port", str(least + ports - 1)),
            *("-nostdin", "-trace_err", "-error_file", str(errors)),
            *more,
        ]
        with screen.open("wb") as out:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT
            )
        self.playing.append(Playing(name, process, errors, screen))
        return self.playing[-1]


@contextlib.contextmanager
def running(asterisk: Asterisk) -> Iterator[Asterisk]:
    """The switch as long as the block lasts."""
    asterisk.start()
    try:
        yield asterisk
    finally:
        asterisk.kill()
