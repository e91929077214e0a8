"""No shift on a day of leave."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Settings
from jieting.domain.rostering.timeline import timelines
from jieting.domain.said import say


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Each shift that begins on a day of leave."""
    for line in timelines(problem, rows):
        for day, shift in line.planned():
            if problem.date_of(day) in line.person.leave:
                what = say("{shift} on a day of leave.", shift=shift.name or shift.id)
                yield Breach(RULE.name, line.person.id, (day,), (), what)


RULE = Rule(
    "leave",
    say("Nobody begins a shift on a day of leave."),
    say("Give the shift to somebody else."),
    breaches,
    always=True,
)
