"""Working time of a day."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.rostering.problem import HoursSystem, Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Setting, Settings, Unit, duration
from jieting.domain.rostering.timeline import timelines
from jieting.domain.said import say


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Each day on which the shift has more working time than the person's system allows."""
    for line in timelines(problem, rows):
        if line.person.hours is HoursSystem.FLEXIBLE:
            continue
        for day, shift in line.planned():
            averaged = line.person.averages_on(problem.date_of(day))
            most = settings.whole("most_averaged" if averaged else "most")
            if shift.worked > most:
                yield Breach(
                    RULE.name,
                    line.person.id,
                    (day,),
                    (),
                    say(
                        "{worked} are worked in a day; at most {most} are allowed.",
                        worked=duration(shift.worked),
                        most=duration(most),
                    ),
                )


RULE = Rule(
    "daily_hours",
    say("Nobody works longer in a day than the system of their hours allows."),
    say("Give a shorter shift, or allow overtime by the setting most."),
    breaches,
    (
        Setting(
            "most", Unit.MINUTES, say("working time of a day; more is overtime"), law="day_minutes"
        ),
        Setting(
            "most_averaged",
            Unit.MINUTES,
            say("working time of a day where hours are averaged with approval"),
            720,
        ),
    ),
    by_law=True,
)
