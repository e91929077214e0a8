"""Shifts that may not follow each other on the next day."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Settings
from jieting.domain.rostering.timeline import timelines
from jieting.domain.said import say


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Each shift on the day after one that may not be followed by it."""
    for line in timelines(problem, rows):
        for day, shift, later, following in line.following():
            if later == day + 1 and following.id in shift.not_next:
                what = say(
                    "{following} may not follow {shift} on the next day.",
                    following=following.id,
                    shift=shift.id,
                )
                yield Breach(RULE.name, line.person.id, (day, later), (), what)


RULE = Rule(
    "follow_on",
    say("No shift is followed by one that may not come on the next day."),
    say("Change one of the two shifts, or give a day off between them."),
    breaches,
    always=True,
)
