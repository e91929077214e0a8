"""A person's own limit of weekends with work."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.rostering.ledger import weekend_of
from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Settings
from jieting.domain.rostering.timeline import timelines
from jieting.domain.said import say


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Everybody with a shift on a day of more weekends than allowed."""
    for line in timelines(problem, rows):
        most = line.person.limits.weekends
        if most is None:
            continue
        days = tuple(day for day, _ in line.planned() if problem.is_weekend(day))
        count = len({weekend_of(problem, day) for day in days})
        if count > most:
            what = say(
                "{count} weekends with a shift; at most {most} are allowed.", count=count, most=most
            )
            yield Breach(RULE.name, line.person.id, days, (), what)


RULE = Rule(
    "weekends",
    say("Nobody works on more weekends than their limit."),
    say("Give the shifts of a weekend to others."),
    breaches,
    always=True,
)
