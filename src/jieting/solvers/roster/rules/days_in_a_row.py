"""Days worked in a row."""

from __future__ import annotations

from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.model import Group, Model, total


def add(model: Model, settings: Settings) -> None:
    """At most so many days in a row, the days before the first one included."""
    most = settings.whole("most")
    for number, person in enumerate(model.problem.people):
        for days in model.runs(number, most + 1):
            worked = total(model.works_any(number, day) for day in days)
            model.at_most(Group("days_in_a_row", person.id, max(0, days.start)), worked, most)
