"""The desk: who answers at a simulated line, and who of them is free."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from jieting.domain.line.plan import Agent, Plan
from jieting.domain.periods import Instant
from jieting.domain.simulation.profile import Team


def is_on_shift(team: Team, number: int, moment: datetime) -> bool:
    """Whether the rotation has agent ``number`` on duty at a local time."""
    row = team.rotation[(number + moment.toordinal() // 7) % len(team.rotation)]
    letter = row[moment.weekday()]
    half_hour = 2 * moment.hour + moment.minute // 30
    return any(name == letter and first <= half_hour < last for name, first, last in team.shifts)


@dataclass(slots=True)
class Desk:
    """Agents of a plan. Those who have an account are played by its person, who signs in.

    The others work by the rotation of ``team``, in every queue that they may serve; there is
    always one of them, unless persons play all. ``seats`` is (agent, queue) to whether it pauses.
    """

    plan: Plan
    team: Team
    seats: dict[tuple[str, str], bool] = field(default_factory=dict)
    played: set[str] = field(default_factory=set)
    busy: set[str] = field(default_factory=set)
    free_since: dict[str, Instant] = field(default_factory=dict)
    resting_until: dict[str, Instant] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.played |= {agent.name for agent in self.plan.agents.values() if agent.person}

    def sign_in(self, agent: str, queue: str, *, paused: bool) -> None:
        """A person takes the agent's place in a queue, or pauses there."""
        self.played.add(agent)
        self.seats[agent, queue] = paused

    def sign_out(self, agent: str, queue: str) -> None:
        """The person leaves the queue; nobody takes the place until the simulation begins anew."""
        self.played.add(agent)
        self.seats.pop((agent, queue), None)

    def on_duty(self, moment: datetime) -> list[str]:
        """The agents whom nobody plays and who work now."""
        mine = [name for name in self.plan.agents if name not in self.played]
        numbers = {name: number for number, name in enumerate(self.plan.agents)}
        found = [name for name in mine if is_on_shift(self.team, numbers[name], moment)]
        return found or mine[:1]

    def serving(self, queue: str, moment: datetime) -> list[str]:
        """Who serves a queue now, busy or not; those who pause do not."""
        wanted = self.plan.queues[queue]
        may = {agent.name: level for agent, level in self.plan.agents_of(wanted)}
        played = [
            agent for (agent, name), paused in self.seats.items() if name == queue and not paused
        ]
        return [name for name in (*played, *self.on_duty(moment)) if name in may or name in played]

    def free(self, queue: str, moment: datetime, now: Instant) -> list[str]:
        """Who could take a call of a queue now: persons first, for they came to practise."""
        able = [
            name
            for name in self.serving(queue, moment)
            if name not in self.busy and self.resting_until.get(name, 0) <= now
        ]
        return sorted(
            able, key=lambda name: (name not in self.played, self.free_since.get(name, 0))
        )

    def take(self, agent: str) -> None:
        """The agent has a call, or its telephone rings."""
        self.busy.add(agent)

    def release(self, agent: str, now: Instant, rest: Instant) -> None:
        """The agent is done with a call and rests a while."""
        self.busy.discard(agent)
        self.free_since[agent] = now
        self.resting_until[agent] = now + rest

    def at_extension(self, extension: str) -> Agent | None:
        """Whose telephone it is."""
        agents = self.plan.agents.values()
        return next((agent for agent in agents if agent.extension == extension), None)
