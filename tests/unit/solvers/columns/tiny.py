"""Tiny problems, and their optimum by looking at every roster: no code of the solvers in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby, pairwise, product

from hypothesis import strategies as st

from jieting.domain.rostering.problem import Cover, Limits, Person, Problem, Shift, Wish

MONDAY = date(2024, 1, 1)
SHIFTS = (Shift("E", 0, 480), Shift("L", 0, 600, not_next=frozenset("E")))
Row = tuple[str, ...]


def keeps(problem: Problem, person: Person, row: Row) -> bool:
    """Whether one person's roster keeps the limits of the public format."""
    limits, days = person.limits, len(row)
    minutes = sum(problem.shift(name).minutes for name in row if name)
    least, most = limits.minutes or (0, 10**9)
    if not least <= minutes <= most:
        return False
    if any(row.count(name) > cap for name, cap in limits.of_shift.items()):
        return False
    if any(row[day] and problem.date_of(day) in person.leave for day in range(days)):
        return False
    if any(a and b and b in problem.shift(a).not_next for a, b in pairwise(row)):
        return False
    weekends = {(day + problem.first.weekday()) // 7 for day in _weekend_days(problem, row)}
    return len(weekends) <= (limits.weekends or 0) and _blocks_keep(limits, row)


def _weekend_days(problem: Problem, row: Row) -> Iterator[int]:
    return (day for day, name in enumerate(row) if name and problem.date_of(day).weekday() >= 5)


def _blocks_keep(limits: Limits, row: Row) -> bool:
    at, fewest_on, most_on = 0, *(limits.days_on or (1, 99))
    for on, block in groupby(row, bool):
        length = len(list(block))
        edge = at == 0 or at + length == len(row)
        at += length
        if on and (length > most_on or (length < fewest_on and not edge)):
            return False
        if not on and length < (limits.days_off or 1) and not edge:
            return False
    return True


def price(problem: Problem, rows: dict[str, Row]) -> int:
    """What a roster costs."""
    total = sum(
        one.weight
        for one in problem.wishes
        if (rows[one.person][one.day] == one.shift) is not one.wants
    )
    for one in problem.cover:
        there = sum(row[one.day] == one.shift for row in rows.values())
        total += one.under * max(0, one.need - there) + one.over * max(0, there - one.need)
    return total


def rosters(problem: Problem, person: Person) -> list[Row]:
    """Every roster of a person that keeps the limits."""
    names = ("", *(shift.id for shift in problem.shifts))
    return [row for row in product(names, repeat=problem.days) if keeps(problem, person, row)]


def optimum(problem: Problem) -> int | None:
    """The least cost over all rosters; None where some person has none."""
    all_rows = [rosters(problem, person) for person in problem.people]
    names = [person.id for person in problem.people]
    costs = [price(problem, dict(zip(names, rows, strict=True))) for rows in product(*all_rows)]
    return min(costs, default=None)


@st.composite
def problems(draw: st.DrawFn, people: int = 2, days: int = 4) -> Problem:
    """Tiny problems of the public kind."""
    first = MONDAY + timedelta(days=draw(st.integers(0, 6)))
    staff = tuple(_person(draw, f"P{i}", first, days) for i in range(people))
    cells = list(product(range(days), ("E", "L")))
    cover = tuple(
        Cover(day, name, draw(st.integers(0, 2)), draw(st.sampled_from((1, 9))), 2)
        for day, name in cells
    )
    wishes = tuple(
        Wish(person.id, day, name, draw(st.booleans()), draw(st.integers(1, 3)))
        for person in staff
        for day, name in draw(st.lists(st.sampled_from(cells), max_size=3, unique=True))
    )
    return Problem("tiny", first, days, SHIFTS, staff, cover=cover, wishes=wishes)


def _person(draw: st.DrawFn, name: str, first: date, days: int) -> Person:
    least = 480 * draw(st.integers(0, 2))
    limits = Limits(
        minutes=(least, least + 600 * draw(st.integers(1, 3))),
        days_on=(draw(st.integers(1, 2)), draw(st.integers(2, 3))),
        days_off=draw(st.integers(1, 2)),
        weekends=draw(st.integers(0, 1)),
        of_shift={"E": draw(st.integers(1, days)), "L": draw(st.integers(0, 2))},
    )
    away = draw(st.sets(st.integers(0, days - 1), max_size=1))
    return Person(name, leave=frozenset(first + timedelta(days=day) for day in away), limits=limits)
