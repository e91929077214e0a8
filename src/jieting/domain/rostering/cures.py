"""What might make a roster possible where none is: the same problem with one thing changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from jieting.domain.rostering.law import law_on
from jieting.domain.rostering.problem import (
    SLOT_MINUTES,
    SLOTS_A_DAY,
    Approval,
    HoursSystem,
    Need,
    Person,
    Problem,
    Shift,
)
from jieting.domain.rostering.rules.registry import BY_LAW
from jieting.domain.said import Said, say

IVR_PERCENT = 30
MOST_LEAVES = 12
"""So many single days of leave are tried."""
LONG_MINUTES = 720
DAY_STARTS, NIGHT_STARTS = 8 * 60, 20 * 60


@dataclass(frozen=True, slots=True)
class Cure:
    """One change, in words, and the problem after it; not worth trying where ``unless`` works."""

    says: Said
    problem: Problem
    unless: Said | None = None


def cures(problem: Problem, clashing: Collection[str]) -> Iterator[Cure]:
    """The changes worth trying where these rules clash, the easiest first."""
    if "leave" in clashing:
        yield from _leaves(problem)
    yield from _customs(problem, clashing)
    if any(shift.breaks for shift in problem.shifts):
        says = say("somebody outside of the roster answers during breaks")
        yield Cure(says, relieved(problem))
    yield from _less_need(problem)
    if any(use.name == "weekly_hours" for use in problem.rules):
        says = say("overtime beyond the week's hours, within the law's limits of overtime")
        yield Cure(says, with_overtime(problem))
    if _could_average(problem):
        says = say("12-hour shifts, approved as comprehensive hours")
        yield Cure(says, averaged(problem))
    one_more = say("one more person")
    yield Cure(one_more, with_more(problem, 1))
    if "lead_on_duty" in clashing:
        yield Cure(say("one more person, who leads"), with_more(problem, 1, leads=True), one_more)
    yield Cure(say("two more people"), with_more(problem, 2), one_more)


def _leaves(problem: Problem) -> Iterator[Cure]:
    days = ((person, on) for person in problem.people for on in sorted(person.leave))
    within = [(p, on) for p, on in days if 0 <= problem.day_of(on) < problem.days]
    for person, on in within[:MOST_LEAVES]:
        says = say("{person} has no leave on {day}", person=person.name or person.id, day=on)
        yield Cure(says, without_leave(problem, person, on))


def without_leave(problem: Problem, person: Person, on: date) -> Problem:
    """Without one day of somebody's leave."""
    there = replace(person, leave=person.leave - {on})
    return replace(problem, people=tuple(there if p is person else p for p in problem.people))


def _customs(problem: Problem, clashing: Collection[str]) -> Iterator[Cure]:
    for use in problem.rules:
        if use.name in clashing and use.name not in BY_LAW:
            rules = tuple(one for one in problem.rules if one is not use)
            says = say("without the house's own rule {rule}", rule=use.name)
            yield Cure(says, replace(problem, rules=rules))


def relieved(problem: Problem) -> Problem:
    """With shifts that are answered through; breaks count as paid, on the safe side of the law."""
    shifts = tuple(replace(shift, breaks=()) for shift in problem.shifts)
    return replace(problem, shifts=shifts)


def _less_need(problem: Problem) -> Iterator[Cure]:
    fewer = tuple(
        _at_least(need, -(-need.at_least * (100 - IVR_PERCENT) // 100)) for need in problem.needs
    )
    if fewer != problem.needs:
        says = say("the IVR serves {percent} per cent of the calls", percent=IVR_PERCENT)
        yield Cure(says, replace(problem, needs=fewer))
    at_night = tuple(
        _at_least(need, 1) if _is_night(problem, need) else need for need in problem.needs
    )
    if at_night != problem.needs:
        says = say("at night only one person must be there")
        yield Cure(says, replace(problem, needs=at_night))


def _at_least(need: Need, most: int) -> Need:
    return replace(need, at_least=min(need.at_least, most))


def _is_night(problem: Problem, need: Need) -> bool:
    minute = need.slot % SLOTS_A_DAY * SLOT_MINUTES
    start, end = problem.night.start, problem.night.end
    return start <= minute < end if start < end else minute >= start or minute < end


def with_overtime(problem: Problem) -> Problem:
    """Without the bound of a week's hours; overtime stays bounded."""
    rules = tuple(use for use in problem.rules if use.name != "weekly_hours")
    return replace(problem, rules=rules)


def _could_average(problem: Problem) -> bool:
    return any(_standard(person) for person in problem.people)


def _standard(person: Person) -> bool:
    return person.hours is HoursSystem.STANDARD and person.protection is None


def averaged(problem: Problem) -> Problem:
    """With approved averaged hours for those on standard hours, and 12-hour shifts to work."""
    approval = Approval("-", problem.days, problem.date_of(problem.days))
    people = tuple(
        replace(one, hours=HoursSystem.COMPREHENSIVE, approval=approval) if _standard(one) else one
        for one in problem.people
    )
    longest = law_on(problem.first).longest_day_minutes
    if any(shift.worked > longest for shift in problem.shifts):
        return replace(problem, people=people)
    names = _free_names({shift.id for shift in problem.shifts}, "12h-")
    long = (
        Shift(next(names), DAY_STARTS, LONG_MINUTES),
        Shift(next(names), NIGHT_STARTS, LONG_MINUTES),
    )
    return replace(problem, people=people, shifts=(*problem.shifts, *long))


def with_more(problem: Problem, number: int, *, leads: bool = False) -> Problem:
    """With so many more people on standard hours, who have every skill and no wish."""
    skills = frozenset().union(*(one.skills for one in problem.people))
    names = _free_names({one.id for one in problem.people}, "+")
    more = tuple(Person(next(names), skills=skills, leads=leads) for _ in range(number))
    return replace(problem, people=(*problem.people, *more))


def _free_names(taken: Collection[str], prefix: str) -> Iterator[str]:
    return (name for at in count(1) if (name := f"{prefix}{at}") not in taken)
