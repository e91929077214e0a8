"""From a specification to the arrays of a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from jieting.domain.periods import DAY, SECOND
from jieting.domain.simulation.centre.distribution import lengths
from jieting.domain.simulation.centre.plan import LONGEST_US, Floats, Plan, Whole
from jieting.domain.simulation.centre.spec import (
    DAY_MINUTES,
    GroupSpec,
    QueueSpec,
    ShiftSpec,
    Spec,
)

MINUTE = 60 * SECOND


def plan_of(spec: Spec) -> Plan:
    """The plan of a centre; its slots are the periods of the day, counted over all days."""
    queues, periods = spec.queues, spec.periods
    day = np.arange(spec.days, dtype=np.int64)
    period = np.arange(periods, dtype=np.int64) * spec.period_minutes + spec.opening
    changes = _changes(spec)
    later = [change for change in changes if change[0] > 0]
    staff = np.zeros(len(spec.groups), dtype=np.int64)
    for at, group, by in changes:
        staff[group] += by if at <= 0 else 0
    priority = _priority(spec)
    return Plan(
        expected=np.stack([_expected(spec, queue) for queue in queues]),
        day_first=np.arange(spec.days + 1, dtype=np.int64) * periods,
        begin=(day[:, np.newaxis] * DAY + period * MINUTE).ravel(),
        width=spec.period_minutes * MINUTE,
        slot=np.tile(np.arange(periods, dtype=np.int64), spec.days),
        busyness=spec.busyness,
        served=np.array([queue.ivr[0] for queue in queues]),
        lost=np.array([queue.ivr[1] for queue in queues]),
        menu=_whole(queue.ivr_s * SECOND for queue in queues),
        handle=lengths([queue.handle for queue in queues]),
        patience=lengths([queue.patience for queue in queues]),
        timeout=_whole(_timeout(queue) for queue in queues),
        target=_whole(_target(spec, queue) for queue in queues),
        threshold=_whole(queue.threshold_s * SECOND for queue in queues),
        staff=staff,
        change_at=_whole(at for at, _, _ in later),
        change_group=_whole(group for _, group, _ in later),
        change_by=_whole(by for _, _, by in later),
        priority=priority,
        order=_order(priority),
    )


def expected_calls(spec: Spec) -> Floats:
    """Calls expected in each period of the day over all days: queues x periods."""
    rows = [
        np.diff(_expected(spec, queue)).reshape(spec.days, spec.periods).sum(axis=0)
        for queue in spec.queues
    ]
    return np.stack(rows)


def staffed_seconds(spec: Spec) -> list[int]:
    """Seconds that the agents of each group are there, within the periods or on their shifts."""
    end = spec.days * DAY
    found = []
    for group in spec.groups:
        daily = sum(group.staff) * (spec.days * spec.periods) // max(1, len(group.staff))
        on_shift = sum(by * (end - min(max(at, 0), end)) for at, by in _by_shift(spec, group))
        found.append(daily * spec.period_minutes * 60 + on_shift // SECOND)
    return found


def _whole(values: Iterator[int]) -> Whole:
    return np.fromiter(values, dtype=np.int64)


def _expected(spec: Spec, queue: QueueSpec) -> Floats:
    """Calls expected before each period of the horizon, and at its end."""
    daily = np.resize(np.array(queue.arrivals, dtype=np.float64), spec.days * spec.periods)
    first = spec.first_day.weekday()
    factors = [queue.weekday_factors[(first + d) % 7] for d in range(spec.days)]
    return np.concatenate(([0.0], np.cumsum(daily * np.repeat(factors, spec.periods))))


def _timeout(queue: QueueSpec) -> int:
    return LONGEST_US if queue.timeout_s is None else min(queue.timeout_s * SECOND, LONGEST_US)


def _target(spec: Spec, queue: QueueSpec) -> int:
    names = [other.name for other in spec.queues]
    return names.index(queue.overflow_to) if queue.overflow_to else -1


def _priority(spec: Spec) -> Whole:
    names = [queue.name for queue in spec.queues]
    found = np.zeros((len(spec.groups), len(names)), dtype=np.int64)
    for row, group in enumerate(spec.groups):
        for name, priority in group.skills:
            found[row, names.index(name)] = priority
    return found


def _order(priority: Whole) -> Whole:
    """For each queue the groups that can take its calls, by priority, then as they stand."""
    groups, queues = priority.shape
    found = np.full((queues, groups), -1, dtype=np.int64)
    for queue in range(queues):
        able = [group for group in range(groups) if priority[group, queue]]
        able.sort(key=lambda group: int(priority[group, queue]))
        found[queue, : len(able)] = able
    return found


def _changes(spec: Spec) -> list[tuple[int, int, int]]:
    """Instant, group and number of every change of staff, in order; the first one by 0 included."""
    by_time: defaultdict[tuple[int, int], int] = defaultdict(int)
    for place, group in enumerate(spec.groups):
        for at, by in (*_by_period(spec, group), *_by_shift(spec, group)):
            by_time[at, place] += by
    return [(at, group, by) for (at, group), by in sorted(by_time.items()) if by]


def _by_period(spec: Spec, group: GroupSpec) -> Iterator[tuple[int, int]]:
    before = 0
    for place in range(spec.days * spec.periods if group.staff else 0):
        day, period = divmod(place, spec.periods)
        now = group.staff[place % len(group.staff)]
        # who is there in the first period is there from the start
        at = day * DAY + (spec.opening + period * spec.period_minutes) * MINUTE if place else 0
        yield at, now - before
        before = now


def _by_shift(spec: Spec, group: GroupSpec) -> Iterator[tuple[int, int]]:
    """The shifts of every day, and of the days beside the horizon that reach into it."""
    for day in range(-1, spec.days + 1):
        weekday = (spec.first_day.weekday() + day) % 7
        for shift in group.shifts:
            if weekday in shift.weekdays:
                for minute, by in _of_one_shift(shift):
                    yield (day * DAY_MINUTES + minute) * MINUTE, by


def _of_one_shift(shift: ShiftSpec) -> Iterator[tuple[int, int]]:
    yield shift.start, shift.agents
    for start, end in shift.breaks:
        yield start, -shift.agents
        yield end, shift.agents
    yield shift.end, -shift.agents
