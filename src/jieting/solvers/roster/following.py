"""Two shifts that follow each other, with nothing but days off between, and the rest they need."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jieting.domain.rostering.problem import DAY_MINUTES
from jieting.solvers.roster.model import Group, Model, total

Concerned = Callable[[int, int], bool]
"""Whether the rest between a shift and a later one, by their numbers, is asked for."""


def apart(model: Model, rule: str, person: int, least: int, concerned: Concerned) -> None:
    """Between the shifts concerned lie at least so many minutes.

    All later shifts that are too close to one are forbidden by one constraint.
    """
    for one in model.shifts:
        for days_later, others in _too_close(model, one, least, concerned):
            for days in model.runs(person, days_later + 1):
                first, *between, later = days
                both = model.works(person, first, one) + model.works_one_of(person, later, others)
                free = total(model.works_any(person, day) for day in between)
                group = Group(rule, model.problem.people[person].id, later)
                model.at_most(group, both - free, 1)


def _too_close(
    model: Model, one: int, least: int, concerned: Concerned
) -> Iterator[tuple[int, list[int]]]:
    """For each number of days later, the shifts that would begin too soon after ``one``."""
    shifts = model.problem.shifts
    for days_later in range(1, (least + shifts[one].end) // DAY_MINUTES + 2):
        latest = shifts[one].end - days_later * DAY_MINUTES + least
        others = [
            other
            for other in model.shifts
            if concerned(one, other) and shifts[other].start < latest
        ]
        if others:
            yield days_later, others
