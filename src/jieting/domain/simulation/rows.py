"""From arrays to calls: the rows of the call table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jieting.domain.calls.call import OFFERED, SIMULATED, Call, Direction, Outcome, Rating
from jieting.domain.periods import SECOND, Instant, local
from jieting.domain.simulation.draws import Codes, Floats, Instants
from jieting.domain.simulation.handling import Handled
from jieting.domain.simulation.menu import OUTCOMES
from jieting.domain.simulation.profile import Profile
from jieting.domain.simulation.ratings import draw_ratings

SOURCE = SIMULATED
PREFIXES = ("130", "138", "139", "150", "159", "177", "186", "199")
CALLERS = len(PREFIXES) * 10_000


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of each inbound call, in order of arrival."""

    arrived_at: Instants
    code: Codes
    queued_at: Instants
    decided_at: Instants
    agent: Instants
    handled: Handled
    u_rated: Floats
    u_level: Floats
    u_recorded: Floats
    u_caller: Floats


def inbound_calls(profile: Profile, queue: str, columns: Columns) -> list[Call]:
    """The inbound calls as rows, not yet numbered."""
    names = profile.team.agents
    ratings = draw_ratings(profile.ratings, columns.u_rated, columns.u_level)
    recorded = (columns.u_recorded < profile.handling.recorded_share).tolist()
    rows = zip(
        columns.arrived_at.tolist(),
        columns.code.tolist(),
        columns.queued_at.tolist(),
        columns.decided_at.tolist(),
        columns.agent.tolist(),
        columns.handled.talk_s.tolist(),
        columns.handled.hold_s.tolist(),
        columns.handled.wrap_up_s.tolist(),
        ratings,
        recorded,
        columns.u_caller.tolist(),
        strict=True,
    )
    calls = []
    for arrived, code, queued, decided, agent, talk, hold, wrap, rating, kept, u in rows:
        caller = masked_caller(u)
        if OUTCOMES[code] is Outcome.ANSWERED:
            lengths = talk, hold, wrap
            talked = Talk(arrived, queued, decided, names[agent], lengths, rating, kept)
            calls.append(answered_call(Direction.INBOUND, queue, caller, talked))
        else:
            calls.append(_lost_call(queue, caller, OUTCOMES[code], arrived, queued, decided))
    return calls


class Talk(NamedTuple):
    """An answered call: its times, its agent, talk, hold and wrap-up seconds, what was kept."""

    arrived: Instant
    queued: Instant
    answered: Instant
    agent: str
    lengths: tuple[int, int, int]
    rating: Rating | None
    recorded: bool


def answered_call(direction: Direction, queue: str, caller: str, talked: Talk) -> Call:
    """A call that an agent talked in, as a row without its id."""
    talk, hold, wrap = talked.lengths
    return Call(
        call_id="",
        direction=direction,
        arrived_at=talked.arrived,
        queued_at=talked.queued,
        answered_at=talked.answered,
        ended_at=talked.answered + (talk + hold) * SECOND,
        outcome=Outcome.ANSWERED,
        queue=queue,
        caller=caller,
        agent=talked.agent,
        talk_s=talk,
        hold_s=hold,
        wrap_up_s=wrap,
        rating=talked.rating,
        recording="y" if talked.recorded else "",
        source=SOURCE,
    )


def _lost_call(
    queue: str, caller: str, outcome: Outcome, arrived: Instant, queued: Instant, ended: Instant
) -> Call:
    """A call that no agent talked in; only an offered one has a queue."""
    offered = outcome in OFFERED
    return Call(
        call_id="",
        direction=Direction.INBOUND,
        arrived_at=arrived,
        queued_at=queued if offered else None,
        ended_at=ended,
        outcome=outcome,
        queue=queue if offered else "",
        caller=caller,
        source=SOURCE,
    )


def masked_caller(u: float) -> str:
    """A made-up caller, masked like a real one: three digits, four stars, four digits."""
    number = int(u * CALLERS)
    return f"{PREFIXES[number // 10_000]}****{number % 10_000:04d}"


def numbered(calls: Iterable[Call], zone: ZoneInfo, source_ref: str) -> list[Call]:
    """The calls in order of arrival, each with an id that tells day and place: SIM-20261001-000123.

    The numbers start anew each local day.
    """
    last: dict[str, int] = {}
    found = []
    for call in sorted(calls, key=lambda c: (c.arrived_at, c.direction, c.ended_at)):
        day = f"{local(call.arrived_at, zone):%Y%m%d}"
        last[day] = last.get(day, 0) + 1
        call_id = f"SIM-{day}-{last[day]:06d}"
        found.append(replace(call, call_id=call_id, source_ref=source_ref))
    return found
