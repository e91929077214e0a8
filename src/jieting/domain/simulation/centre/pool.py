"""The agents of one group as the instants at which each is free: Kiefer and Wolfowitz (1955).

The first ``n`` places of ``free`` are a heap, the earliest on top. The places behind are a stack of
agents who are away, each with the instant at which the last call ended or will end. Whoever is
free first leaves first, and the last to leave comes back first: so, as with a number of desks, no
call starts while as many calls as there are desks are still being served.
"""

from __future__ import annotations

from jieting.domain.kernel import inlined
from jieting.domain.simulation.centre.plan import NEVER, Whole

FLAT = 13
"""Up to so many places, one of them spare, the first is the least and the others are in no order:
to look at a few numbers without a branch is faster than a heap."""


@inlined
def first_start(
    at: int, free: Whole, n: int, change: int, change_at: Whole, change_by: Whole
) -> tuple[int, int, int]:
    """When a call ready at ``at`` can start, agents by then, and the next change of staff."""
    while True:
        start = max(free[0], at) if n > 0 else NEVER
        if change >= change_at.size or change_at[change] > start:
            return start, n, change
        n = _resized(free, n, change_at[change], change_by[change])
        change += 1


@inlined
def occupy(free: Whole, n: int, until: int) -> None:
    """The agent on top takes a call that ends at ``until``."""
    _sift_down(free, n, until)


@inlined
def _resized(free: Whole, n: int, at: int, by: int) -> int:
    """So many agents more or fewer at an instant; the new number."""
    for _ in range(by):
        _sift_up(free, n, max(free[n], at))
        n += 1
    for _ in range(-by):
        n -= 1
        leaving, moved = free[0], free[n]
        if n > 0:
            _sift_down(free, n, moved)
        free[n] = leaving
    return n


@inlined
def _sift_up(free: Whole, place: int, value: int) -> None:
    """Add ``value`` behind the last place."""
    if free.size <= FLAT:
        free[place] = max(value, free[0]) if place > 0 else value
        free[0] = min(value, free[0])
        return
    while place > 0:
        above = (place - 1) >> 1
        if free[above] <= value:
            break
        free[place] = free[above]
        place = above
    free[place] = value


@inlined
def _sift_down(free: Whole, n: int, value: int) -> None:
    """Put ``value`` in place of the top."""
    if free.size <= FLAT:
        _swap_first(free, n, value)
        return
    place = 0
    below = 1
    while below < n:
        if below + 1 < n:
            below += free[below + 1] < free[below]  # no branch, which nobody could foretell
        if free[below] >= value:
            break
        free[place] = free[below]
        place = below
        below = 2 * place + 1
    free[place] = value


@inlined
def _swap_first(free: Whole, n: int, value: int) -> None:
    """Put ``value`` in place of the first, and then the least of all there."""
    least, where = value, 0
    for place in range(1, n):
        where = place if free[place] < least else where
        least = min(least, free[place])
    free[where] = value
    free[0] = least
