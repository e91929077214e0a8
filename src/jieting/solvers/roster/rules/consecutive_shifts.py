"""A person's own limits of days worked in a row."""

from __future__ import annotations

from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.model import Group, Model, total


def add(model: Model, settings: Settings) -> None:
    """Runs of shifts within the limits; one at the edge of what is known may be shorter."""
    for number, person in enumerate(model.problem.people):
        if person.limits.days_on is None:
            continue
        fewest, most = person.limits.days_on
        for days in model.runs(number, most + 1):
            worked = total(model.works_any(number, day) for day in days)
            group = Group("consecutive_shifts", person.id, max(0, days.start))
            model.at_most(group, worked, most)
        for length in range(1, fewest):
            _not_just(model, number, length)


def _not_just(model: Model, number: int, length: int) -> None:
    """No run of just so many days between two days off."""
    for days in model.runs(number, length + 2):
        if days[-1] == 0:  # the run itself lies before the horizon
            continue
        before, *run, after = (model.works_any(number, day) for day in days)
        group = Group("consecutive_shifts", model.problem.people[number].id, max(0, days.start))
        model.one_of(group, [before, *(one.negated() for one in run), after])
