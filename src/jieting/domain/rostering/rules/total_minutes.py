"""A person's working time over the horizon."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Settings, duration
from jieting.domain.rostering.timeline import timelines
from jieting.domain.said import say


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Everybody whose working time lies outside of their limits."""
    for line in timelines(problem, rows):
        if line.person.limits.minutes is None:
            continue
        least, most = line.person.limits.minutes
        worked = line.minutes(0, problem.days)
        if not least <= worked <= most:
            what = say(
                "{worked} are worked in all; {least} to {most} are allowed.",
                worked=duration(worked),
                least=duration(least),
                most=duration(most),
            )
            yield Breach(RULE.name, line.person.id, (), (), what)


RULE = Rule(
    "total_minutes",
    say("Everybody's working time lies between their least and their most."),
    say("Add or take out shifts of this person."),
    breaches,
    always=True,
)
