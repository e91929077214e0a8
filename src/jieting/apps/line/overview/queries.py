"""What is on the line now: calls, who waits in which queue, and who sits where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jieting.apps.line.agent_key import agent_key
from jieting.apps.line.models import LineCall, Seat
from jieting.apps.line.seats.words import IN, OUT, PAUSED
from jieting.apps.line.words import WITH_AGENT
from jieting.domain.line.plan import Plan
from jieting.domain.periods import Instant

QUEUED = "queue"
"""The stage of a call that waits in a queue."""


@dataclass(slots=True)
class QueueNow:
    """A queue at this moment; ``oldest`` is since when its first caller waits."""

    name: str
    waiting: int = 0
    oldest: Instant | None = None
    signed_in: int = 0
    paused: int = 0
    free: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What the switch tells of an agent: free, talking, ringing, paused, wrap_up or unreachable."""

    state: str = ""
    since: Instant | None = None


@dataclass(slots=True)
class AgentNow:
    """An agent who sits in a queue: the seats, the call in hand, what the switch tells."""

    name: str
    seats: list[Seat] = field(default_factory=list)
    call: LineCall | None = None
    told: Told = field(default_factory=Told)

    @property
    def sits(self) -> bool:
        """Whether the switch has the agent in a queue, paused or not."""
        return any(seat.confirmed != OUT for seat in self.seats)

    @property
    def is_free(self) -> bool:
        """Whether a call could ring there now."""
        takes_calls = any(seat.confirmed == IN for seat in self.seats)
        return takes_calls and self.call is None and self.told.state in ("", "free")


def calls_now(contract_id: str) -> list[LineCall]:
    """Calls that are on the line, the oldest first."""
    rows = LineCall.objects.filter(contract_id=contract_id, over=False)
    return list(rows.order_by("arrived_at", "pk"))


def agents_now(contract_id: str, calls: Iterable[LineCall], state: Any) -> list[AgentNow]:
    """Everybody who sits in a queue or wants to, or has a call, by name."""
    found: dict[str, AgentNow] = {}
    seats = Seat.objects.filter(contract_id=contract_id).exclude(wanted=OUT, confirmed=OUT)
    for seat in seats.order_by("agent", "queue"):
        found.setdefault(seat.agent, AgentNow(seat.agent)).seats.append(seat)
    for call in calls:
        if call.agent and call.stage in WITH_AGENT:
            found.setdefault(call.agent, AgentNow(call.agent)).call = call
    told = told_of_agents(state)
    for name, agent in found.items():
        agent.told = told.get(agent_key(contract_id, name), Told())
    return [found[name] for name in sorted(found)]


def queues_now(
    plan: Plan | None, calls: Iterable[LineCall], agents: Iterable[AgentNow]
) -> list[QueueNow]:
    """The queues of the plan, and any other in which somebody waits or sits."""
    names = plan.queues if plan is not None else ()
    found = {name: QueueNow(name) for name in names}
    for call in calls:
        if call.stage == QUEUED:
            queue = found.setdefault(call.queue, QueueNow(call.queue))
            queue.waiting += 1
            queue.oldest = min(queue.oldest or call.stage_at, call.stage_at)
    for agent in agents:
        for seat in agent.seats:
            _sits(found.setdefault(seat.queue, QueueNow(seat.queue)), seat, agent)
    return list(found.values())


def told_of_agents(state: Any) -> Mapping[str, Told]:
    """What the switch tells of each agent, by its key; what cannot be read is not told."""
    told = state.get("agents") if isinstance(state, dict) else None
    if not isinstance(told, dict):
        return {}
    return {str(name): _told(one) for name, one in told.items() if isinstance(one, dict)}


def _told(one: dict[str, Any]) -> Told:
    since = one.get("since")
    return Told(str(one.get("state", "")), since if isinstance(since, int) else None)


def _sits(queue: QueueNow, seat: Seat, agent: AgentNow) -> None:
    if seat.confirmed == OUT:
        return
    queue.signed_in += 1
    queue.paused += seat.confirmed == PAUSED
    queue.free += seat.confirmed == IN and agent.is_free
