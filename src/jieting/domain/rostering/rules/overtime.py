"""Overtime of a day and of a month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from jieting.domain.periods import Month
from jieting.domain.rostering.law import law_on
from jieting.domain.rostering.overtime import DayKind, Extra, ordinary_minutes, overtime_of
from jieting.domain.rostering.problem import HoursSystem, Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Setting, Settings, Unit, duration
from jieting.domain.rostering.timeline import Timeline, timelines
from jieting.domain.said import say

MONTHS = 12
YEAR_DAYS = 365


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Overtime above the day's limit (standard hours), and above the month's.

    Where hours are averaged, the month's limit is taken in proportion to the horizon. Work on a
    statutory holiday is paid as overtime, and not counted against these limits.
    """
    law = law_on(problem.first)
    for line in timelines(problem, rows):
        if line.person.hours is HoursSystem.FLEXIBLE:
            continue
        extras = [one for one in overtime_of(problem, line, law) if one.kind is not DayKind.HOLIDAY]
        if line.person.averages_on(problem.first):
            yield from _in_horizon(problem, line, extras, settings.whole("month"))
        else:
            yield from _in_days(problem, line, settings, law.day_minutes)
            yield from _in_months(problem, line, extras, settings.whole("month"))


def _in_days(problem: Problem, line: Timeline, settings: Settings, normal: int) -> Iterator[Breach]:
    most = settings.whole("day_special" if settings.flag("special") else "day")
    for day, shift in line.planned():
        extra = ordinary_minutes(problem, day, shift) - normal
        if extra > most:
            yield Breach(
                RULE.name,
                line.person.id,
                (day,),
                (),
                say(
                    "{extra} of overtime in a day; at most {most} are allowed.",
                    extra=duration(extra),
                    most=duration(most),
                ),
            )


def _in_months(
    problem: Problem, line: Timeline, extras: list[Extra], most: int
) -> Iterator[Breach]:
    months: dict[Month, list[Extra]] = defaultdict(list)
    for one in extras:
        months[Month.of(problem.date_of(one.day))].append(one)
    for month in sorted(months):
        total = sum(one.minutes for one in months[month])
        if total > most:
            yield Breach(
                RULE.name,
                line.person.id,
                tuple(sorted({one.day for one in months[month]})),
                (),
                say(
                    "{extra} of overtime in {month}; at most {most} are allowed in a month.",
                    extra=duration(total),
                    month=f"{month.year}-{month.month:02}",
                    most=duration(most),
                ),
            )


def _in_horizon(
    problem: Problem, line: Timeline, extras: list[Extra], month: int
) -> Iterator[Breach]:
    total, most = sum(one.minutes for one in extras), month_share(month, problem.days)
    if total > most:
        yield Breach(
            RULE.name,
            line.person.id,
            tuple(sorted({one.day for one in extras})),
            (),
            say(
                "{extra} of overtime in {days} days of averaged hours; at most {most} are allowed.",
                extra=duration(total),
                days=problem.days,
                most=duration(most),
            ),
        )


def month_share(month: int, days: int) -> int:
    """The part of a month's limit that so many days have, rounded down to whole minutes."""
    return month * MONTHS * days // YEAR_DAYS


RULE = Rule(
    "overtime",
    say("Overtime keeps to the law's limits of a day and of a month."),
    say("Take out shifts or shorten them; another person must take them over."),
    breaches,
    (
        Setting("day", Unit.MINUTES, say("overtime of a day"), law="overtime_day_minutes"),
        Setting(
            "day_special",
            Unit.MINUTES,
            say("overtime of a day for special reasons"),
            law="overtime_day_special_minutes",
        ),
        Setting("special", Unit.FLAG, say("there are special reasons"), False),
        Setting("month", Unit.MINUTES, say("overtime of a month"), law="overtime_month_minutes"),
    ),
    by_law=True,
)
