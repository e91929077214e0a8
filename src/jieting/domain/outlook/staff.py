"""Who answers in the half hours ahead: so many always, a requirement, or a roster."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

import numpy as np

from jieting.domain.outlook.ahead import Staff
from jieting.domain.periods import Instant, local
from jieting.domain.rostering.coverage import minute_counts
from jieting.domain.rostering.problem import SLOT_MINUTES, SLOTS_A_DAY, Problem, Rows
from jieting.domain.rostering.timeline import timelines
from jieting.domain.staffing.requirement import Required


def always(agents: int) -> Staff:
    """So many agents in every half hour."""
    return lambda _: agents


def as_required(required: Iterable[Required], queue: str) -> Staff:
    """The agents that a requirement asks to be there; all queues together where none is named."""
    found: dict[Instant, int] = {}
    for one in required:
        if not queue or one.queue == queue:
            found[one.start] = found.get(one.start, 0) + one.agents
    return lambda start: found.get(start, 0)


def as_rostered(problem: Problem, rows: Rows, skill: str, zone: ZoneInfo) -> Staff:
    """Those who answer by a roster: the mean of each half hour's minutes, rounded; breaks count.

    Edge: outside the roster's days nobody does; an empty skill takes everybody.
    """
    minutes = minute_counts(problem, list(timelines(problem, rows)), skill)
    counts = np.rint(minutes.reshape(-1, SLOT_MINUTES).mean(axis=1)).astype(int).tolist()

    def staff(start: Instant) -> int:
        moment = local(start, zone)
        day = (moment.date() - problem.first).days
        slot = day * SLOTS_A_DAY + (moment.hour * 60 + moment.minute) // SLOT_MINUTES
        return int(counts[slot]) if 0 <= slot < len(counts) else 0

    return staff
