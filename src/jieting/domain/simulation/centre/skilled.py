"""The kernel of several queues and several groups of agents, with skills and priorities.

Rules of routing:

1. Within a queue, whoever entered it first is next.
2. A call asks the groups in the order of their priority for its queue (equal ones in the order of
   the specification) and goes to the first that has an agent free; else it waits.
3. An agent who becomes free takes, among the queues of the own skills, the one of the first
   priority that has a call waiting; among equal ones the call that has waited longest in all.
4. A call whose timeout is over goes to the end of the target queue, with its patience going on;
   without a target it is lost as overflowed.
5. Agents who leave end the talk they are in; no talk starts while as many as the group has agents
   are going on.
6. At one instant staff changes first, then talks end, then timeouts, then arrivals.
"""

from __future__ import annotations

import numpy as np

from jieting.domain.kernel import inlined, kernel
from jieting.domain.simulation.centre.coming import advance, draw_days
from jieting.domain.simulation.centre.drawing import length
from jieting.domain.simulation.centre.measure import M
from jieting.domain.simulation.centre.plan import LONGEST_US, NEVER, Floats, Plan, Whole
from jieting.domain.simulation.centre.record import count, write
from jieting.domain.simulation.centre.state import (
    GROUP_BITS,
    GROUPS,
    F,
    G,
    Keys,
    P,
    Q,
    State,
    W,
    pop_talk,
    push_talk,
)
from jieting.domain.simulation.centre.streams import STEP, uniform

_ANSWERED = int(M.ANSWERED)
_ABANDONED = int(M.ABANDONED)
_OVERFLOWED = int(M.OVERFLOWED)
_MOVED = int(M.MOVED)
FULL = -1
"""Returned where a ring had no room; the caller makes larger ones and runs again."""
_HALF_SECOND = 500_000
_SECOND = 1_000_000
_CHANGE, _END, _TIMEOUT, _ARRIVAL, _NOTHING = 0, 1, 2, 3, 4


@kernel
def run_skilled(
    plan: Plan, state: State, seed: int, first: int, counts: Whole, desks: Whole, rows: Whole
) -> int:
    """Replications ``first``, ``first + 1``, ... of the plan into ``counts`` and ``desks``.

    Shape: counts is replications x queues x slots x measures, desks is replications x groups x
    (calls answered, busy seconds), both zeros before; rows is n x columns. Returns how many rows
    there were to write, those beyond the room for them left out; FULL where a ring was too small.
    """
    written = 0
    for r in range(counts.shape[0]):
        draw_days(seed, first + r, plan.busyness, state.gap, state.keys)
        state.queues[:] = 0
        state.level[:] = 0.0
        state.groups[:, G.busy] = 0
        for group in range(plan.staff.size):  # a slice would be copied, and kernels allocate nothing
            state.groups[group, G.staff] = plan.staff[group]
        state.talks[0] = 0
        written = _replication(
            first + r,
            plan.expected,
            plan.begin,
            plan.slot,
            plan.day_first,
            plan.width,
            plan.handle.table,
            plan.patience.table,
            plan.change_at,
            plan.change_group,
            plan.change_by,
            plan.priority,
            plan.order,
            state.ring,
            state.queues,
            state.groups,
            state.talks,
            state.level,
            state.gap,
            state.keys,
            state.settings,
            state.shares,
            counts[r],
            desks[r],
            rows,
            written,
        )
        if written == FULL:
            break
    return written


