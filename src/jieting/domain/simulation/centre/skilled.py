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

from jieting.domain.kernel import inlined, kernel
from jieting.domain.simulation.centre.coming import advance, draw_days, first_calls
from jieting.domain.simulation.centre.drawing import handle_of, patience_of
from jieting.domain.simulation.centre.measure import M
from jieting.domain.simulation.centre.plan import Floats, Plan, Whole
from jieting.domain.simulation.centre.record import count, whole_seconds, write
from jieting.domain.simulation.centre.routing import (
    ARRIVAL,
    CHANGE,
    FULL,
    NOTHING,
    TIMEOUT,
    choose,
    enter,
    flush,
    free_group,
    freed,
    move,
    next_event,
    purge,
)
from jieting.domain.simulation.centre.state import (
    GROUP_BITS,
    GROUPS,
    G,
    Keys,
    P,
    Q,
    State,
    W,
    push_talk,
)

_ANSWERED = int(M.ANSWERED)


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
        for group in range(
            plan.staff.size
        ):  # a slice would be copied, and kernels allocate nothing
            state.groups[group, G.staff] = plan.staff[group]
        state.talks[0] = 0
        first_calls(
            state.queues,
            state.level,
            state.gap,
            state.keys,
            state.settings,
            state.shares,
            plan.expected,
            plan.begin,
            plan.slot,
            plan.day_first,
            plan.width,
        )
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
    """One replication from its first event to its last; everything comes unpacked, for speed."""
    change, moves = 0, False
    for queue in range(queues.shape[0]):
        moves |= settings[queue, P.target] >= 0
    while True:
        kind, at, queue = next_event(queues, ring, settings, talks, change, change_at, moves)
        if kind == NOTHING:
            break
        if kind == ARRIVAL:
            number, slot_of_call = queues[queue, Q.number], queues[queue, Q.slot]
            code = queues[queue, Q.code]
            advance(
                queue,
                queues,
                level,
                gap,
                keys,
                settings,
                shares,
                expected,
                begin,
                slot,
                day_first,
                width,
            )
            written = _arrive(
                queue,
                at,
                r,
                code,
                slot_of_call,
                number,
                order,
                ring,
                queues,
                groups,
                talks,
                keys,
                settings,
                shares,
                handle_table,
                patience_table,
                counts,
                desks,
                rows,
                written,
            )
            if written == FULL:
                return FULL
            continue
        if kind == TIMEOUT:
            before = queues[queue, Q.head]
            written = purge(queue, at, r, ring, queues, settings, counts, rows, written)
            group = move(queue, before, at, ring, queues, groups, settings, order, counts)
        else:
            group, change = freed(kind, change, change_group, change_by, groups, talks)
        if group == FULL:
            return FULL
        written = _serve(
            group,
            at,
            r,
            kind == CHANGE,
            priority,
            ring,
            queues,
            groups,
            talks,
            keys,
            settings,
            shares,
            handle_table,
            counts,
            desks,
            rows,
            written,
        )
    return flush(r, ring, queues, settings, counts, rows, written)


@inlined
def _serve(
    group: int,
    at: int,
    r: int,
    several: bool,
    priority: Whole,
    ring: Whole,
    queues: Whole,
    groups: Whole,
    talks: Whole,
    keys: Keys,
    settings: Whole,
    shares: Floats,
    handle_table: Floats,
    counts: Whole,
    desks: Whole,
    rows: Whole,
    written: int,
) -> int:
    """Agents of a group who are free take calls: one agent, or ``several`` after a change."""
    while group < GROUPS and groups[group, G.busy] < groups[group, G.staff]:
        queue, written = choose(
            group, at, r, priority, ring, queues, settings, counts, rows, written
        )
        if queue < 0:
            break
        place = queues[queue, Q.head] & (ring.shape[1] - 1)
        queues[queue, Q.head] += 1
        written = _answer(
            group,
            at,
            r,
            ring[queue, place, W.home],
            ring[queue, place, W.number],
            ring[queue, place, W.slot],
            ring[queue, place, W.arrived],
            ring[queue, place, W.queued],
            groups,
            talks,
            keys,
            settings,
            shares,
            handle_table,
            counts,
            desks,
            rows,
            written,
        )
        if not several:
            break
    return written


@inlined
def _arrive(
    queue: int,
    at: int,
    r: int,
    code: int,
    slot: int,
    number: int,
    order: Whole,
    ring: Whole,
    queues: Whole,
    groups: Whole,
    talks: Whole,
    keys: Keys,
    settings: Whole,
    shares: Floats,
    handle_table: Floats,
    patience_table: Floats,
    counts: Whole,
    desks: Whole,
    rows: Whole,
    written: int,
) -> int:
    """A call leaves the menu: into a talk, into its queue, or away; FULL without room to wait.

    Where a group is free, nobody alive waits in any of its queues, so that a call may go there
    past those whose patience is over. Patience is drawn only for who has to wait.
    """
    arrived = at - settings[queue, P.menu]
    if code != _ANSWERED:
        count(counts, queue, slot, code, 0, 0, 0)
        write(rows, written, r, queue, -1, arrived, at, at, code, 0)
        return written + 1
    group = free_group(queue, groups, order)
    if group == GROUPS:
        deadline = at + patience_of(queue, number, keys, shares, patience_table)
        fits = enter(queue, at, at, deadline, arrived, queue, slot, number, ring, queues)
        return written if fits else FULL
    return _answer(
        group,
        at,
        r,
        queue,
        number,
        slot,
        arrived,
        at,
        groups,
        talks,
        keys,
        settings,
        shares,
        handle_table,
        counts,
        desks,
        rows,
        written,
    )


@inlined
def _answer(
    group: int,
    at: int,
    r: int,
    home: int,
    number: int,
    slot: int,
    arrived: int,
    queued: int,
    groups: Whole,
    talks: Whole,
    keys: Keys,
    settings: Whole,
    shares: Floats,
    handle_table: Floats,
    counts: Whole,
    desks: Whole,
    rows: Whole,
    written: int,
) -> int:
    """An agent of the group takes a call; the rows so far."""
    lasts = handle_of(home, number, keys, shares, handle_table)
    groups[group, G.busy] += 1
    push_talk(talks, ((at + lasts) << GROUP_BITS) | group)
    count(counts, home, slot, _ANSWERED, at - queued, lasts, settings[home, P.threshold])
    desks[group, 0] += 1
    desks[group, 1] += whole_seconds(lasts)
    write(rows, written, r, home, group, arrived, queued, at, _ANSWERED, lasts)
    return written + 1
