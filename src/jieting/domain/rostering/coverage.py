"""How many answer at each minute, and so in each half hour: breaks and midnight counted."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from jieting.domain.rostering.problem import (
    DAY_MINUTES,
    SLOT_MINUTES,
    SLOTS_A_DAY,
    Need,
    Problem,
    Rows,
)
from jieting.domain.rostering.timeline import Timeline, timelines

Counts = NDArray[np.int64]


def answering(problem: Problem, rows: Rows) -> dict[str, Counts]:
    """For each skill that is needed: the fewest who answer at any minute of each half hour.

    Shape: the half hours of the horizon. Shifts that began before the first day count where they
    reach into it. Edge: somebody with two skills counts for both.
    """
    lines = list(timelines(problem, rows))
    slots = problem.days * SLOTS_A_DAY
    return {
        skill: minute_counts(problem, lines, skill).reshape(slots, SLOT_MINUTES).min(axis=1)
        for skill in sorted({need.skill for need in problem.needs})
    }


def minute_counts(problem: Problem, lines: list[Timeline], skill: str) -> Counts:
    """How many who serve a skill answer at each minute of the horizon."""
    total = problem.days * DAY_MINUTES
    steps = np.zeros(total + 1, dtype=np.int64)
    for line in lines:
        for start, end in _spans(problem, line, skill):
            steps[min(max(start, 0), total)] += 1
            steps[min(max(end, 0), total)] -= 1
    return np.cumsum(steps[:-1])


def _spans(problem: Problem, line: Timeline, skill: str) -> Iterator[tuple[int, int]]:
    for day, shift in line.worked():
        if line.person.serves(skill, problem.date_of(day)):
            midnight = day * DAY_MINUTES
            for start, end in shift.answering:
                yield midnight + start, midnight + end


def below(problem: Problem, rows: Rows) -> tuple[tuple[Need, int], ...]:
    """The needs with fewer answering than needed, each with how many there are."""
    counts = answering(problem, rows)
    found = ((need, int(counts[need.skill][need.slot])) for need in problem.needs)
    return tuple((need, count) for need, count in found if count < need.need)
