"""How much comes over the line: callers by what they do, telephones, and how often is killed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from tests.switch.line.sip import Caller, Party, Telephone

CONTRACT = "ningde-12123"
NUMBER = "12123"
SYSTEM = "bench"
PERIOD_S = 10
"""Rates are so many calls in such a time."""
INFORMATION_KEY = "1"
INFORMATION_S = 15
TALK_S = (28, 38)
SPEAKS_S = 5
"""How long an agent speaks: two cores have no time to mix hundreds of voices all along."""
WAITS_S = (30, 50)
"""How long somebody waits in vain before hanging up."""
FIRST_EXTENSION = 8001
TELEPHONES_PORT = 6001


@dataclass(frozen=True, slots=True)
class Shape:
    """A load: callers who come in 10 seconds, by what they want, and who is there for them.

    Each of ``queues`` queues has ``agents`` telephones; ``talks`` come to each of them, ``asks``
    want the information, ``waits`` come to a queue that nobody serves.
    """

    queues: int
    agents: int
    asks: int
    talks: int
    waits: int
    at_once: int
    steady_s: int
    kills: int

    @property
    def a_second(self) -> float:
        """Calls in a second."""
        return (self.asks + self.queues * self.talks + self.waits) / PERIOD_S

    def skills(self) -> list[str]:
        """The queues that are served."""
        return [f"desk{n}" for n in range(1, self.queues + 1)]

    def keys(self) -> dict[str, str]:
        """The key of the menu that leads to each queue; the last one to where nobody serves."""
        names = [*self.skills(), "lonely"]
        return {name: str(key) for key, name in enumerate(names, int(INFORMATION_KEY) + 1)}


@dataclass(frozen=True, slots=True)
class Comers:
    """Callers of one kind: what each of them does, and how many come in 10 seconds."""

    name: str
    rate: int
    party: Party = field(repr=False)


SMALL = Shape(queues=2, agents=28, asks=5, talks=7, waits=1, at_once=60, steady_s=20, kills=3)
FULL = Shape(queues=4, agents=100, asks=40, talks=25, waits=11, at_once=500, steady_s=60, kills=20)


def comers(shape: Shape) -> list[Comers]:
    """Who calls; they are quiet, what is recorded is the agent."""
    keys = shape.keys()
    lonely = keys.pop("lonely")
    found = [
        Comers("asks", shape.asks, _dials(1).press(INFORMATION_KEY).until_bye()),
        Comers("waits", shape.waits, _dials(2).press(lonely).wait(*WAITS_S).hang_up()),
    ]
    for place, (name, key) in enumerate(keys.items(), 3):
        found.append(Comers(name, shape.talks, _dials(place).press(key).until_bye()))
    return found


def telephone() -> Telephone:
    """What every telephone does: it answers after a second, speaks, listens, and hangs up."""
    return _Speaker().answer(1).wait(*TALK_S).hang_up()


class _Speaker(Telephone):
    def _speak(self) -> Self:
        return self._play(f"{{sounds}}/{self.voice},{SPEAKS_S},8,PCMA/8000")


def _dials(kind: int) -> Caller:
    return Caller(f"139{kind}[call_number]", quiet=True).dial(NUMBER).wait(2, 3)
