"""Running simulated lines: their clock, their facts into the books, what pages show of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from jieting.apps.base.instants import to_datetime, to_instant
from jieting.apps.base.live import changed
from jieting.apps.line import models
from jieting.apps.line.agent_key import agent_key
from jieting.apps.line.asking import TOPIC
from jieting.apps.line.models import LineCall, Seat, Switch
from jieting.apps.line.observer.batch import Batch
from jieting.apps.line.observer.sink import Sink
from jieting.apps.line.observer.tidying import Tidying
from jieting.apps.line.simulated.commands import do_commands
from jieting.apps.line.simulated.making import make_line
from jieting.domain.line.facts import Fact, FactKind, Source
from jieting.domain.periods import SECOND, Instant
from jieting.domain.simulation.line.switch import SimulatedSwitch

SYSTEM = "sim1"
VERSION = "simulated"
_HEARTBEAT = 5 * SECOND
_MOST_AT_ONCE = 600 * SECOND


@dataclass(frozen=True, slots=True)
class SimulatedClock:
    """Begins at ``since`` when it is really ``started`` and goes ``speed`` times as fast.

    Once it has caught up it keeps to real time: no simulated call lies in the future.
    """

    since: Instant
    started: Instant
    speed: int = 1

    def at(self, really: Instant) -> Instant:
        """What it shows."""
        return min(really, self.since + self.speed * (really - self.started))


@dataclass(slots=True)
class Simulation:
    """Simulated lines of some contracts, which keep what they tell as an observer would."""

    contracts: Sequence[str]
    clock: SimulatedClock
    seed: int
    calls_an_hour: float | Callable[[Instant], float] | None = None
    system: str = SYSTEM
    lines: dict[str, SimulatedSwitch] = field(default_factory=dict)
    _sink: Sink = field(init=False)
    _tidying: Tidying = field(init=False)
    _seen: Instant = 0
    _unkept: list[Fact] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._sink = Sink(system=self.system, simulated=True)
        self._tidying = Tidying(self.system)

    def begin(self, at: datetime) -> None:
        """Stand up the lines; calls that a killed simulation left on them end where they were."""
        start = self.clock.at(to_instant(at))
        Switch.objects.update_or_create(
            system=self.system,
            defaults={
                "simulated": True,
                "connected": True,
                "seen_at": at,
                "booted_at": at,
                "version": VERSION,
                "state": {},
            },
        )
        if left := left_on_the_line(self.system):
            self._sink.store(Batch(facts=left), at=at)
        for contract_id in self.contracts:
            self.lines[contract_id] = make_line(
                contract_id,
                system=self.system,
                seed=self.seed,
                start=start,
                calls_an_hour=self.calls_an_hour,
            )

    def step(self, at: datetime) -> int:
        """Let time pass and keep what was told; how many facts that was."""
        really = to_instant(at)
        now = self.clock.at(really)
        told = 0
        while True:
            until = min(now, self._clock_of_lines() + _MOST_AT_ONCE)
            facts = [fact for line in self.lines.values() for fact in line.advance(until)]
            self._keep(facts, at)
            told += len(facts)
            if until >= now:
                break
        with transaction.atomic():
            asked = do_commands(self.lines, at)
        if told or asked or really - self._seen >= _HEARTBEAT:
            self._show(at, now)
        self._tidying.forget(really)
        self._sink.tell_pages()
        return told

    def end(self, at: datetime) -> None:
        """Close the lines: every call on them ends."""
        self.step(at)
        for line in self.lines.values():
            line.close()
        self.step(at)
        for contract_id in self.lines:
            sit(contract_id, set(), self._staff(contract_id), at)
        Switch.objects.filter(system=self.system).update(connected=False, seen_at=at)
        for contract_id in self.contracts:
            changed(contract_id, TOPIC)

    def _staff(self, contract_id: str) -> set[str]:
        """The agents whom nobody plays."""
        desk = self.lines[contract_id].live.desk
        return {name for name in desk.plan.agents if not desk.plan.agents[name].person}

    def _clock_of_lines(self) -> Instant:
        return min((line.live.now for line in self.lines.values()), default=0)

    def _keep(self, facts: list[Fact], at: datetime) -> None:
        # Where the database is away they wait here for the next step.
        self._unkept += facts
        if self._unkept:
            # As of the time that is simulated: calls that are made up for come in as they were.
            told_at = to_datetime(max(fact.at for fact in self._unkept))
            self._sink.store(Batch(facts=self._unkept), at=min(at, told_at))
            self._unkept = []

    def _show(self, at: datetime, now: Instant) -> None:
        """What runs now, in the words of ``observer.now``."""
        self._seen = to_instant(at)
        state: dict[str, Any] = {"at": now, "calls": 0, "agents": {}, "queues": {}}
        for contract_id, line in self.lines.items():
            desk = line.live.desk
            duty = {
                (agent, queue)
                for agent in desk.on_duty(line.live.moment)
                for queue in line.live.plan.queues
                if agent in desk.serving(queue, line.live.moment)
            }
            sit(contract_id, duty, self._staff(contract_id), at)
            state["calls"] += len(line.calls)
            state["agents"] |= agents_now(line)
            state["queues"] |= queues_now(line)
        Switch.objects.filter(system=self.system).update(seen_at=at, connected=True, state=state)


def sit(contract_id: str, duty: set[tuple[str, str]], staff: set[str], at: datetime) -> None:
    """Have the simulated agents on ``duty`` sit at their queues, and no other of the ``staff``."""
    seats = Seat.objects.filter(contract_id=contract_id, agent__in=staff)
    known = {(seat.agent, seat.queue): seat for seat in seats}
    for place in duty | set(known):
        wanted = "in" if place in duty else "out"
        seat = known.get(place)
        if seat is not None and seat.confirmed == seat.wanted == wanted:
            continue
        values = {"wanted": wanted, "confirmed": wanted, "since": at, "confirmed_at": at}
        Seat.objects.update_or_create(
            contract_id=contract_id, agent=place[0], queue=place[1], defaults=values
        )
        changed(contract_id, TOPIC)


def agents_now(line: SimulatedSwitch) -> dict[str, Any]:
    """The agents of a line, what each does, and in which queues."""
    live = line.live
    contract = live.plan.contract
    serving = {name: live.desk.serving(name, live.moment) for name in live.plan.queues}
    paused = {agent for (agent, _), is_paused in live.desk.seats.items() if is_paused}
    calls = {call.agent: call for call in line.calls if call.agent}
    found: dict[str, Any] = {}
    for agent in live.plan.agents.values():
        queues = sorted(f"{contract}.{name}" for name, own in serving.items() if agent.name in own)
        if not queues and agent.name not in paused and agent.name not in calls:
            continue
        call = calls.get(agent.name)
        resting = live.desk.resting_until.get(agent.name, 0) > live.now
        if call is not None:
            state, since = "talking" if call.stage == "talk" else "ringing", call.last_at
        elif agent.name in paused:
            state, since = "paused", live.desk.free_since.get(agent.name, live.now)
        else:
            state = "wrap_up" if resting else "free"
            since = live.desk.free_since.get(agent.name, live.now)
        found[agent_key(contract, agent.name)] = {
            "state": state,
            "since": since,
            "extension": agent.extension,
            "queues": queues,
            "reason": "",
        }
    return found


def queues_now(line: SimulatedSwitch) -> dict[str, Any]:
    """The queues of a line: how many wait, since when, and how many agents serve them."""
    live = line.live
    found: dict[str, Any] = {}
    for name in live.plan.queues:
        waiting = [call.last_at for call in live.waiting.get(name, ())]
        found[f"{live.plan.contract}.{name}"] = {
            "waiting": len(waiting),
            "longest_since": min(waiting, default=None),
            "agents": len(live.desk.serving(name, live.moment)),
        }
    return found


def left_on_the_line(system: str) -> list[Fact]:
    """An end for each call that nobody ended, at the time of its last fact."""
    open_calls = LineCall.objects.filter(system=system, over=False).values_list("call", flat=True)
    last = (
        models.Fact.objects.filter(system=system, call__in=list(open_calls))
        .values_list("call")
        .annotate(Max("at"))
    )
    return [
        Fact(
            system=system,
            call=call,
            key="ended:left",
            at=at + 1,
            kind=FactKind.ENDED,
            data={"stage": "", "by": "switch"},
            source=Source.SIMULATED,
        )
        for call, at in last
    ]
