"""Who goes where: the next event, entering, moving and leaving a queue, the choice of an agent."""

from __future__ import annotations

from jieting.domain.kernel import inlined, kernel
from jieting.domain.simulation.centre.measure import M
from jieting.domain.simulation.centre.plan import NEVER, Whole
from jieting.domain.simulation.centre.record import count, write
from jieting.domain.simulation.centre.state import GROUP_BITS, GROUPS, G, P, Q, W, pop_talk

_ABANDONED = int(M.ABANDONED)
_OVERFLOWED = int(M.OVERFLOWED)
_MOVED = int(M.MOVED)
FULL = -1
"""Told where a ring has no room."""
CHANGE, END, TIMEOUT, ARRIVAL, NOTHING = 0, 1, 2, 3, 4
"""Kinds of event, in the order in which they happen at one instant."""


@inlined
def next_event(
    queues: Whole,
    ring: Whole,
    settings: Whole,
    talks: Whole,
    change: int,
    change_at: Whole,
    moves: bool,
) -> tuple[int, int, int]:
    """Kind, instant and queue of what happens next; ``moves`` where any queue has a target."""
    kind, at, which = NOTHING, NEVER, 0
    for queue in range(queues.shape[0]):
        if queues[queue, Q.at] < at:
            kind, at, which = ARRIVAL, queues[queue, Q.at], queue
    for queue in range(queues.shape[0] if moves else 0):
        head = queues[queue, Q.head]
        if settings[queue, P.target] >= 0 and head < queues[queue, Q.tail]:
            place = head & (ring.shape[1] - 1)
            due = ring[queue, place, W.entered] + settings[queue, P.timeout]
            if due <= at:
                kind, at, which = TIMEOUT, due, queue
    if talks[0] > 0 and talks[1] >> GROUP_BITS <= at:
        kind, at = END, talks[1] >> GROUP_BITS
    if change < change_at.size and change_at[change] <= at:
        kind, at = CHANGE, change_at[change]
    return kind, at, which


@inlined
def freed(
    kind: int, change: int, change_group: Whole, change_by: Whole, groups: Whole, talks: Whole
) -> tuple[int, int]:
    """A change of staff or the end of a talk: the group concerned, and the next change."""
    if kind == END:
        group = pop_talk(talks) & (GROUPS - 1)
        groups[group, G.busy] -= 1
        return group, change
    group = change_group[change]
    groups[group, G.staff] += change_by[change]
    return group, change + 1


@inlined
def enter(
    queue: int,
    entered: int,
    queued: int,
    deadline: int,
    arrived: int,
    home: int,
    slot: int,
    number: int,
    ring: Whole,
    queues: Whole,
) -> bool:
    """Put a call at the end of a queue; False where the ring is full."""
    tail = queues[queue, Q.tail]
    if tail - queues[queue, Q.head] >= ring.shape[1]:
        return False
    place = tail & (ring.shape[1] - 1)
    queues[queue, Q.tail] = tail + 1
    ring[queue, place, W.entered] = entered
    ring[queue, place, W.queued] = queued
    ring[queue, place, W.deadline] = deadline
    ring[queue, place, W.arrived] = arrived
    ring[queue, place, W.home] = home
    ring[queue, place, W.slot] = slot
    ring[queue, place, W.number] = number
    return True


@inlined
def free_group(queue: int, groups: Whole, order: Whole) -> int:
    """The first group, in the queue's order, with a free agent; GROUPS where there is none."""
    for nth in range(order.shape[1]):
        group: int = order[queue, nth]
        if group < 0:
            break
        if groups[group, G.busy] < groups[group, G.staff]:
            return group
    return GROUPS


@inlined
def move(
    queue: int,
    head: int,
    at: int,
    ring: Whole,
    queues: Whole,
    groups: Whole,
    settings: Whole,
    order: Whole,
    counts: Whole,
) -> int:
    """The call at ``head``, unless it hung up, goes to the end of the target; see ``enter``."""
    if queues[queue, Q.head] != head:
        return GROUPS
    place = head & (ring.shape[1] - 1)
    queues[queue, Q.head] = head + 1
    home, slot = ring[queue, place, W.home], ring[queue, place, W.slot]
    counts[home, slot, _MOVED] += 1
    target = settings[queue, P.target]
    fits = enter(
        target,
        at,
        ring[queue, place, W.queued],
        ring[queue, place, W.deadline],
        ring[queue, place, W.arrived],
        home,
        slot,
        ring[queue, place, W.number],
        ring,
        queues,
    )
    return free_group(target, groups, order) if fits else FULL


@inlined
def _nobody(group: int, priority: Whole, queues: Whole) -> bool:
    """Whether no call stands in any queue of the group's skills.

    Without a branch for each queue, which nobody could foretell: a tenth of all the time.
    """
    some = 0
    for queue in range(queues.shape[0]):
        some |= priority[group, queue] * (queues[queue, Q.tail] - queues[queue, Q.head])
    return some == 0


@inlined
def choose(
    group: int,
    at: int,
    r: int,
    priority: Whole,
    ring: Whole,
    queues: Whole,
    settings: Whole,
    counts: Whole,
    rows: Whole,
    written: int,
) -> tuple[int, int]:
    """The queue whose head a free agent of the group takes; -1 where nobody waits."""
    found, best, since = -1, NEVER, NEVER
    if _nobody(group, priority, queues):
        return found, written
    for queue in range(queues.shape[0]):
        rank = priority[group, queue]
        if rank == 0 or rank > best or queues[queue, Q.head] == queues[queue, Q.tail]:
            continue
        written = purge(queue, at, r, ring, queues, settings, counts, rows, written)
        head = queues[queue, Q.head]
        if head < queues[queue, Q.tail]:
            queued = ring[queue, head & (ring.shape[1] - 1), W.queued]
            if rank < best or queued < since:
                found, best, since = queue, rank, queued
    return found, written


@inlined
def purge(
    queue: int,
    now: int,
    r: int,
    ring: Whole,
    queues: Whole,
    settings: Whole,
    counts: Whole,
    rows: Whole,
    written: int,
) -> int:
    """Take from the head of a queue those who left it before ``now``; the rows so far."""
    while queues[queue, Q.head] < queues[queue, Q.tail]:
        place = queues[queue, Q.head] & (ring.shape[1] - 1)
        gone, code = ring[queue, place, W.deadline], _ABANDONED
        if settings[queue, P.target] < 0:
            due = ring[queue, place, W.entered] + settings[queue, P.timeout]
            if due < gone:
                gone, code = due, _OVERFLOWED
        if gone >= now:
            break
        queues[queue, Q.head] += 1
        home, queued = ring[queue, place, W.home], ring[queue, place, W.queued]
        slot, arrived = ring[queue, place, W.slot], ring[queue, place, W.arrived]
        count(counts, home, slot, code, gone - queued, 0, settings[home, P.threshold])
        write(rows, written, r, home, -1, arrived, queued, gone, code, 0)
        written += 1
    return written


@kernel
def flush(
    r: int,
    ring: Whole,
    queues: Whole,
    settings: Whole,
    counts: Whole,
    rows: Whole,
    written: int,
) -> int:
    """Nobody will come any more: whoever still waits leaves by patience or timeout."""
    for queue in range(queues.shape[0]):
        written = purge(queue, NEVER, r, ring, queues, settings, counts, rows, written)
    return written
