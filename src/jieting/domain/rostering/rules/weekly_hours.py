"""Working time of a week, Monday to Sunday."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.rostering.problem import HoursSystem, Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Setting, Settings, Unit, duration
from jieting.domain.rostering.timeline import Timeline, timelines
from jieting.domain.said import say

WEEK = 7


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Each week, also one cut by an edge, in which more than ``most`` is known to be worked."""
    monday = -problem.first.weekday()
    for line in timelines(problem, rows):
        if line.person.hours is HoursSystem.FLEXIBLE:
            continue
        for first in range(monday, problem.days, WEEK):
            last = min(first + WEEK, problem.days) - 1
            if not line.person.averages_on(problem.date_of(last)):
                yield from _of_week(line, first, settings.whole("most"))


def _of_week(line: Timeline, first: int, most: int) -> Iterator[Breach]:
    worked, days = line.minutes(first, first + WEEK), line.worked_between(first, first + WEEK)
    if worked > most and days:
        yield Breach(
            RULE.name,
            line.person.id,
            days,
            (),
            say(
                "{worked} are worked in a week; at most {most} are allowed.",
                worked=duration(worked),
                most=duration(most),
            ),
        )


RULE = Rule(
    "weekly_hours",
    say("Nobody whose hours are not averaged works longer in a week than the law's hours."),
    say("Take out a shift of that week, or allow overtime by the setting most."),
    breaches,
    (
        Setting(
            "most", Unit.MINUTES, say("working time of a week; more is overtime"),
            law="week_minutes",
        ),
    ),
    by_law=True,
)  # fmt: skip
