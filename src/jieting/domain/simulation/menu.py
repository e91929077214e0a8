"""The way to the queue: closed or blocked lines, the menu, self-service answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jieting.domain.calls.call import Outcome
from jieting.domain.periods import SECOND, Period
from jieting.domain.simulation.disturbances import Disturbance
from jieting.domain.simulation.draws import (
    Codes,
    Flags,
    Floats,
    Instants,
    exponential,
    lognormal,
    spans,
)
from jieting.domain.simulation.profile import Menu

OUTCOMES = tuple(Outcome)
"""A code in an array is a place in this tuple."""
QUEUED = -1
"""Code of a call that goes on to the queue: its outcome is still to be decided."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of each arrival before the queue, and the instant at which it did."""

    code: Codes
    left_at: Instants


def enter(
    menu: Menu,
    arrived: Instants,
    u_line: Floats,
    u_menu: Floats,
    u_time: Floats,
    open_periods: tuple[Period, ...],
    disturbances: tuple[Disturbance, ...] = (),
) -> Entered:
    """Send each arrival into rejection, the menu or the queue."""
    blocked, menu_down = _blocked_share(menu, arrived, disturbances)
    closed = ~_inside(arrived, _queueing(menu, open_periods))
    code = np.select(
        [
            closed | (u_line < blocked),
            menu_down,
            u_menu < menu.abandoned_share,
            u_menu < menu.abandoned_share + menu.served_share,
        ],
        [
            OUTCOMES.index(Outcome.REJECTED),
            QUEUED,
            OUTCOMES.index(Outcome.ABANDONED_IN_IVR),
            OUTCOMES.index(Outcome.SERVED_BY_IVR),
        ],
        QUEUED,
    ).astype(np.int8)
    return Entered(code, arrived + spans(_seconds(menu, code, menu_down, closed, u_time)))


def _seconds(menu: Menu, code: Codes, menu_down: Flags, closed: Flags, u: Floats) -> Floats:
    """Seconds from arrival until the call left the entrance."""
    return np.select(
        [
            closed,
            (code == OUTCOMES.index(Outcome.REJECTED)) | menu_down,
            code == OUTCOMES.index(Outcome.ABANDONED_IN_IVR),
            code == OUTCOMES.index(Outcome.SERVED_BY_IVR),
        ],
        [
            u * menu.closed_message_s,
            np.zeros_like(u),
            exponential(u, menu.abandoned_mean_s),
            lognormal(u, menu.served.mean_s, menu.served.sigma),
        ],
        lognormal(u, menu.to_queue.mean_s, menu.to_queue.sigma),
    )


def _queueing(menu: Menu, open_periods: tuple[Period, ...]) -> tuple[Period, ...]:
    """The open periods, begun earlier by the time in which a closed line already queues."""
    early = menu.queue_before_opening_s * SECOND
    return tuple(Period(p.start - early, p.end) for p in open_periods)


def _inside(at: Instants, periods: tuple[Period, ...]) -> Flags:
    inside = np.zeros(len(at), dtype=np.bool_)
    for period in periods:
        inside[np.searchsorted(at, period.start) : np.searchsorted(at, period.end)] = True
    return inside


def _blocked_share(
    menu: Menu, arrived: Instants, disturbances: tuple[Disturbance, ...]
) -> tuple[Floats, Flags]:
    """Probability of finding no line, and whether the menu is down, for each arrival."""
    blocked = np.full(len(arrived), menu.blocked_share)
    down = np.zeros(len(arrived), dtype=np.bool_)
    for disturbance in disturbances:
        if disturbance.planned.rejected_share:
            inside = _inside(arrived, (disturbance.period,))
            blocked[inside] = disturbance.planned.rejected_share
            down |= inside
    return blocked, down
