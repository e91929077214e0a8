"""The hotline of the tests: installation, switch, observer, callers; and what came of it.

``lived`` places every call of ``story`` at once, ends everything, and returns what was stored of
them, so that the tests read it without a database and two processes can share one run.
"""

from __future__ import annotations

import csv
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model

from jieting.apps.assessment.api_rows import figures_out
from jieting.apps.assessment.queries import assessed_month
from jieting.apps.calls.callers import unseal
from jieting.apps.calls.models import Call
from jieting.apps.line.emergency.actions import switch_on
from jieting.apps.line.models import CallBack, LineCall, LineFinding, Seat
from jieting.domain.periods import Month
from jieting.switches.asterisk.cel import COLUMNS, FILE
from tests.switch.line import lines, story
from tests.switch.line.house import BY, House, built, furnish
from tests.switch.line.story import Visit
from tests.switch.line.switch import Asterisk, Failed, Place, Players, Playing, running
from tests.switch.line.written import written
from tools.asterisk import Programs

SYSTEM = "tests"
BYTES_A_SECOND = 8000 * 2 * 2
LONGEST_VISIT = 60.0
LONGEST_WAIT = 30.0


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of one caller's visit.

    ``went`` is empty where every SIP step went as it was written. ``calls`` are the rows in the
    books, ``line`` what is kept beside them, ``findings`` the codes of what was found about it.
    ``recorded_s`` is the length of its first recording, ``number`` the caller's as it is sealed.
    """

    name: str
    call: str
    went: str
    calls: tuple[dict[str, Any], ...]
    line: dict[str, Any]
    call_backs: tuple[dict[str, Any], ...]
    findings: tuple[str, ...]
    recorded_s: float
    number: str


@dataclass(frozen=True, slots=True)
class Lived:
    """All visits by name; the ended calls of the switch's own log; every stored call's id.

    ``figures`` are those of the month, by line and name: both counted numbers.
    """

    visits: dict[str, Known]
    ended: tuple[str, ...]
    stored: tuple[str, ...]
    findings: tuple[str, ...]
    figures: dict[str, dict[str, tuple[int, int]]]


@dataclass
class Hotline:
    """A line that takes calls."""

    house: House
    place: Place
    folder: Path
    asterisk: Asterisk
    players: Players
    visits: dict[str, Visit] = field(default_factory=dict)

    @property
    def carriers(self) -> dict[str, str]:
        """The address from which the calls of each line come."""
        return carriers(self.place)

    def come(self, visits: Mapping[str, Visit]) -> dict[str, str]:
        """Let callers come at once and wait until all are gone; why each went otherwise, or ''."""
        self.visits.update(visits)
        playing = [
            self.players.call(name.replace(" ", "-"), visit.caller, self.carriers[visit.line])
            for name, visit in visits.items()
        ]
        latest = time.monotonic() + LONGEST_VISIT
        return {name: _went(one, latest) for name, one in zip(visits, playing, strict=True)}

    def log(self) -> list[dict[str, str]]:
        """The switch's own log of its channels."""
        path = self.folder / "logs" / FILE
        names = [name for name, _ in COLUMNS]
        with path.open(encoding="utf-8", newline="") as file:
            return [dict(zip(names, row, strict=True)) for row in csv.reader(file)]


def carriers(place: Place) -> dict[str, str]:
    """The address of each line's carrier."""
    return {name: place.address(10 + n) for n, name in enumerate(lines.NUMBERS)}


@contextmanager
def open_hotline(programs: Programs, folder: Path) -> Iterator[Hotline]:
    """A hotline with agents signed in, as long as the block lasts."""
    place = Place.mine()
    telephones = place.address(2)
    with built(folder / "home", f"line_{os.getpid()}") as house:
        furnish(carriers(place), telephones)
        conf = written(house, programs, folder, place, SYSTEM)
        players = Players(programs, folder / "sipp", f"{place.address(1)}:5060")
        asterisk = Asterisk(programs, conf, folder / "asterisk.out")
        with running(asterisk), _observed(house, folder):
            hotline = Hotline(house, place, folder, asterisk, players)
            try:
                for kind, telephone in story.telephones().items():
                    players.stand(kind, telephone, telephones, lines.PORTS[kind])
                _until(_all_sit, "the agents are not in their queues", folder)
                yield hotline
            finally:
                players.stop()


