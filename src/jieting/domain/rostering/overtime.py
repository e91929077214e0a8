"""Overtime: which working minutes the law pays above the plain rate, by the kind of day.

Standard hours: minutes on a statutory holiday; on any other day what exceeds the day's hours
(workday rate); in a week from Monday what exceeds the week's hours after that (rest day rate,
as it is worked on a day that would be free). Averaged hours: minutes on a statutory holiday, and
what exceeds the hours of the horizon's workdays (workday rate; a rest day that the roster plans is
ordinary work). Flexible hours: none. Source: Labour Law art. 44; Ministry of Labour 1994 no. 489
art. 13 and 1997 no. 271.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from jieting.domain.rostering.law import Law, law_on
from jieting.domain.rostering.problem import SATURDAY, HoursSystem, Problem, Rows, Shift
from jieting.domain.rostering.timeline import Timeline, timelines


class DayKind(StrEnum):
    """By which factor overtime is paid."""

    WORKDAY = "workday"
    REST_DAY = "rest_day"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Extra:
    """Minutes of overtime on the shift of a day of the horizon, and how they are paid."""

    day: int
    minutes: int
    kind: DayKind


def factor(law: Law, kind: DayKind) -> int:
    """The pay of such overtime in per cent of the plain rate."""
    by_kind = {
        DayKind.WORKDAY: law.pay_workday,
        DayKind.REST_DAY: law.pay_rest_day,
        DayKind.HOLIDAY: law.pay_holiday,
    }
    return by_kind[kind]


def is_workday(problem: Problem, day: int) -> bool:
    """True for an official workday: a weekday that is not free, or a moved workday."""
    on = problem.date_of(day)
    if on in problem.workdays:
        return True
    return on.weekday() < SATURDAY and on not in problem.holidays | problem.rest_days


def workdays_in(problem: Problem) -> int:
    """How many official workdays the horizon has."""
    return sum(is_workday(problem, day) for day in range(problem.days))


def overtime(problem: Problem, rows: Rows) -> dict[str, tuple[Extra, ...]]:
    """Each person's overtime, by id."""
    law = law_on(problem.first)
    return {line.person.id: overtime_of(problem, line, law) for line in timelines(problem, rows)}


def overtime_of(problem: Problem, line: Timeline, law: Law) -> tuple[Extra, ...]:
    """One person's overtime in the horizon, in order of kind and day."""
    if line.person.hours is HoursSystem.FLEXIBLE:
        return ()
    found = [
        Extra(day, minutes, DayKind.HOLIDAY)
        for day, shift in line.planned()
        if (minutes := holiday_minutes(problem, day, shift))
    ]
    if line.person.averages_on(problem.first):
        return (*found, *_beyond_horizon(problem, line, law))
    return (*found, *_beyond_day(problem, line, law), *_beyond_week(problem, line, law))


def holiday_minutes(problem: Problem, day: int, shift: Shift) -> int:
    """Working minutes of a shift that fall on a statutory holiday, whichever day it began."""
    if not problem.holidays:
        return 0
    on = problem.date_of(day)
    dates = (on, on + timedelta(days=1))
    if problem.holidays.isdisjoint(dates):
        return 0
    parts = zip(shift.worked_by_day, dates, strict=True)
    return sum(minutes for minutes, at in parts if at in problem.holidays)


def ordinary_minutes(problem: Problem, day: int, shift: Shift) -> int:
    """Working minutes of a shift that fall on no statutory holiday."""
    return shift.worked - holiday_minutes(problem, day, shift)


def _beyond_day(problem: Problem, line: Timeline, law: Law) -> Iterator[Extra]:
    for day, shift in line.planned():
        extra = ordinary_minutes(problem, day, shift) - law.day_minutes
        if extra > 0:
            yield Extra(day, extra, DayKind.WORKDAY)


def _beyond_week(problem: Problem, line: Timeline, law: Law) -> Iterator[Extra]:
    week, total = None, 0
    for day, shift in line.worked():
        monday = day - problem.date_of(day).weekday()
        if monday != week:
            week, total = monday, 0
        minutes = min(ordinary_minutes(problem, day, shift), law.day_minutes)
        extra = min(minutes, total + minutes - law.week_minutes)
        total += minutes
        if extra > 0 and day >= 0:
            yield Extra(day, extra, DayKind.REST_DAY)


def _beyond_horizon(problem: Problem, line: Timeline, law: Law) -> Iterator[Extra]:
    left = workdays_in(problem) * law.day_minutes
    for day, shift in line.planned():
        minutes = ordinary_minutes(problem, day, shift)
        if minutes > left:
            yield Extra(day, minutes - left, DayKind.WORKDAY)
        left = max(0, left - minutes)


def paid_minutes(law: Law, extras: Iterable[Extra]) -> int:
    """Overtime in hundredths of plain minutes: minutes times the factor in per cent."""
    return sum(one.minutes * factor(law, one.kind) for one in extras)