@kernel
def _replication(
    r: int,
    expected: Floats,
    begin: Whole,
    slot: Whole,
    day_first: Whole,
    width: int,
    handle_table: Floats,
    patience_table: Floats,
    change_at: Whole,
    change_group: Whole,
    change_by: Whole,
    priority: Whole,
    order: Whole,
    ring: Whole,
    queues: Whole,
    groups: Whole,
    talks: Whole,
    level: Floats,
    gap: Floats,
    keys: Keys,
    settings: Whole,
    shares: Floats,
    counts: Whole,
    desks: Whole,
    rows: Whole,
    written: int,
) -> int:
    """One replication from its first event to its last; everything comes unpacked, for speed.

    Each event may leave one group with a free agent; what that agent takes is looked up in one
    place. Where a group is free when a call enters, nobody alive waits in any of its queues, so
    that the call it finds there is the one that has just entered.
    """
    change = 0
    for queue in range(queues.shape[0]):
        advance(
            queue, queues, level, gap, keys, settings, shares, expected, begin, slot, day_first, width
        )
    while True:
        kind, at, queue = _next_event(queues, ring, settings, talks, change, change_at)
        if kind == _NOTHING:
            break
        if kind == _ARRIVAL:
            code, s = queues[queue, Q.code], queues[queue, Q.slot]
            number = queues[queue, Q.number]
            arrived = at - settings[queue, P.menu]
            advance(
                queue, queues, level, gap, keys, settings, shares, expected, begin, slot, day_first, width
            )
            if code == _ANSWERED:
                deadline = at + _patience(queue, number, keys, shares, patience_table)
                group = _enter(
                    queue, at, at, deadline, arrived, queue, s, number, ring, queues, groups, order
                )
            else:
                group = GROUPS
                count(counts, queue, s, code, 0, 0, 0)
                write(rows, written, r, queue, -1, arrived, at, at, code, 0)
                written += 1
        elif kind == _TIMEOUT:
            before = queues[queue, Q.head]
            written = _purge(queue, at, r, ring, queues, settings, counts, rows, written)
            group = GROUPS
            if queues[queue, Q.head] == before:
                group = _move(queue, at, ring, queues, groups, settings, order, counts)
        else:
            group, change = _freed(kind, change, change_group, change_by, groups, talks)
        if group == FULL:
            return FULL
        while group < GROUPS and groups[group, G.busy] < groups[group, G.staff]:
            queue, written = _choose(
                group, at, r, priority, ring, queues, settings, counts, rows, written
            )
            if queue < 0:
                break
            place = queues[queue, Q.head] & (ring.shape[1] - 1)
            queues[queue, Q.head] += 1
            home, number = ring[queue, place, W.home], ring[queue, place, W.number]
            lasts = _handle(home, number, keys, shares, handle_table)
            groups[group, G.busy] += 1
            push_talk(talks, ((at + lasts) << GROUP_BITS) | group)
            queued, s = ring[queue, place, W.queued], ring[queue, place, W.slot]
            count(counts, home, s, _ANSWERED, at - queued, lasts, settings[home, P.threshold])
            desks[group, 0] += 1
            desks[group, 1] += (lasts + _HALF_SECOND) // _SECOND
            arrived = ring[queue, place, W.arrived]
            write(rows, written, r, home, group, arrived, queued, at, _ANSWERED, lasts)
            written += 1
            if kind != _CHANGE:
                break
    for queue in range(queues.shape[0]):
        written = _purge(queue, NEVER, r, ring, queues, settings, counts, rows, written)
    return written


@inlined
def _next_event(
    queues: Whole, ring: Whole, settings: Whole, talks: Whole, change: int, change_at: Whole
) -> tuple[int, int, int]:
    """Kind, instant and queue of what happens next."""
    kind, at, which = _NOTHING, NEVER, 0
    for queue in range(queues.shape[0]):
        if queues[queue, Q.at] < at:
            kind, at, which = _ARRIVAL, queues[queue, Q.at], queue
    for queue in range(queues.shape[0]):
        head = queues[queue, Q.head]
        if settings[queue, P.target] >= 0 and head < queues[queue, Q.tail]:
            place = head & (ring.shape[1] - 1)
            due = ring[queue, place, W.entered] + settings[queue, P.timeout]
            if due <= at:
                kind, at, which = _TIMEOUT, due, queue
    if talks[0] > 0 and talks[1] >> GROUP_BITS <= at:
        kind, at = _END, talks[1] >> GROUP_BITS
    if change < change_at.size and change_at[change] <= at:
        kind, at = _CHANGE, change_at[change]
    return kind, at, which


