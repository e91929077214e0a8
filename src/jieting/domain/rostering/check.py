"""The independent check of a roster, whoever made it: its shape, every rule in force, its cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jieting.domain.rostering.cost import cost_of
from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.rostering.rules.registry import in_force
from jieting.domain.rostering.rules.rule import Breach
from jieting.domain.rostering.solution import Cost
from jieting.domain.said import say

SHAPE = "shape"
"""The name under which breaches of a roster's shape are told."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found. ``cost`` is of the rows as they can be read: see ``tidied``."""

    breaches: tuple[Breach, ...]
    cost: Cost

    @property
    def feasible(self) -> bool:
        """True where no rule is broken."""
        return not self.breaches


def check(problem: Problem, rows: Rows) -> Checked:
    """Every breach, those of shape first, then rule by rule; and what the roster costs.

    It knows no solver, so it judges all of them. Errors: KeyError for a rule that there is not.
    """
    tidy = tidied(problem, rows)
    found = list(misshapen(problem, rows))
    for rule, settings in in_force(problem):
        found += rule.breaches(problem, tidy, settings)
    return Checked(tuple(found), cost_of(problem, tidy))


def tidied(problem: Problem, rows: Rows) -> Rows:
    """The rows of the people of the problem, each with every day; what is unknown is a day off."""
    known = {shift.id for shift in problem.shifts}
    return {
        person.id: tuple(
            name if name in known else "" for name in _cut(rows.get(person.id, ()), problem.days)
        )
        for person in problem.people
    }


def _cut(row: tuple[str, ...], days: int) -> tuple[str, ...]:
    return (*row[:days], *("",) * (days - len(row)))


def misshapen(problem: Problem, rows: Rows) -> Iterator[Breach]:
    """People and shifts that the problem does not know, people without a row, days amiss."""
    people = {person.id for person in problem.people}
    known = {shift.id for shift in problem.shifts}
    for name in rows:
        if name not in people:
            what = say("The problem has nobody of this name.")
            yield Breach(SHAPE, name, (), (), what)
    for person in problem.people:
        if person.id not in rows:
            what = say("The roster has no row for this person.")
            yield Breach(SHAPE, person.id, (), (), what)
            continue
        row = rows[person.id]
        if len(row) != problem.days:
            what = say(
                "The row has {count} days; the problem has {days}.",
                count=len(row),
                days=problem.days,
            )
            yield Breach(SHAPE, person.id, (), (), what)
        for day, name in enumerate(row):
            if name and name not in known:
                what = say("There is no shift {shift}.", shift=name)
                yield Breach(SHAPE, person.id, (day,), (), what)
