"""Calls that the hotline makes itself, one after the other, by agents who take no inbound calls."""

from __future__ import annotations

from enum import IntEnum
from zoneinfo import ZoneInfo

import numpy as np

from jieting.domain.calls.call import Call, Direction, Outcome
from jieting.domain.periods import Instant, Month, Period
from jieting.domain.simulation.arrivals import poisson
from jieting.domain.simulation.draws import Floats, Instants, lognormal, spans
from jieting.domain.simulation.duty import Duty, on_duty, team_duty
from jieting.domain.simulation.handling import Handled, draw_handling
from jieting.domain.simulation.menu import OUTCOMES
from jieting.domain.simulation.profile import Outbound, Profile
from jieting.domain.simulation.queueing import NEVER, Served, serve
from jieting.domain.simulation.rows import SOURCE, Talk, answered_call, masked_caller
from jieting.domain.simulation.slots import slots


class V(IntEnum):
    """Columns of the table of uniform numbers of outbound attempts."""

    RING = 0
    REACHED = 1
    TALK = 2
    WRAP_UP = 3
    CALLEE = 4


def simulate_outbound(
    profile: Profile,
    outbound: Outbound,
    queue: str,
    month: Month,
    zone: ZoneInfo,
    open_periods: tuple[Period, ...],
    rng: np.random.Generator,
) -> list[Call]:
    """The outbound calls of the month, not yet numbered.

    Attempts come up at random while an agent is on duty, and each is dialled as soon as its agent
    is free. One that nobody picks up has the outcome ``rejected``: it reached no one.
    """
    duty = team_duty(outbound.team, month, zone, open_periods)
    wanted = _attempts(outbound, month, zone, duty, rng)
    v = rng.random((len(wanted), len(V)))
    ring = spans(lognormal(v[:, V.RING], outbound.ring.mean_s, outbound.ring.sigma))
    reached = v[:, V.REACHED] < outbound.reached_share
    handled = draw_handling(profile.handling, v[:, V.TALK], np.ones(len(wanted)), v[:, V.WRAP_UP])
    busy = ring + np.where(reached, handled.busy, 0)
    patience = np.full(len(wanted), NEVER, dtype=np.int64)
    dialled = serve(wanted, patience, NEVER, busy, duty)
    names = outbound.team.agents
    return _calls(names, queue, dialled, ring, reached.tolist(), handled, v[:, V.CALLEE])


def _attempts(
    outbound: Outbound, month: Month, zone: ZoneInfo, duty: Duty, rng: np.random.Generator
) -> Instants:
    """When attempts come up: evenly over the half hours that begin with somebody on duty."""
    starts = [slot.start for slot in slots(month, zone) if on_duty(duty, slot.start)]
    grid = np.array(starts, dtype=np.int64)
    return poisson(grid, np.full(len(grid), outbound.calls_an_hour / 2), rng)


def _calls(
    names: tuple[str, ...],
    queue: str,
    dialled: Served,
    ring: Instants,
    reached: list[bool],
    handled: Handled,
    u_callee: Floats,
) -> list[Call]:
    rows = zip(
        dialled.code.tolist(),
        dialled.decided_at.tolist(),
        dialled.agent.tolist(),
        ring.tolist(),
        reached,
        handled.talk_s.tolist(),
        handled.wrap_up_s.tolist(),
        u_callee.tolist(),
        strict=True,
    )
    calls = []
    for code, at, agent, rang, met, talk, wrap, u in rows:
        if OUTCOMES[code] is not Outcome.ANSWERED:
            continue  # still to be dialled when the month ended
        callee = masked_caller(u)
        if met:
            talked = Talk(at, at, at + rang, names[agent], (talk, 0, wrap), None, True)
            calls.append(answered_call(Direction.OUTBOUND, queue, callee, talked))
        else:
            calls.append(_unreached(callee, names[agent], at, at + rang))
    return calls


def _unreached(callee: str, agent: str, dialled: Instant, ended: Instant) -> Call:
    return Call(
        call_id="",
        direction=Direction.OUTBOUND,
        arrived_at=dialled,
        ended_at=ended,
        outcome=Outcome.REJECTED,
        caller=callee,
        agent=agent,
        source=SOURCE,
    )
