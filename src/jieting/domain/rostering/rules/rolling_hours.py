"""Working time averaged over the approved period, or over any days in a row."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.rostering.problem import HoursSystem, Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Setting, Settings, Unit, duration
from jieting.domain.rostering.timeline import Timeline, timelines
from jieting.domain.said import say

WEEK = 7


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Windows of days with more working time than their share of the average week.

    A window has ``days`` days; where hours are averaged, as many as the approved period, or all
    that are known where the period is longer. Of windows that overlap only the worst is told.
    """
    for line in timelines(problem, rows):
        if line.person.hours is HoursSystem.FLEXIBLE:
            continue
        length = settings.whole("days")
        approval = line.person.approval
        if approval is not None and line.person.averages_on(problem.first):
            length = approval.period_days
        yield from _of_person(line, min(length, len(line.shifts)), settings.whole("average_week"))


def _of_person(line: Timeline, length: int, average_week: int) -> Iterator[Breach]:
    most = average_week * length // WEEK
    windows = [
        (line.minutes(first, first + length), first)
        for first in range(line.first, line.end - length + 1)
        if line.worked_between(first, first + length)
    ]
    over = sorted((-worked, first) for worked, first in windows if worked > most)
    told: list[int] = []
    for minus, first in over:
        if all(abs(first - other) >= length for other in told):
            told.append(first)
            yield Breach(
                RULE.name,
                line.person.id,
                tuple(range(first, first + length)),
                (),
                say(
                    "{worked} are worked in {days} days; at most {most} are allowed.",
                    worked=duration(-minus),
                    days=length,
                    most=duration(most),
                ),
            )


RULE = Rule(
    "rolling_hours",
    say("Working time keeps to its average over the approved period, or over any days in a row."),
    say("Take out shifts of those days, or move them to a quieter part of the period."),
    breaches,
    (
        Setting(
            "days", Unit.DAYS, say("length of the window where no approved period holds"), 7, low=1
        ),
        Setting(
            "average_week",
            Unit.MINUTES,
            say("working time of an average week"),
            law="week_minutes",
        ),
    ),
)
