"""The hotline of the tests: installation, switch, observer, callers; and what came of it.

``lived`` places every call of ``story``, ends everything, and returns what was stored of them, so
that the tests read it without a database and two processes can share one run.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from jieting.apps.line.call_backs import actions as call_backs
from jieting.apps.line.emergency.actions import switch_on
from jieting.apps.line.models import CallBack, Command, LineCall, Seat
from jieting.apps.line.seats.call_actions import steer
from tests.switch.line import lines, story
from tests.switch.line.house import BY, House, actor_of_caller_back, built, furnish
from tests.switch.line.known import SYSTEM, Lived, Log, known
from tests.switch.line.story import Asked, Visit
from tests.switch.line.switch import Asterisk, Failed, Place, Players, Playing, running
from tests.switch.line.written import written
from tools.asterisk import Programs

LONGEST_VISIT = 90.0
LONGEST_WAIT = 180.0


@dataclass
class Observer:
    """The product's own program that listens to the switch."""

    house: House
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Listen, from where the last one stopped."""
        self.process = self.house.start(self.log, "switch", "watch")

    def kill(self) -> None:
        """End it at once, as a crash would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@dataclass
class Hotline:
    """A line that takes calls."""

    place: Place
    folder: Path
    asterisk: Asterisk
    players: Players
    observer: Observer
    went: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def log(self) -> Log:
        """The switch's own log of its channels."""
        return Log(self.folder)

    def come(self, visits: Mapping[str, Visit]) -> Callable[[], None]:
        """Let callers come at once; what is returned waits until all are gone."""
        own = carriers(self.place)
        playing = {
            name: self.players.call(name.replace(" ", "-"), visit.caller, own[visit.line])
            for name, visit in visits.items()
        }
        # Whoever is not waited for went as was meant.
        self.went |= {name: (visit.caller.number, "") for name, visit in visits.items()}
        latest = time.monotonic() + LONGEST_VISIT

        def gone() -> None:
            for name, one in playing.items():
                self.went[name] = (visits[name].caller.number, _went(one, latest))

        return gone

    def until(self, is_so: Callable[[], bool], otherwise: str) -> None:
        """Wait for something. Errors: Failed where it does not come."""
        latest = time.monotonic() + LONGEST_WAIT
        while not is_so():
            if time.monotonic() > latest:
                said = self.observer.log.read_text(errors="replace")[-3000:]
                raise Failed(f"{otherwise} after {LONGEST_WAIT:.0f} s; the observer said: {said}")
            time.sleep(0.1)

    def talks(self, number: str) -> Callable[[], bool]:
        """Whether the caller of a number talks with an agent."""
        talking = LineCall.objects.filter(system=SYSTEM, stage__in=("talk", "held"))
        return lambda: talking.filter(call=self.log.call_of(number) or "-").exists()


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
        observer = Observer(house, folder / "watch.log")
        with running(asterisk):
            hotline = Hotline(place, folder, asterisk, players, observer)
            try:
                observer.start()
                for kind, telephone in story.telephones().items():
                    players.stand(kind, telephone, telephones, lines.PORTS[kind])
                citizen = carriers(place)[lines.NINGDE]
                players.stand("citizen", story.citizen(), citizen, lines.CARRIER_PORT)
                hotline.until(_all_sit, "the agents are not in their queues")
                yield hotline
            finally:
                players.stop()
                observer.kill()


def lived(programs: Programs, folder: Path) -> Lived:
    """Everything that happens in the story, and what is stored of it."""
    with open_hotline(programs, folder) as hotline:
        _an_ordinary_day(hotline)
        _an_emergency_and_nobody_listens(hotline)
        _the_switch_dies(hotline)
        return known(folder, hotline.went)


def _an_ordinary_day(hotline: Hotline) -> None:
    visits = story.visits()
    gone = hotline.come(visits)
    for asked in story.asked():
        hotline.until(hotline.talks(visits[asked.visit].caller.number), f"{asked.visit}: no talk")
        _ask(hotline, visits[asked.visit], asked)
    back = CallBack.objects.filter(asked=True)
    hotline.until(back.exists, "nobody asked for a call back")
    number = back.get().pk
    words = {"by": actor_of_caller_back(), "contract_id": lines.NINGDE, "number": number}
    call_backs.take(at=datetime.now(UTC), **words)
    call_backs.call(at=datetime.now(UTC), **words)
    gone()
    hotline.until(lambda: not _unstored(hotline), "calls that ended are not stored")


def _an_emergency_and_nobody_listens(hotline: Hotline) -> None:
    """The observer is killed while calls go on, and comes back before they are over."""
    switch_on(by=BY, at=datetime.now(UTC), contract_id=lines.NINGDE, reason="演练")
    hotline.until(
        lambda: f"emergency-{lines.NINGDE}" in hotline.asterisk.told("database show jt"),
        "the switch does not know of the emergency",
    )
    gone = hotline.come(story.unheard())
    time.sleep(story.HEARD_S)
    hotline.observer.kill()
    time.sleep(story.UNHEARD_S)
    hotline.observer.start()
    hotline.come(story.cut_off())
    gone()
    talking = frozenset(visit.caller.number for visit in story.cut_off().values())
    hotline.until(lambda: not _unstored(hotline, talking), "calls that ended are not stored")


def _the_switch_dies(hotline: Hotline) -> None:
    """With a talk that goes on; the switch starts again and does not know of it."""
    for visit in story.cut_off().values():
        hotline.until(hotline.talks(visit.caller.number), "no talk to cut off")
    hotline.asterisk.kill()
    hotline.asterisk.start()
    talking = LineCall.objects.filter(system=SYSTEM, over=False)
    hotline.until(lambda: not talking.exists(), "a call that was cut off is not over")


def _ask(hotline: Hotline, visit: Visit, asked: Asked) -> None:
    """Ask the switch for something, as somebody at the page does, and wait for its answer."""
    time.sleep(asked.after_s)
    call = LineCall.objects.get(system=SYSTEM, call=hotline.log.call_of(visit.caller.number))
    at = datetime.now(UTC)
    words = {"contract_id": lines.NINGDE, "call_id": call.pk, "kind": asked.kind, "to": asked.to}
    made = steer(by=BY, at=at, **words)
    waiting = Command.objects.filter(pk=made.pk, state=Command.State.ASKED)
    hotline.until(lambda: not waiting.exists(), f"the switch did not answer: {asked.kind}")


def _went(playing: Playing, latest: float) -> str:
    try:
        playing.done(max(latest - time.monotonic(), 0.1))
    except Failed as failed:
        return str(failed)
    return ""


def _all_sit() -> bool:
    return not Seat.objects.exclude(confirmed="in").exists()


def _unstored(hotline: Hotline, talking: frozenset[str] = frozenset()) -> set[str]:
    """Calls that came or ended and are not stored, but for those of numbers that still talk."""
    calls = hotline.log.calls()
    came = {number for number, _ in hotline.went.values()} - talking
    wanted = {calls[number] for number in came if number in calls} | set(hotline.log.ended())
    over = LineCall.objects.filter(system=SYSTEM, over=True, kept__isnull=False)
    return wanted - set(over.values_list("call", flat=True))
