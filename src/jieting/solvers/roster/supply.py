"""How many with a skill answer in a half hour, as an expression in the counts of shifts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from jieting.domain.rostering.problem import DAY_MINUTES, SLOT_MINUTES
from jieting.solvers.roster.model import Expr, Model, total

Parts = frozenset[tuple[int, int]]
"""The days and numbers of the shifts that answer at the same time."""


@dataclass(frozen=True, slots=True)
class Supply:
    """Those who answer: an expression, and the most that it can be.

    It is the least over ``sets`` of how many of ``people(day)`` work one of the shifts of a set.
    """

    expression: Expr
    most: int
    skill: str
    sets: frozenset[Parts]


class Supplies:
    """The supply of each half hour; half hours with the same shifts share one expression."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._made: dict[tuple[str, frozenset[Parts]], Supply] = {}
        self._answering = _answering(model)

    def of(self, skill: str, slot: int) -> Supply:
        """How many with a skill answer in a half hour, at its leanest minute."""
        key = (skill, self._leanest(slot))
        if key not in self._made:
            self._made[key] = self._supply(*key)
        return self._made[key]

    def _leanest(self, slot: int) -> frozenset[Parts]:
        """The sets of shifts at the minutes of a half hour, without those that hold another."""
        first = slot * SLOT_MINUTES
        spans = self._answering.get(slot, [])
        cuts = {first, *(at for start, end, _ in spans for at in (start, end))}
        sets = {
            frozenset(part for start, end, part in spans if start <= at < end)
            for at in cuts
            if first <= at < first + SLOT_MINUTES
        }
        return frozenset(one for one in sets if not any(other < one for other in sets))

    def _supply(self, skill: str, sets: frozenset[Parts]) -> Supply:
        # somebody whose shifts of two days overlap answers twice
        days = max(len({day for day, _ in parts}) for parts in sets)
        most = len(self._model.people) * max(1, days)
        sums = [self._sum(skill, parts) for parts in sorted(sets, key=sorted)]
        if len(sums) == 1:
            return Supply(sums[0], most, skill, sets)
        least = self._model.cp.new_int_var(0, most, "")
        self._model.cp.add_min_equality(least, sums)
        return Supply(least, most, skill, sets)

    def _sum(self, skill: str, parts: Parts) -> Expr:
        terms: list[Expr | int] = []
        for day, shift in sorted(parts):
            serving = self.serving(skill, day)
            if day >= 0:
                terms.append(self._model.count(serving, day, shift))
            else:
                terms += (self._worked(person, day, shift) for person in serving)
        return total(terms)

    def serving(self, skill: str, day: int) -> tuple[int, ...]:
        """The people who count for a skill where their shift begins on a day."""
        problem = self._model.problem
        on = problem.date_of(day)
        people = enumerate(problem.people)
        return tuple(number for number, person in people if person.serves(skill, on))

    def _worked(self, person: int, day: int, shift: int) -> int:
        known = day >= self._model.first_known(person)
        return int(known and self._model.works(person, day, shift) is self._model.one)


def _answering(model: Model) -> dict[int, list[tuple[int, int, tuple[int, int]]]]:
    """For each half hour the spans of answering that touch it, with day and shift."""
    found: dict[int, list[tuple[int, int, tuple[int, int]]]] = defaultdict(list)
    longest = max((shift.end for shift in model.problem.shifts), default=0)
    for day in range(-(longest // DAY_MINUTES), model.problem.days):
        for number, shift in enumerate(model.problem.shifts):
            for start, end in shift.answering:
                span = (day * DAY_MINUTES + start, day * DAY_MINUTES + end)
                for slot in range(span[0] // SLOT_MINUTES, -(-span[1] // SLOT_MINUTES)):
                    found[slot].append((*span, (day, number)))
    return found
