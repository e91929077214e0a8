"""The simulated switch of one line: calls come, and what a person asks of it happens."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from jieting.domain.line.facts import Fact, FactKind
from jieting.domain.line.plan import Plan
from jieting.domain.periods import HALF_HOUR, SECOND, Instant, local
from jieting.domain.simulation.line.desk import Desk
from jieting.domain.simulation.line.dice import HOUR, Dice, chance, exponential, lognormal
from jieting.domain.simulation.line.entrance import arrive, enter_node
from jieting.domain.simulation.line.live import Live, LiveCall
from jieting.domain.simulation.line.talking import (
    answer,
    cut,
    hang_up_agent,
    hold,
    resume,
    transfer,
)
from jieting.domain.simulation.line.waiting import serve_all, stop_ringing
from jieting.domain.simulation.line.ways import ways
from jieting.domain.simulation.profile import Demand, Lognormal, Profile

_LOOK_AGAIN: Instant = 5 * SECOND
_RING_OUT = Lognormal(16.0, 0.4)
_REACHED = 0.62


def calls_an_hour(demand: Demand, at: Instant, zone: ZoneInfo) -> float:
    """What a profile expects at a time of the week, as calls an hour."""
    moment = local(at, zone)
    day = demand.calls_a_day * 7 * demand.weekdays[moment.weekday()] / sum(demand.weekdays)
    half = 2 * moment.hour + moment.minute // 30
    return 2 * day * demand.shape[half] / sum(demand.shape)


class SimulatedSwitch:
    """A line that nobody has to call: ``advance`` lets time pass and gives what it told.

    The same plan, profile, dice, start and commands give the same facts. ``rate`` is calls an
    hour at an instant; None takes the profile's own. ``named`` begins the names of calls: those of
    two lines of one switch must differ.
    """

    def __init__(
        self,
        plan: Plan,
        profile: Profile,
        *,
        system: str,
        zone: ZoneInfo,
        dice: Dice,
        start: Instant,
        is_open: Callable[[Instant], bool],
        rate: Callable[[Instant], float] | None = None,
        named: str = "",
    ) -> None:
        self._rate = rate or (lambda at: calls_an_hour(profile.demand, at, zone))
        desk = Desk(plan, profile.team)
        self.live = Live(
            plan=plan,
            profile=profile,
            system=system,
            zone=zone,
            dice=dice,
            is_open=is_open,
            ways=ways(plan),
            desk=desk,
            now=start,
            enter=enter_node,
            named=named or system,
        )
        self._next_arrival()
        self._look_again()

    def advance(self, until: Instant) -> list[Fact]:
        """Everything that was told until then, in order."""
        self.live.run_until(until)
        told, self.live.told = self.live.told, []
        return sorted(told, key=lambda fact: (fact.at, fact.key))

    @property
    def calls(self) -> list[LiveCall]:
        """The calls on the line, the oldest first."""
        return list(self.live.calls.values())

    def close(self) -> None:
        """The switch goes down: every call on it ends."""
        for call in self.calls:
            cut(self.live, call, "switch")

    def sign_in(self, agent: str, queue: str, *, paused: bool = False) -> bool:
        """A person takes an agent's place in a queue, or pauses there; False for none of ours."""
        if agent not in self.live.plan.agents or queue not in self.live.plan.queues:
            return False
        self.live.desk.sign_in(agent, queue, paused=paused)
        serve_all(self.live)
        return True

    def sign_out(self, agent: str, queue: str) -> bool:
        """The person leaves the queue."""
        self.live.desk.sign_out(agent, queue)
        return True

    def set_emergency(self, *, on: bool) -> bool:
        """Play the emergency announcement to every caller before all else, or no more."""
        self.live.emergency = on
        return True

    def hold(self, name: str) -> bool:
        """Put the caller of a talk on hold."""
        return self._in_talk(name, hold)

    def resume(self, name: str) -> bool:
        """Take the caller of a talk back."""
        return self._in_talk(name, resume)

    def transfer(self, name: str, way: str, to: str) -> bool:
        """Hand a talk on."""
        return self._in_talk(name, lambda live, call: transfer(live, call, way, to))

    def hang_up(self, name: str) -> bool:
        """End a talk as its agent does, or any other call as the switch does."""
        call = self.live.calls.get(name)
        if call is None:
            return False
        if call.stage == "talk" and call.agent:
            hang_up_agent(self.live, call)
        else:
            cut(self.live, call, "switch")
        return True

    def pause_recording(self, name: str, *, paused: bool) -> bool:
        """Keep silence in the recording of a talk, or go on."""
        kind = FactKind.RECORDING_PAUSED if paused else FactKind.RECORDING_RESUMED
        return self._in_talk(name, lambda live, call: live.tell(call, kind))

    def call_out(self, agent: str, number: str) -> str:
        """An agent calls a number; the name of the call, '' where the agent is not free."""
        live = self.live
        if agent not in live.plan.agents or agent in live.desk.busy:
            return ""
        live.desk.take(agent)
        call = LiveCall(
            f"{live.named}-{live.now // SECOND}.{live.now % SECOND:06d}o",
            number,
            live.now,
            outbound=True,
            agent=agent,
            legs=1,
        )
        live.calls[call.name] = call
        contract = live.plan.contract
        live.tell(call, FactKind.OFFERED, contract=contract, direction="outbound", caller=number)
        call.go_on("ringing")
        live.later(lognormal(live.dice, _RING_OUT, 3, 60), call, _rang_out_there)
        return call.name

    def _in_talk(self, name: str, act: Callable[[Live, LiveCall], None]) -> bool:
        call = self.live.calls.get(name)
        if call is None or call.stage != "talk" or not call.agent:
            return False
        act(self.live, call)
        return True

    def _next_arrival(self) -> None:
        """Plan the next call; where none comes in this half hour, look again in the next one."""
        live = self.live
        border = (live.now // HALF_HOUR + 1) * HALF_HOUR
        rate = self._rate(live.now)
        at = live.now + exponential(live.dice, HOUR / SECOND / rate) if rate > 0 else border
        live.plan_at(min(at, border), self._arrival if at < border else self._next_arrival)

    def _arrival(self) -> None:
        arrive(self.live)
        self._next_arrival()

    def _look_again(self) -> None:
        """Agents come back from a rest or begin their shift without telling anybody."""
        serve_all(self.live)
        self.live.plan_at(self.live.now + _LOOK_AGAIN, self._look_again)


def _rang_out_there(live: Live, call: LiveCall) -> None:
    if chance(live.dice, _REACHED):
        answer(live, call, call.agent, queue="")
        return
    live.tell(call, FactKind.REJECTED, reason="")
    stop_ringing(live, call)
    live.end(call, "agent")
