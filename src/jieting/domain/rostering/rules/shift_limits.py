"""How often a person works each shift."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Settings
from jieting.domain.rostering.timeline import timelines
from jieting.domain.said import say


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Each shift that a person works on more days of the horizon than allowed."""
    for line in timelines(problem, rows):
        for name, most in line.person.limits.of_shift.items():
            days = tuple(day for day, shift in line.planned() if shift.id == name)
            if len(days) > most:
                what = say(
                    "{shift} on {count} days; at most {most} are allowed.",
                    shift=name,
                    count=len(days),
                    most=most,
                )
                yield Breach(RULE.name, line.person.id, days, (), what)


RULE = Rule(
    "shift_limits",
    say("Nobody works a shift more often than their limit."),
    say("Give some of these shifts to others, or change them."),
    breaches,
    always=True,
)
