"""Nights in a row, and the rest after them."""

from __future__ import annotations

from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.following import apart
from jieting.solvers.roster.model import Group, Model, total


def add(model: Model, settings: Settings) -> None:
    """At most so many nights in a row, and rest after the last before any other shift."""
    most, nights = settings.whole("most"), set(model.nights)

    def follows(one: int, other: int) -> bool:
        return one in nights and other not in nights

    for number, person in enumerate(model.problem.people):
        for days in model.runs(number, most + 1):
            worked = total(model.works_one_of(number, day, model.nights) for day in days)
            model.at_most(Group("nights_in_a_row", person.id, max(0, days.start)), worked, most)
        apart(model, "nights_in_a_row", number, settings.whole("rest_after"), follows)
