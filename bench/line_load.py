"""The callers and the telephones: SIPps that play until they are asked to stop."""

from __future__ import annotations

import csv
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.line_home import SIP_PORT, LineHome, contact
from bench.line_shape import PERIOD_S, Shape, comers, telephone
from tests.switch.line.sip import Party, write_sounds

_FIRST_PORT, _FIRST_SOUND, _SOUNDS = 7000, 24_000, 4_000
_EVERY_S = 5
_LONGEST_END_S = 150.0
_MOST_CALLS = 1_000_000


@dataclass
class Player:
    """A SIPp with its scenario, and the file of what it counts."""

    name: str
    process: subprocess.Popen[bytes]
    counts: Path

    def counted(self) -> dict[str, int]:
        """Calls made, that went as written, that failed, and that are on."""
        if not self.counts.exists():
            return {}
        with self.counts.open(newline="", errors="replace") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        if not rows:
            return {}
        names = ("TotalCallCreated", "SuccessfulCall(C)", "FailedCall(C)", "CurrentCall")
        return {name: int(rows[-1][name] or 0) for name in names}


@dataclass
class Load:
    """All callers and the telephones of a run."""

    callers: list[Player]
    telephones: Player

    def end(self) -> None:
        """No caller comes any more; wait until all are gone."""
        for one in self.callers:
            # Asked twice, SIPp would drop the calls that are on.
            one.process.send_signal(signal.SIGUSR1)
        for one in self.callers:
            with suppress(subprocess.TimeoutExpired):
                one.process.wait(_LONGEST_END_S)

    def calls(self) -> int:
        """Calls that were made."""
        return sum(one.counted().get("TotalCallCreated", 0) for one in self.callers)

    def failed(self) -> dict[str, int]:
        """Calls that went otherwise than written, by who made or took them."""
        everybody = (*self.callers, self.telephones)
        return {one.name: one.counted().get("FailedCall(C)", 0) for one in everybody}

    def players(self) -> list[int]:
        """The process ids."""
        return [one.process.pid for one in (*self.callers, self.telephones)]


@contextmanager
def loaded(made: LineHome, shape: Shape) -> Iterator[Load]:
    """Callers come, until the end of the block at the latest."""
    folder = made.folder / "sipp"
    write_sounds(folder / "sounds")
    address, port = contact(made)
    started = [_start(made, "telephones", telephone(), (address, port), ["-aa"])]
    try:
        for place, one in enumerate(comers(shape)):
            rate = ["-r", str(one.rate), "-rp", str(PERIOD_S * 1000), "-m", str(_MOST_CALLS)]
            most = ["-l", str(shape.at_once * 2)]
            where = (made.trunk, _FIRST_PORT + place)
            sounds = (place + 1) * _SOUNDS
            started.append(_start(made, one.name, one.party, where, [*rate, *most], sounds))
        yield Load(started[1:], started[0])
    finally:
        for player in started:
            player.process.kill()
            player.process.wait()


def _start(
    made: LineHome,
    name: str,
    party: Party,
    where: tuple[str, int],
    more: Sequence[str],
    sounds: int = 0,
) -> Player:
    folder = made.folder / "sipp"
    scenario, counts = folder / f"{name}.xml", folder / f"{name}.counts"
    scenario.write_text(party.scenario(folder / "sounds"))
    address, port = where
    first = _FIRST_SOUND + sounds
    command = [
        *made.programs.sipp,
        *("-sf", str(scenario), "-i", address, "-mi", address, "-p", str(port)),
        *("-min_rtp_port", str(first), "-max_rtp_port", str(first + _SOUNDS - 1)),
        *("-nostdin", "-trace_err", "-error_file", str(folder / f"{name}.errors")),
        *("-trace_stat", "-stf", str(counts), "-fd", str(_EVERY_S)),
        *more,
        f"{made.switch}:{SIP_PORT}",
    ]
    with (folder / f"{name}.screen").open("wb") as out:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT
        )
    return Player(name, process, counts)