@inlined
def _freed(
    kind: int, change: int, change_group: Whole, change_by: Whole, groups: Whole, talks: Whole
) -> tuple[int, int]:
    """A change of staff or the end of a talk: the group concerned, and the next change."""
    if kind == _END:
        group = pop_talk(talks) & (GROUPS - 1)
        groups[group, G.busy] -= 1
        return group, change
    group = change_group[change]
    groups[group, G.staff] += change_by[change]
    return group, change + 1


@inlined
def _patience(queue: int, number: int, keys: Keys, shares: Floats, table: Floats) -> int:
    u = uniform(keys[queue, 2], np.uint64(number) * STEP)
    shape = (
        shares[queue, F.patience_zero],
        shares[queue, F.patience_scale],
        shares[queue, F.patience_power],
    )
    return min(length(u, shape, table, queue), LONGEST_US)


@inlined
def _handle(queue: int, number: int, keys: Keys, shares: Floats, table: Floats) -> int:
    u = uniform(keys[queue, 3], np.uint64(number) * STEP)
    shape = (
        shares[queue, F.handle_zero],
        shares[queue, F.handle_scale],
        shares[queue, F.handle_power],
    )
    return length(u, shape, table, queue)


@inlined
def _enter(
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
    groups: Whole,
    order: Whole,
) -> int:
    """Put a call at the end of a queue; the first group in order with a free agent.

    GROUPS where nobody is free, FULL where the ring is.
    """
    tail = queues[queue, Q.tail]
    if tail - queues[queue, Q.head] >= ring.shape[1]:
        return FULL
    place = tail & (ring.shape[1] - 1)
    queues[queue, Q.tail] = tail + 1
    ring[queue, place, W.entered] = entered
    ring[queue, place, W.queued] = queued
    ring[queue, place, W.deadline] = deadline
    ring[queue, place, W.arrived] = arrived
    ring[queue, place, W.home] = home
    ring[queue, place, W.slot] = slot
    ring[queue, place, W.number] = number
    for nth in range(order.shape[1]):
        group = order[queue, nth]
        if group < 0:
            break
        if groups[group, G.busy] < groups[group, G.staff]:
            return group
    return GROUPS


@inlined
def _move(
    queue: int,
    at: int,
    ring: Whole,
    queues: Whole,
    groups: Whole,
    settings: Whole,
    order: Whole,
    counts: Whole,
) -> int:
    """The head of a queue goes to the end of the target queue; as ``_enter``."""
    place = queues[queue, Q.head] & (ring.shape[1] - 1)
    queues[queue, Q.head] += 1
    home, slot = ring[queue, place, W.home], ring[queue, place, W.slot]
    counts[home, slot, _MOVED] += 1
    return _enter(
        settings[queue, P.target],
        at,
        ring[queue, place, W.queued],
        ring[queue, place, W.deadline],
        ring[queue, place, W.arrived],
        home,
        slot,
        ring[queue, place, W.number],
        ring,
        queues,
        groups,
        order,
    )


@inlined
def _choose(
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
    for queue in range(queues.shape[0]):
        rank = priority[group, queue]
        if rank == 0 or rank > best or queues[queue, Q.head] == queues[queue, Q.tail]:
            continue
        written = _purge(queue, at, r, ring, queues, settings, counts, rows, written)
        head = queues[queue, Q.head]
        if head < queues[queue, Q.tail]:
            queued = ring[queue, head & (ring.shape[1] - 1), W.queued]
            if rank < best or queued < since:
                found, best, since = queue, rank, queued
    return found, written


@inlined
def _purge(
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
