"""Those whom the law spares nights and overtime."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.rostering.law import Law, law_on
from jieting.domain.rostering.problem import Problem, Protection, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Setting, Settings, Unit, duration
from jieting.domain.rostering.timeline import Timeline, timelines
from jieting.domain.said import Said, say

WEEK = 7
REASONS = {
    Protection.PREGNANT: say("pregnant from the seventh month"),
    Protection.NURSING: say("nursing a child under one year"),
    Protection.MINOR: say("under eighteen"),
}


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Nights, days and weeks of protected people that go beyond the law's plain hours."""
    law = law_on(problem.first)
    for line in timelines(problem, rows):
        if line.person.protection is None:
            continue
        reason = REASONS[line.person.protection]
        if settings.flag("nights"):
            yield from _nights(problem, line, reason)
        if settings.flag("overtime"):
            yield from _long_days(line, law, reason)
            yield from _long_weeks(problem, line, law, reason)


def _nights(problem: Problem, line: Timeline, reason: Said) -> Iterator[Breach]:
    for day, shift in line.planned():
        if problem.is_night(shift):
            what = say(
                "{minutes} of night work; none is allowed to somebody {reason}.",
                minutes=duration(problem.night.minutes_of(shift)),
                reason=reason,
            )
            yield Breach(RULE.name, line.person.id, (day,), (), what)


def _long_days(line: Timeline, law: Law, reason: Said) -> Iterator[Breach]:
    for day, shift in line.planned():
        if shift.worked > law.day_minutes:
            what = say(
                "{worked} in a day; {most} is the most for somebody {reason}.",
                worked=duration(shift.worked),
                most=duration(law.day_minutes),
                reason=reason,
            )
            yield Breach(RULE.name, line.person.id, (day,), (), what)


def _long_weeks(problem: Problem, line: Timeline, law: Law, reason: Said) -> Iterator[Breach]:
    for first in range(-problem.first.weekday(), problem.days, WEEK):
        worked, days = line.minutes(first, first + WEEK), line.worked_between(first, first + WEEK)
        if worked > law.week_minutes and days:
            what = say(
                "{worked} in a week; {most} is the most for somebody {reason}.",
                worked=duration(worked),
                most=duration(law.week_minutes),
                reason=reason,
            )
            yield Breach(RULE.name, line.person.id, days, (), what)


RULE = Rule(
    "protected_staff",
    say("The pregnant from the seventh month, the nursing and minors work no night, no overtime."),
    say("Give a day shift within the plain hours, or a day off."),
    breaches,
    (
        Setting("nights", Unit.FLAG, say("night shifts are forbidden"), True),
        Setting("overtime", Unit.FLAG, say("overtime is forbidden"), True),
    ),
    by_law=True,
)
