"""A shift is for somebody whose qualification is valid that day."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Settings
from jieting.domain.rostering.timeline import timelines
from jieting.domain.said import say


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Days worked by people who are asked for a qualification and have none that is valid.

    One valid qualification for one of the person's skills suffices.
    """
    for line in timelines(problem, rows):
        person = line.person
        if person.qualified is None:
            continue
        asked = sorted(person.skills) or sorted(person.qualified)
        days = tuple(
            day
            for day, _ in line.planned()
            if not any(person.qualified_for(skill, problem.date_of(day)) for skill in asked)
        )
        if days:
            what = say(
                "{count} days without a valid qualification for {skills}; none is allowed.",
                count=len(days),
                skills=", ".join(asked) or "-",
            )
            yield Breach(RULE.name, person.id, days, (), what)


RULE = Rule(
    "qualification",
    say("Whoever is rostered is qualified on that day."),
    say("Renew the qualification and enter its date, or give the shifts to somebody qualified."),
    breaches,
    always=True,
)