def lived(programs: Programs, folder: Path) -> Lived:
    """Everything that happens in the story, and what is stored of it."""
    with open_hotline(programs, folder) as hotline:
        went = hotline.come(story.visits())
        switch_on(by=BY, at=datetime.now(UTC), contract_id=lines.NINGDE, reason="演练")
        _until(_emergency_is_on(hotline), "the switch does not know of the emergency", folder)
        went |= hotline.come(story.in_an_emergency())
        _until(lambda: not _unstored(hotline), "calls that ended are not stored", folder)
        return _known(hotline, went)


@contextmanager
def _observed(house: House, folder: Path) -> Iterator[None]:
    watch = house.start(folder / "watch.log", "switch", "watch")
    try:
        yield
    finally:
        watch.terminate()
        watch.wait(LONGEST_WAIT)


def _went(playing: Playing, latest: float) -> str:
    try:
        playing.done(max(latest - time.monotonic(), 0.1))
    except Failed as failed:
        return str(failed)
    return ""


def _until(is_so: Callable[[], bool], otherwise: str, folder: Path) -> None:
    latest = time.monotonic() + LONGEST_WAIT
    while not is_so():
        if time.monotonic() > latest:
            said = (folder / "watch.log").read_text(errors="replace")[-3000:]
            raise Failed(f"{otherwise} after {LONGEST_WAIT:.0f} s; the observer said: {said}")
        time.sleep(0.1)


def _all_sit() -> bool:
    return not Seat.objects.exclude(confirmed="in").exists()


def _emergency_is_on(hotline: Hotline) -> Callable[[], bool]:
    return lambda: f"emergency-{lines.NINGDE}" in hotline.asterisk.told("database show jt")


def _ended(hotline: Hotline) -> list[str]:
    return [row["call"] for row in hotline.log() if row["event"] == "LINKEDID_END"]


def _unstored(hotline: Hotline) -> set[str]:
    over = LineCall.objects.filter(system=SYSTEM, over=True, kept__isnull=False)
    return set(_ended(hotline)) - set(over.values_list("call", flat=True))


def _known(hotline: Hotline, went: Mapping[str, str]) -> Lived:
    arrived = {
        row["number"]: row["call"]
        for row in hotline.log()
        if row["event"] == "CHAN_START" and row["leg"] == row["call"]
    }
    visits = {
        name: _visit(hotline, name, arrived.get(visit.caller.number, ""), went[name])
        for name, visit in hotline.visits.items()
    }
    stored = Call.objects.filter(call_id__startswith=f"{SYSTEM}-").values_list("call_id", flat=True)
    findings = LineFinding.objects.values_list("code", flat=True)
    figures = {contract: _figures(contract, datetime.now(UTC)) for contract in lines.NUMBERS}
    return Lived(visits, tuple(_ended(hotline)), tuple(stored), tuple(findings), figures)


def _visit(hotline: Hotline, name: str, call: str, went: str) -> Known:
    rows = [_plain(row) for row in Call.objects.filter(call_id=call)]
    line = LineCall.objects.filter(system=SYSTEM, call=call).first()
    back = CallBack.objects.filter(system=SYSTEM, call=call)
    found = LineFinding.objects.filter(call=call).values_list("code", flat=True)
    return Known(
        name=name,
        call=call,
        went=went,
        calls=tuple(rows),
        line=_plain(line) if line is not None else {},
        call_backs=tuple(_plain(row) for row in back),
        findings=tuple(found),
        recorded_s=_recorded_s(hotline, call),
        number=_number(rows[0]) if rows else "",
    )


def _recorded_s(hotline: Hotline, call: str) -> float:
    """The length of the first recording, as it lies in the switch's spool: two channels."""
    found = sorted((hotline.folder / "spool").glob(f"monitor/*/*/{call}-*.raw"))
    return found[0].stat().st_size / BYTES_A_SECOND if found else 0


def _plain(row: Model) -> dict[str, Any]:
    """A row as plain values, so that another process can read it."""
    fields = (field.attname for field in row._meta.concrete_fields)
    told = {name: getattr(row, name) for name in fields}
    return {name: bytes(v) if isinstance(v, memoryview) else v for name, v in told.items()}


def _number(row: dict[str, Any]) -> str:
    return unseal(row["caller_sealed"]) if row.get("caller_sealed") else ""


def _figures(contract: str, at: datetime) -> dict[str, tuple[int, int]]:
    month = Month.of(at.astimezone(ZoneInfo("Asia/Shanghai")).date())
    told = figures_out(assessed_month(contract, month))
    return {one["name"]: (one["numerator"], one["denominator"]) for one in told}
