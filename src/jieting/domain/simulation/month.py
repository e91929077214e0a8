"""The simulated month: all calls of a hotline from one stream of uniform numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from zoneinfo import ZoneInfo

import numpy as np

from jieting.domain.calls.call import Call
from jieting.domain.periods import SECOND, Month, Period, within
from jieting.domain.simulation.arrivals import simulate_arrivals
from jieting.domain.simulation.disturbances import Disturbance, draw_disturbances
from jieting.domain.simulation.draws import Codes, Floats, Instants
from jieting.domain.simulation.duty import team_duty
from jieting.domain.simulation.handling import Handled, draw_handling
from jieting.domain.simulation.menu import QUEUED, enter
from jieting.domain.simulation.outbound import simulate_outbound
from jieting.domain.simulation.patience import draw_patience
from jieting.domain.simulation.profile import Profile
from jieting.domain.simulation.queueing import NOBODY, serve
from jieting.domain.simulation.rows import Columns, inbound_calls, numbered


class U(IntEnum):
    """Columns of the table of uniform numbers: one row per arrival, drawn in one piece.

    A call keeps its numbers whatever happens to the others, so that two teams or two rosters can
    be compared on the same callers.
    """

    LINE = 0
    MENU = 1
    MENU_TIME = 2
    PATIENCE_KIND = 3
    PATIENCE = 4
    TALK = 5
    HOLD = 6
    WRAP_UP = 7
    RATED = 8
    LEVEL = 9
    RECORDED = 10
    CALLER = 11


@dataclass(frozen=True, slots=True)
class Queue:
    """What the simulation leaves for each arrival, as arrays in order of arrival."""

    code: Codes
    queued_at: Instants
    decided_at: Instants
    agent: Instants


def simulate_month(
    profile: Profile,
    month: Month,
    zone: ZoneInfo,
    open_periods: tuple[Period, ...],
    rng: np.random.Generator,
    *,
    queue: str = "",
    source_ref: str = "",
) -> list[Call]:
    """Every call of the month in order of arrival, marked with the source ``simulated``.

    ``open_periods`` is when the line is open; ``queue`` names the queue otherwise than the
    profile. Draws, in this order: disturbances, inbound arrivals, twelve numbers for each of them,
    outbound attempts, five numbers for each of those.
    """
    disturbances = draw_disturbances(profile.planned, month, zone, open_periods, rng)
    arrived = simulate_arrivals(profile.demand, month, zone, disturbances, rng)
    u = rng.random((len(arrived), len(U)))
    handled = draw_handling(profile.handling, u[:, U.TALK], u[:, U.HOLD], u[:, U.WRAP_UP])
    through = _through(profile, month, zone, open_periods, disturbances, arrived, u, handled)
    columns = Columns(
        arrived,
        through.code,
        through.queued_at,
        through.decided_at,
        through.agent,
        handled,
        u[:, U.RATED],
        u[:, U.LEVEL],
        u[:, U.RECORDED],
        u[:, U.CALLER],
    )
    name = queue or profile.queue
    calls = inbound_calls(profile, name, columns)
    if profile.outbound:
        open_now = within(open_periods, month.period(zone))
        calls += simulate_outbound(profile, profile.outbound, name, month, zone, open_now, rng)
    return numbered(calls, zone, source_ref)


def _through(
    profile: Profile,
    month: Month,
    zone: ZoneInfo,
    open_periods: tuple[Period, ...],
    disturbances: tuple[Disturbance, ...],
    arrived: Instants,
    u: Floats,
    handled: Handled,
) -> Queue:
    """Send every arrival through the menu and, where it goes on, through the queue."""
    entered = enter(
        profile.menu,
        arrived,
        u[:, U.LINE],
        u[:, U.MENU],
        u[:, U.MENU_TIME],
        open_periods,
        disturbances,
    )
    waiting = _in_queue_order(entered.code, entered.left_at)
    patience = draw_patience(profile.patience, u[:, U.PATIENCE_KIND], u[:, U.PATIENCE])
    duty = team_duty(profile.team, month, zone, open_periods, disturbances)
    served = serve(
        entered.left_at[waiting],
        patience[waiting],
        profile.patience.timeout_s * SECOND,
        handled.busy[waiting],
        duty,
    )
    code, decided = entered.code.copy(), entered.left_at.copy()
    agent = np.full(len(arrived), NOBODY, dtype=np.int64)
    code[waiting], decided[waiting], agent[waiting] = served.code, served.decided_at, served.agent
    return Queue(code, entered.left_at, decided, agent)


def _in_queue_order(code: Codes, left_at: Instants) -> Instants:
    """Places of the calls that queue, by the instant of queueing, then of arrival."""
    places = np.flatnonzero(code == QUEUED)
    return places[np.argsort(left_at[places], kind="stable")].astype(np.int64)
