"""The ledger of the year: nights, weekends, holidays and overtime of each person."""

from __future__ import annotations

from jieting.domain.rostering.law import law_on
from jieting.domain.rostering.overtime import overtime_of
from jieting.domain.rostering.problem import Problem, Rows, Worked
from jieting.domain.rostering.timeline import Timeline, timelines


def worked_in(problem: Problem, line: Timeline) -> Worked:
    """What one person's roster adds: by the day on which each shift begins.

    A weekend counts once, however many of its days are worked; a moved workday is none of them.
    """
    days = [day for day, _ in line.planned()]
    extras = overtime_of(problem, line, law_on(problem.first))
    return Worked(
        nights=sum(problem.is_night(shift) for _, shift in line.planned()),
        weekends=len({weekend_of(problem, day) for day in days if problem.is_weekend(day)}),
        holidays=sum(problem.date_of(day) in problem.holidays for day in days),
        overtime_minutes=sum(one.minutes for one in extras),
    )


def weekend_of(problem: Problem, day: int) -> int:
    """The Monday of a day's week, as a day of the horizon: the name of its weekend."""
    return day - problem.date_of(day).weekday()


def year_so_far(problem: Problem, rows: Rows) -> dict[str, Worked]:
    """Each person's ledger with the roster added to what stood in it before."""
    none = Worked()
    return {
        line.person.id: _sum(problem.ledger.get(line.person.id, none), worked_in(problem, line))
        for line in timelines(problem, rows)
    }


def _sum(one: Worked, other: Worked) -> Worked:
    return Worked(
        one.nights + other.nights,
        one.weekends + other.weekends,
        one.holidays + other.holidays,
        one.overtime_minutes + other.overtime_minutes,
    )
