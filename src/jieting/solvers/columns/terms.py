"""What binds one person, gathered from limits, leave, the past and the rules in force."""

from __future__ import annotations

from dataclasses import dataclass

from jieting.domain.rostering.problem import Person, Problem
from jieting.domain.rostering.timeline import gap
from jieting.solvers.columns.known import InForce, rest_after, week_limits

Node = tuple[int, int]
"""A shift, and the how-manieth night in a row it is; 0 for a day shift or where none is counted."""


@dataclass(frozen=True)
class Terms:
    """The bounds of one person in the words of the kernels; see ``Limits`` for their sense."""

    rules: InForce
    on: tuple[int, int]
    off: int
    weekends: int | None
    minutes: tuple[int, int] | None
    caps: tuple[int, ...]
    past: tuple[int, ...]
    nights_in_a_row: int
    week_minutes: int | None
    week_days: int

    @property
    def problem(self) -> Problem:
        """The problem that it is of."""
        return self.rules.problem

    def is_night(self, shift: int) -> bool:
        """True where the shift counts among nights in a row; past the end of a run -1 never."""
        return shift >= 0 and self.problem.is_night(self.problem.shifts[shift])

    def next_to(self, shift: int, after: int) -> bool:
        """True where ``after`` may be worked on the day after ``shift``."""
        one, other = self.problem.shifts[shift], self.problem.shifts[after]
        least = rest_after(self.rules, one, other)
        return other.id not in one.not_next and (not least or gap(0, one, 1, other) >= least)

    def follows(self, one: Node, other: Node) -> bool:
        """True where one node may stand on the day after another."""
        run = 0
        if self.nights_in_a_row and self.is_night(other[0]):
            run = one[1] + 1
        return self.next_to(one[0], other[0]) and other[1] == run

    def may_begin(self, node: Node) -> bool:
        """True where the first day may be this node, after the days before it."""
        if self.past and self.past[-1] >= 0 and not self.next_to(self.past[-1], node[0]):
            return False
        if not (self.nights_in_a_row and self.is_night(node[0])):
            return node[1] == 0
        return node[1] == self.past_nights + 1

    @property
    def past_nights(self) -> int:
        """Nights in a row just before the first day."""
        run = 0
        for shift in reversed(self.past):
            if not self.is_night(shift):
                break
            run += 1
        return run


def terms_of(rules: InForce, person: Person) -> Terms:
    """The terms of a person."""
    problem, limits = rules.problem, person.limits
    on = limits.days_on or (1, problem.days)
    longest = min(on[1], rules.number("days_in_a_row", "most", problem.days), problem.days)
    week_minutes, week_days = week_limits(rules, person)
    return Terms(
        rules=rules,
        on=(max(1, on[0]), max(1, longest)),
        off=max(1, limits.days_off or 1),
        weekends=limits.weekends,
        minutes=limits.minutes,
        caps=tuple(limits.of_shift.get(one.id, problem.days) for one in problem.shifts),
        past=_past(problem, person),
        nights_in_a_row=rules.number("nights_in_a_row", "most", 0),
        week_minutes=week_minutes,
        week_days=week_days,
    )


def _past(problem: Problem, person: Person) -> tuple[int, ...]:
    index = {shift.id: s for s, shift in enumerate(problem.shifts)}
    return tuple(index.get(shift, -1) for shift in problem.before.get(person.id, ()))


def runs(past: tuple[int, ...]) -> tuple[int, int]:
    """Days on just before the first day, and days off; days off are -1 where nothing is known."""
    if not past:
        return 0, -1
    run = 0
    for shift in reversed(past):
        if (shift < 0) != (past[-1] < 0):
            break
        run += 1
    return (0, run) if past[-1] < 0 else (run, 0)
