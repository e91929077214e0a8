"""A day off in each week."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Setting, Settings, Unit
from jieting.domain.rostering.timeline import timelines
from jieting.domain.said import say

WEEK = 7


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Each week from Monday of which all days are known and too few are off.

    A week that an edge cuts is judged by the days that are known: those left might still be off.
    """
    least = settings.whole("least")
    monday = -problem.first.weekday()
    for line in timelines(problem, rows):
        for first in range(monday, problem.days, WEEK):
            days = line.worked_between(first, first + WEEK)
            if WEEK - len(days) < least:
                yield Breach(
                    RULE.name,
                    line.person.id,
                    days,
                    (),
                    say(
                        "{off} days off in a week; at least {least} are needed.",
                        off=WEEK - len(days),
                        least=least,
                    ),
                )


RULE = Rule(
    "weekly_rest_day",
    say("Everybody has a day off in each week from Monday to Sunday."),
    say("Give a day off in that week."),
    breaches,
    (Setting("least", Unit.DAYS, say("days off in a week"), 1),),
    by_law=True,
)
