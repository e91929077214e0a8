"""Each person's overtime minutes as expressions; ``rostering/overtime`` says what is overtime."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from jieting.domain.periods import Month
from jieting.domain.rostering.law import law_on
from jieting.domain.rostering.overtime import (
    DayKind,
    holiday_minutes,
    ordinary_minutes,
    workdays_in,
)
from jieting.domain.rostering.problem import HoursSystem
from jieting.solvers.roster.model import Expr, Model, Var, total

Minutes = list[tuple[DayKind, Expr]]


def extras(model: Model, person: int) -> Minutes:
    """Expressions that are at least the overtime minutes of each kind, and equal where minimised.

    They are made once for a person, whoever asks.
    """
    if person not in model.extras:
        model.extras[person] = list(_extras(model, person))
    return model.extras[person]


def _extras(model: Model, person: int) -> Iterator[tuple[DayKind, Expr]]:
    who = model.problem.people[person]
    if who.hours is HoursSystem.FLEXIBLE:
        return
    yield DayKind.HOLIDAY, _on_holidays(model, person)
    if who.averages_on(model.problem.first):
        yield DayKind.WORKDAY, _beyond_horizon(model, person)
    else:
        yield DayKind.WORKDAY, _beyond_day(model, person, model.days)
        yield DayKind.REST_DAY, _beyond_weeks(model, person)


def _on_holidays(model: Model, person: int) -> Expr:
    problem = model.problem
    terms = [
        minutes * model.x[person, day, number]
        for day in model.days
        for number, shift in enumerate(problem.shifts)
        if (minutes := holiday_minutes(problem, day, shift))
    ]
    return total(terms)


def _beyond_day(model: Model, person: int, days: Iterable[int]) -> Expr:
    problem, limit = model.problem, law_on(model.problem.first).day_minutes
    terms = [
        extra * model.x[person, day, number]
        for day in days
        for number, shift in enumerate(problem.shifts)
        if (extra := ordinary_minutes(problem, day, shift) - limit) > 0
    ]
    return total(terms)


def _beyond_weeks(model: Model, person: int) -> Expr:
    """What each week from Monday has beyond its hours; what was beyond before is not counted."""
    return total(
        _beyond_week(model, person, [day for day in days if day >= 0], _known(model, person, days))
        for days in _weeks(model, person)
    )


def _weeks(model: Model, person: int) -> list[list[int]]:
    """The known days of each week from Monday that reaches into the horizon."""
    problem = model.problem
    weeks: dict[int, list[int]] = defaultdict(list)
    for day in range(model.first_known(person), problem.days):
        weeks[day - problem.date_of(day).weekday()].append(day)
    return [days for days in weeks.values() if days[-1] >= 0]


def _known(model: Model, person: int, days: list[int]) -> int:
    return sum(_known_minutes(model, person, day) for day in days if day < 0)


def _beyond_week(
    model: Model, person: int, days: list[int], known: int, *, exactly: bool = False
) -> Expr:
    """The overtime of the planned days of a week after so many minutes known before them."""
    law = law_on(model.problem.first)
    free = max(0, law.week_minutes - known)
    most = len(days) * law.day_minutes
    if most <= free:
        return total([])
    worked = _worked(model, person, days, law.day_minutes)
    extra = _excess(model, worked, free, most - free)
    if exactly:
        model.cp.add_max_equality(extra, [worked - free, 0])
    return extra


def of_months(model: Model, person: int) -> Iterator[tuple[int, Expr]]:
    """For each month, by its first day of the horizon, the overtime that is on no holiday.

    Edge: of a week that two months share, the overtime begins with the later days; what the later
    month has of it is the whole less what the earlier has.
    """
    problem = model.problem
    months: dict[Month, list[int]] = defaultdict(list)
    for day in model.days:
        months[Month.of(problem.date_of(day))].append(day)
    for days in months.values():
        parts = [_beyond_day(model, person, days)]
        for week in _weeks(model, person):
            planned = [day for day in week if 0 <= day <= days[-1]]
            if not planned or planned[-1] < days[0]:
                continue
            known, earlier = _known(model, person, week), [d for d in planned if d < days[0]]
            parts.append(_beyond_week(model, person, planned, known))
            parts.append(-_beyond_week(model, person, earlier, known, exactly=True))
        yield days[0], total(parts)


def _beyond_horizon(model: Model, person: int) -> Expr:
    problem = model.problem
    free = workdays_in(problem) * law_on(problem.first).day_minutes
    longest = max((shift.worked for shift in problem.shifts), default=0)
    worked = _worked(model, person, list(model.days), longest)
    return _excess(model, worked, free, max(0, longest * problem.days - free))


def _worked(model: Model, person: int, days: list[int], most: int) -> Expr:
    """Ordinary minutes of the shifts on some days, at most so many counted for each."""
    problem = model.problem
    terms = [
        min(most, ordinary_minutes(problem, day, shift)) * model.x[person, day, number]
        for day in days
        for number, shift in enumerate(problem.shifts)
    ]
    return total(terms)


def _known_minutes(model: Model, person: int, day: int) -> int:
    problem, most = model.problem, law_on(model.problem.first).day_minutes
    name = model.before(person, day)
    return min(most, ordinary_minutes(problem, day, problem.shift(name))) if name else 0


def _excess(model: Model, worked: Expr, free: int, most: int) -> Var:
    extra = model.cp.new_int_var(0, most, "")
    model.cp.add(extra >= worked - free)
    return extra
