"""The state of a simulated line: its clock, its calls, what is still to happen, what was told."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

from jieting.domain.line.facts import Fact, FactKind, Source
from jieting.domain.line.plan import Plan
from jieting.domain.periods import Instant, local
from jieting.domain.simulation.line.desk import Desk
from jieting.domain.simulation.line.dice import Dice
from jieting.domain.simulation.line.ways import Ways
from jieting.domain.simulation.profile import Profile

_TICK: Instant = 1_000


@dataclass(slots=True)
class LiveCall:
    """A call on the line. ``turn`` grows whenever it goes on, so that what was planned falls away.

    ``way`` are the keys that the caller still means to press.
    """

    name: str
    number: str
    arrived_at: Instant
    outbound: bool = False
    stage: str = "ivr"
    turn: int = 0
    last_at: Instant = 0
    way: list[str] = field(default_factory=list)
    hops: int = 0
    queue: str = ""
    agent: str = ""
    legs: int = 0
    holds: int = 0
    held: bool = False
    over: bool = False

    @property
    def leg(self) -> str:
        """The leg of the agent who has the call, or whose telephone rings."""
        return f"{self.name}-{self.legs}"

    def go_on(self, stage: str) -> None:
        """The next stage; whatever was still planned for the one before falls away."""
        self.stage = stage
        self.turn += 1


Act = Callable[["Live", LiveCall], None]


@dataclass(slots=True)
class Live:
    """A line as it runs. ``is_open`` tells the service hours; ``told`` waits to be fetched.

    ``enter`` brings a call to a node of the menu tree; calls' names begin with ``named``.
    """

    plan: Plan
    profile: Profile
    system: str
    zone: ZoneInfo
    dice: Dice
    is_open: Callable[[Instant], bool]
    ways: Ways
    desk: Desk
    now: Instant
    enter: Callable[[Live, LiveCall, str], None]
    named: str
    emergency: bool = False
    calls: dict[str, LiveCall] = field(default_factory=dict)
    waiting: dict[str, list[LiveCall]] = field(default_factory=dict)
    told: list[Fact] = field(default_factory=list)
    _planned: list[tuple[Instant, int, Callable[[], None]]] = field(default_factory=list)
    _number: count[int] = field(default_factory=count)

    @property
    def moment(self) -> datetime:
        """The local time."""
        return local(self.now, self.zone)

    def plan_at(self, at: Instant, act: Callable[[], None]) -> None:
        """Have something done at an instant."""
        heapq.heappush(self._planned, (max(at, self.now), next(self._number), act))

    def later(self, after: Instant, call: LiveCall, act: Act) -> None:
        """Have something done with a call, unless it has gone on by then."""
        turn = call.turn

        def run() -> None:
            if not call.over and call.turn == turn:
                act(self, call)

        self.plan_at(self.now + after, run)

    def run_until(self, until: Instant) -> None:
        """Let everything happen that was to happen by then."""
        while self._planned and self._planned[0][0] <= until:
            at, _, act = heapq.heappop(self._planned)
            self.now = max(self.now, at)
            act()
        self.now = max(self.now, until)

    def tell(self, call: LiveCall, kind: FactKind, *, name: str = "", **data: str) -> None:
        """Tell a fact of a call; no two of one call have the same instant."""
        at = max(self.now, call.last_at + _TICK)
        call.last_at = at
        key = f"{kind}:{name}" if name else f"{kind}:{at}:{call.name}"
        self.told.append(
            Fact(
                system=self.system,
                call=call.name,
                key=key,
                at=at,
                kind=kind,
                data=data,
                source=Source.SIMULATED,
            )
        )

    def end(self, call: LiveCall, by: str) -> None:
        """The caller is gone."""
        self.tell(call, FactKind.ENDED, stage=call.stage, by=by)
        for waiting in self.waiting.values():
            if call in waiting:
                waiting.remove(call)
        call.over = True
        self.calls.pop(call.name, None)
