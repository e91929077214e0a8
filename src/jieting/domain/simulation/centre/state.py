"""What the kernel of several queues keeps while it runs, and the heap of its talks.

The columns of a few arrays rather than many arrays: each array that a kernel is given costs time
at each call within it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jieting.domain.kernel import inlined
from jieting.domain.simulation.centre.plan import Floats, Plan, Whole

Keys = NDArray[np.uint64]
FLAT = 16
"""Up to so many places of talks the first is the least and the others are in no order."""
GROUP_BITS = 10
"""A talk is one number: its end, then its group."""
GROUPS = 1 << GROUP_BITS
"""So many groups there may be, less one."""


class Waiting(NamedTuple):
    """Columns of a waiting call; ``home`` is the queue that it entered first."""

    entered: int = 0
    queued: int = 1
    deadline: int = 2
    arrived: int = 3
    home: int = 4
    slot: int = 5
    number: int = 6


class QueueState(NamedTuple):
    """Columns of a queue: its ring, and the next call that comes to it."""

    head: int = 0
    """Calls that ever left the ring."""
    tail: int = 1
    """Calls that ever entered it."""
    at: int = 2
    """When the next call leaves the menu."""
    code: int = 3
    """What the menu makes of it."""
    slot: int = 4
    """The slot in which it arrived."""
    period: int = 5
    day: int = 6
    number: int = 7
    """Its number among the queue's arrivals, from 1."""


class GroupState(NamedTuple):
    """Columns of a group: agents there, and agents in talk."""

    staff: int = 0
    busy: int = 1


class QueuePlan(NamedTuple):
    """Columns of what the specification says of a queue, in microseconds."""

    menu: int = 0
    timeout: int = 1
    target: int = 2
    threshold: int = 3


class Shares(NamedTuple):
    """Columns of a queue's floating-point numbers."""

    served: int = 0
    gone: int = 1
    """Served by the IVR or lost in it."""
    handle_zero: int = 2
    handle_scale: int = 3
    handle_power: int = 4
    patience_zero: int = 5
    patience_scale: int = 6
    patience_power: int = 7


W, Q, G, P, F = Waiting(), QueueState(), GroupState(), QueuePlan(), Shares()


class State(NamedTuple):
    """The arrays of one run. Shapes: Q queues, G groups, S places of a ring, D days."""

    ring: Whole
    """Q x S x columns of ``Waiting``: the waiting calls by entry; S is a power of two."""
    queues: Whole
    """Q x columns of ``QueueState``."""
    groups: Whole
    """G x columns of ``GroupState``."""
    talks: Whole
    """The heap of talks; its first place holds their number."""
    level: Floats
    """Q: where the next arrival lies on the scale of expected calls."""
    gap: Floats
    """D: 1 over the day's factor."""
    keys: Keys
    """Q x 4: the streams of gaps, menu, patience and handle times."""
    settings: Whole
    """Q x columns of ``QueuePlan``."""
    shares: Floats
    """Q x columns of ``Shares``."""


def empty_state(plan: Plan, places: int, most: int) -> State:
    """A state with room for so many waiting calls a queue (a power of two) and so many talks."""
    groups, queues = plan.priority.shape

    def zeros(*shape: int) -> Whole:
        return np.zeros(shape, dtype=np.int64)

    handle, patience = plan.handle, plan.patience
    return State(
        ring=zeros(queues, places, len(W)),
        queues=zeros(queues, len(Q)),
        groups=zeros(groups, len(G)),
        talks=zeros(most + 2),
        level=np.zeros(queues),
        gap=np.zeros(plan.day_first.size - 1),
        keys=np.zeros((queues, 4), dtype=np.uint64),
        settings=np.stack([plan.menu, plan.timeout, plan.target, plan.threshold], axis=1),
        shares=np.stack(
            [
                *(plan.served, plan.served + plan.lost),
                *(handle.zero, handle.scale, handle.power),
                *(patience.zero, patience.scale, patience.power),
            ],
            axis=1,
        ),
    )


@inlined
def push_talk(talks: Whole, key: int) -> None:
    """Add a talk to the heap."""
    place = talks[0] + 1
    talks[0] = place
    if talks.size <= FLAT:
        first = min(key, talks[1]) if place > 1 else key
        talks[place] = max(key, talks[1]) if place > 1 else key
        talks[1] = first
        return
    while place > 1:
        above = place >> 1
        if talks[above] <= key:
            break
        talks[place] = talks[above]
        place = above
    talks[place] = key


@inlined
def pop_talk(talks: Whole) -> int:
    """Take the talk that ends first from the heap."""
    n = talks[0]
    first: int = talks[1]
    moved = talks[n]
    n -= 1
    talks[0] = n
    if talks.size <= FLAT:
        _least_first(talks, n, moved)
        return first
    place, below = 1, 2
    while below <= n:
        if below < n:
            below += talks[below + 1] < talks[below]  # no branch, which nobody could foretell
        if talks[below] >= moved:
            break
        talks[place] = talks[below]
        place = below
        below = 2 * place
    talks[place] = moved
    return first


@inlined
def _least_first(talks: Whole, n: int, moved: int) -> None:
    """Put ``moved`` where the least of the others is, and that one first."""
    least, where = moved, 1
    for place in range(2, n + 1):
        where = place if talks[place] < least else where
        least = min(least, talks[place])
    talks[where] = moved
    talks[1] = least
