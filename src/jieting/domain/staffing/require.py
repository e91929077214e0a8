"""The requirement worked out: the fewest agents of each half hour that keep all targets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.forecasting.forecast import Slot
from jieting.domain.said import say
from jieting.domain.staffing.balance import NO_THRESHOLD, Floats, Wholes
from jieting.domain.staffing.erlang import HALF_HOUR_S, rates
from jieting.domain.staffing.file import MOST_AGENTS
from jieting.domain.staffing.requirement import Required
from jieting.domain.staffing.search import SIZES, smallest_of_all
from jieting.domain.staffing.targets import VARIANTS, Targets

NOT_ENOUGH = -1
"""Instead of a number of agents: ``MOST_AGENTS`` do not keep the targets."""


def agents_needed(
    calls: ArrayLike,
    aht_s: ArrayLike,
    patience_s: ArrayLike,
    targets: Targets,
    interval_s: float = HALF_HOUR_S,
) -> Wholes:
    """The fewest agents with which Erlang A keeps all ``targets``, for each half hour.

    ``calls`` are those offered in ``interval_s`` seconds, ``aht_s`` and ``patience_s`` means in
    seconds; endless patience makes it Erlang C. All broadcast to the shape of the result.
    Edge: 0 without calls, else at least 1; ``NOT_ENOUGH`` where ``MOST_AGENTS`` do not suffice.
    Errors: ValueError as for ``queue_figures``.
    """
    _, arrivals, service, giving_up, shape = rates(calls, aht_s, 1, patience_s, interval_s)
    asked = _as_array(targets)
    out = np.zeros(arrivals.size, np.int64)
    reserves = np.full(SIZES, 0.5)
    smallest_of_all(arrivals, service, giving_up, asked, MOST_AGENTS, reserves, out)
    return out.reshape(shape)


def rostered(agents: int, shrinkage: Fraction) -> int:
    """How many must be paid for so that ``agents`` are there: ceil(agents / (1 - shrinkage)).

    ``shrinkage`` is the share of paid time in which people are not there to answer, from 0 to
    below 1. Edge: exact, so that 7 of 10 with 0.3 away are 10. Errors: ValueError beyond that.
    """
    if not 0 <= shrinkage < 1:
        raise ValueError("shrinkage is a share from 0 to below 1")
    return math.ceil(agents / (1 - shrinkage))


def required(
    slots: Sequence[Slot],
    targets: Targets,
    patience_s: float,
    shrinkage: Fraction = Fraction(0),
    at_least: int = 0,
) -> tuple[Required, ...]:
    """The requirement of each half hour of a forecast, never below ``at_least`` agents.

    Errors: BadInput with every half hour that no number of agents can serve.
    """
    calls = np.array([slot.calls for slot in slots])
    aht_s = np.array([slot.aht_s for slot in slots])
    impossible = [_no_handle_time(slot) for slot in slots if slot.calls > 0 and slot.aht_s <= 0]
    if impossible:
        raise BadInput(impossible)
    needed = agents_needed(calls, aht_s, patience_s, targets)
    beyond = [_too_many(slot) for slot, n in zip(slots, needed, strict=True) if n == NOT_ENOUGH]
    if beyond:
        raise BadInput(beyond)
    agents = [max(at_least, int(n)) for n in needed]
    return tuple(
        Required(slot.queue, slot.start, slot.calls, slot.aht_s, n, rostered(n, shrinkage))
        for slot, n in zip(slots, agents, strict=True)
    )


def _as_array(targets: Targets) -> Floats:
    """The targets as the search takes them; what is not asked for is kept by anything."""
    level = targets.service_level
    return np.array(
        [
            0.0 if targets.connection_rate is None else targets.connection_rate,
            math.inf if targets.abandon_rate is None else targets.abandon_rate,
            0.0 if level is None else level.share,
            0.0 if level is None else VARIANTS.index(level.variant),
            NO_THRESHOLD if level is None else level.threshold_s,
            math.inf if targets.asa_s is None else targets.asa_s,
            math.inf if targets.occupancy is None else targets.occupancy,
        ],
        dtype=np.float64,
    )


def _no_handle_time(slot: Slot) -> Finding:
    return Finding(
        "no_handle_time",
        say("{calls} calls have a handle time of 0 s.", calls=f"{slot.calls:.3f}"),
        say("How many agents they keep busy is not known."),
        say("Write the mean time that an agent is busy with a call."),
        _place(slot),
    )


def _too_many(slot: Slot) -> Finding:
    return Finding(
        "too_many_agents",
        say("Even {most} agents do not keep the targets.", most=MOST_AGENTS),
        say("The half hour cannot be planned."),
        say("Check the calls and the handle time of the forecast, or ask for less."),
        _place(slot),
    )


def _place(slot: Slot) -> Place:
    return Place(slot.queue or "-", None, str(slot.start))
