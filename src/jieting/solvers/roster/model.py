"""The CP-SAT model of a problem: who works what, with the tools that rules and aims build on.

``x[person, day, shift]`` says that a person works a shift on a day; persons and shifts are counted
in the problem's order. Days before the first are constants where they are known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from ortools.sat.python import cp_model

from jieting.domain.rostering.overtime import DayKind
from jieting.domain.rostering.problem import Problem, Shift

Expr = cp_model.LinearExpr
Var = cp_model.IntVar


def total(terms: Iterable[Expr | int]) -> Expr:
    """The sum of expressions and numbers; of none it is 0."""
    found: Expr = cp_model.LinearExpr.sum(list(terms))
    return found


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """What a constraint stands for: a rule, for one person or for all, on a day or over all."""

    rule: str
    person: str = ""
    day: int | None = None


HUNDREDTHS = 100
"""The objective is counted in hundredths of the problem's unit, because overtime is."""

FEW = 16
"""Up to so many people each step of a price is a variable of its own."""

Keep = Callable[[Group], bool]
"""Whether the constraints of a group are put into a model."""


class Model:
    """A problem as a CP-SAT model under construction."""

    def __init__(self, problem: Problem, keep: Keep = lambda group: True) -> None:
        self.problem = problem
        self.cp = cp_model.CpModel()
        self.objective: list[Expr | int] = []
        self.extras: dict[int, list[tuple[DayKind, Expr]]] = {}
        self.groups: set[Group] = set()
        self._keep = keep
        self._counts: dict[tuple[tuple[int, ...], int, int], Var] = {}
        self._shift_of = {shift.id: at for at, shift in enumerate(problem.shifts)}
        self.zero = self.cp.new_constant(0)
        self.one = self.cp.new_constant(1)
        self.people = range(len(problem.people))
        self.days = range(problem.days)
        self.shifts = range(len(problem.shifts))
        self.x = {
            (person, day, shift): self.cp.new_bool_var(f"x{person}_{day}_{shift}")
            for person in self.people
            for day in self.days
            for shift in self.shifts
        }
        self.on = {
            (person, day): self.cp.new_bool_var(f"on{person}_{day}")
            for person in self.people
            for day in self.days
        }
        for (person, day), works in self.on.items():
            shifts = [self.x[person, day, shift] for shift in self.shifts]
            self.cp.add(total(shifts) == works)

    @cached_property
    def known_before(self) -> tuple[int, ...]:
        """For each person, how many days before the first are known."""
        rows = self.problem.before
        return tuple(len(rows.get(person.id, ())) for person in self.problem.people)

    def first_known(self, person: int) -> int:
        """The first day that is known of a person: 0, or below it."""
        return -self.known_before[person]

    def before(self, person: int, day: int) -> str:
        """The shift that a person worked on a known day before the first; empty for none."""
        row = self.problem.before[self.problem.people[person].id]
        name = row[len(row) + day]
        return name if name in self._shift_of else ""

    def works(self, person: int, day: int, shift: int) -> Var:
        """That a person works a shift on a day, known days before the first included."""
        if day >= 0:
            return self.x[person, day, shift]
        worked = self.before(person, day) == self.problem.shifts[shift].id
        return self.one if worked else self.zero

    def works_any(self, person: int, day: int) -> Var:
        """That a person works on a day, known days before the first included."""
        if day >= 0:
            return self.on[person, day]
        return self.one if self.before(person, day) else self.zero

    def works_one_of(self, person: int, day: int, shifts: Iterable[int]) -> Expr:
        """1 where a person works one of the shifts on a day."""
        return total(self.works(person, day, shift) for shift in shifts)

    def minutes(self, person: int, first: int, end: int) -> Expr:
        """The working minutes of the days of the horizon from ``first`` until before ``end``."""
        return total(
            shift.worked * self.x[person, day, number]
            for day in self._planned(first, end)
            for number, shift in enumerate(self.problem.shifts)
        )

    def days_worked(self, person: int, first: int, end: int) -> Expr:
        """How many of the days of the horizon from ``first`` until before ``end`` are worked."""
        return total(self.on[person, day] for day in self._planned(first, end))

    def known_minutes(self, person: int, first: int, end: int) -> int:
        """The working minutes of the known days before the horizon, as far as they are meant."""
        names = [self.before(person, day) for day in self._known(person, first, end)]
        return sum(self.problem.shift(name).worked for name in names if name)

    def known_days_worked(self, person: int, first: int, end: int) -> int:
        """How many of the days before the horizon are worked."""
        return sum(bool(self.before(person, day)) for day in self._known(person, first, end))

    def _planned(self, first: int, end: int) -> range:
        return range(max(0, first), min(end, self.problem.days))

    def _known(self, person: int, first: int, end: int) -> range:
        return range(max(first, self.first_known(person)), min(end, 0))

    def runs(self, person: int, length: int) -> Iterator[range]:
        """Every ``length`` known days in a row of which the last lies in the horizon."""
        first = self.first_known(person)
        for end in range(max(1, first + length), self.problem.days + 1):
            yield range(end - length, end)

    def shifts_where(self, true: Callable[[int], bool]) -> list[int]:
        """The numbers of the shifts for which ``true`` holds."""
        return [shift for shift in self.shifts if true(shift)]

    @cached_property
    def nights(self) -> list[int]:
        """The numbers of the night shifts."""
        return self.shifts_where(lambda at: self.problem.is_night(self.problem.shifts[at]))

    def shift_number(self, name: str) -> int:
        """The number of a shift. Errors: KeyError."""
        return self._shift_of[name]

    def count(self, people: Iterable[int], day: int, shift: int) -> Var:
        """How many of ``people`` work a shift on a day: one variable for all that ask for it.

        Branching and cuts on such counts are what proves a bound: people are alike, counts not.
        """
        key = (tuple(people), day, shift)
        if key not in self._counts:
            number = self.cp.new_int_var(0, len(key[0]), f"n{day}_{shift}_{len(self._counts)}")
            self.cp.add(number == total(self.x[person, day, shift] for person in key[0]))
            self._counts[key] = number
        return self._counts[key]

    def at_most(self, group: Group, amount: Expr, most: int) -> None:
        """Put in a constraint of a rule: the amount is at most so much."""
        self.groups.add(group)
        if self._keep(group):
            self.cp.add_linear_constraint(amount, cp_model.INT32_MIN, most)

    def at_least(self, group: Group, amount: Expr, least: int) -> None:
        """Put in a constraint of a rule: the amount is at least so much."""
        self.groups.add(group)
        if self._keep(group):
            self.cp.add_linear_constraint(amount, least, cp_model.INT32_MAX)

    def minutes_at_most(self, rule: str, person: int, first: int, end: int, most: int) -> None:
        """Bound the working minutes of the known days from ``first`` until before ``end``.

        As shifts are whole, so many minutes are at most so many shifts; that is implied, and said
        because the relaxation does not see it.
        """
        left, days = most - self.known_minutes(person, first, end), self._planned(first, end)
        self._bound(rule, person, days, self.minutes(person, first, end), left)
        shortest = min((shift.worked for shift in self.problem.shifts), default=0)
        if 0 <= left < shortest * len(days):
            worked = self.days_worked(person, first, end)
            self._bound(rule, person, days, worked, left // shortest)

    def days_at_most(self, rule: str, person: int, first: int, end: int, most: int) -> None:
        """Bound how many of the known days from ``first`` until before ``end`` are worked."""
        left, worked = most - self.known_days_worked(person, first, end), self.days_worked
        self._bound(rule, person, self._planned(first, end), worked(person, first, end), left)

    def _bound(self, rule: str, person: int, days: range, amount: Expr, left: int) -> None:
        """Where the days before have too much already, no roster mends it: the rest is off."""
        if left < 0:
            for day in days:
                self.day_off(rule, person, day)
        elif days:
            self.at_most(Group(rule, self.problem.people[person].id, days.start), amount, left)

    def one_of(self, group: Group, literals: Sequence[cp_model.LiteralT]) -> None:
        """Put in a clause of a rule: one of the literals holds."""
        self.groups.add(group)
        if self._keep(group):
            self.cp.add_bool_or(literals)

    def forbid(self, rule: str, person: int, day: int, shift: int) -> None:
        """Put in a rule's word that a person does not work a shift on a day."""
        group = Group(rule, self.problem.people[person].id, day)
        self.at_most(group, self.x[person, day, shift], 0)

    def day_off(self, rule: str, person: int, day: int) -> None:
        """Put in a rule's word that a person does not work on a day."""
        group = Group(rule, self.problem.people[person].id, day)
        self.at_most(group, self.on[person, day], 0)

    def forbid_where(self, rule: str, person: int, true: Callable[[int, Shift], bool]) -> None:
        """Forbid a person every shift on every day for which ``true`` holds."""
        for day in self.days:
            for number, shift in enumerate(self.problem.shifts):
                if true(day, shift):
                    self.forbid(rule, person, day, number)

    def cost(self, amount: Expr | int) -> None:
        """Add whole units to the objective."""
        self.objective.append(amount * HUNDREDTHS)

    def cost_hundredths(self, amount: Expr) -> None:
        """Add hundredths of a unit to the objective."""
        self.objective.append(amount)

    def pay(self, expression: Expr, table: Sequence[int]) -> None:
        """Add ``table[expression]`` units to the objective; the table is convex.

        The pieces between neighbouring whole numbers are put in, so that the relaxation is exact
        at each of them.
        """
        self.cost(self.priced(expression, table))

    def priced(self, expression: Expr, table: Sequence[int]) -> Expr:
        """An expression that is ``table[expression]``; for many people, at least that.

        The way from 0 is cut into pieces, which are filled in order: slopes rise, and for few
        people each step implies the one before.
        """
        if len(table) <= FEW:
            falls = [(there - here, 1) for here, there in pairwise(table)]
        else:
            falls = _slopes(table)
        pieces = [(slope, self.cp.new_int_var(0, length, "")) for slope, length in falls]
        if len(table) <= FEW:
            for (_, one), (_, next_one) in pairwise(pieces):
                self.cp.add_implication(next_one, one)
        self.cp.add(total(piece for _, piece in pieces) == expression)
        return total([table[0], *(slope * piece for slope, piece in pieces)])

    def finish(self) -> None:
        """Set the objective; nothing is added after it."""
        if self.objective:
            self.cp.minimize(total(self.objective))


def _slopes(table: Sequence[int]) -> list[tuple[int, int]]:
    """The slopes of a convex table with the length over which each holds, in rising order."""
    falls = [there - here for here, there in pairwise(table)]
    return [(slope, len(list(same))) for slope, same in groupby(falls)]
