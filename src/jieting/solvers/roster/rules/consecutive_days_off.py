"""A person's own limit of days off in a row."""

from __future__ import annotations

from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.model import Group, Model


def add(model: Model, settings: Settings) -> None:
    """Runs of days off are long enough; one at the edge of what is known may be shorter."""
    for number, person in enumerate(model.problem.people):
        for length in range(1, person.limits.days_off or 0):
            _not_just(model, number, length)


def _not_just(model: Model, number: int, length: int) -> None:
    """No run of just so many days off between two days worked."""
    for days in model.runs(number, length + 2):
        if days[-1] == 0:  # the run itself lies before the horizon
            continue
        before, *run, after = (model.works_any(number, day) for day in days)
        group = Group("consecutive_days_off", model.problem.people[number].id, max(0, days.start))
        model.one_of(group, [before.negated(), *run, after.negated()])
