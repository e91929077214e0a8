"""Each person's known days in order: those before the horizon, then the roster's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from jieting.domain.rostering.problem import DAY_MINUTES, Person, Problem, Rows, Shift


@dataclass(frozen=True, slots=True)
class Block:
    """Days in a row of one kind, from ``first`` until just before ``end``.

    ``open`` says that it touches the edge of what is known, so that it may be longer in truth.
    """

    first: int
    end: int
    open: bool

    @property
    def length(self) -> int:
        """How many days it has."""
        return self.end - self.first

    @property
    def days(self) -> tuple[int, ...]:
        """Its days."""
        return tuple(range(self.first, self.end))


@dataclass(frozen=True, slots=True)
class Timeline:
    """A person's shift on each known day, from ``first`` (0 or negative) on; None is a day off."""

    person: Person
    first: int
    shifts: tuple[Shift | None, ...]

    @property
    def end(self) -> int:
        """The day after the last one known."""
        return self.first + len(self.shifts)

    def at(self, day: int) -> Shift | None:
        """The shift on a day; None for a day off, and for a day that is not known."""
        return self.shifts[day - self.first] if self.first <= day < self.end else None

    def worked(self) -> Iterator[tuple[int, Shift]]:
        """The days with a shift, those before the horizon included."""
        for day, shift in enumerate(self.shifts, self.first):
            if shift is not None:
                yield day, shift

    def planned(self) -> Iterator[tuple[int, Shift]]:
        """The days of the horizon with a shift."""
        return ((day, shift) for day, shift in self.worked() if day >= 0)

    def following(self) -> Iterator[tuple[int, Shift, int, Shift]]:
        """Each two shifts with nothing but days off between, the later within the horizon."""
        worked = list(self.worked())
        for (day, shift), (later, following) in pairwise(worked):
            if later >= 0:
                yield day, shift, later, following

    def minutes(self, first: int, end: int) -> int:
        """Working minutes of the shifts that begin on days from ``first`` until before ``end``."""
        days = range(max(first, self.first), min(end, self.end))
        return sum(shift.worked for day in days if (shift := self.at(day)) is not None)

    def worked_between(self, first: int, end: int) -> tuple[int, ...]:
        """The worked days from ``first`` until before ``end``; none where none is planned there.

        What is over before the horizon cannot be mended by the roster, so it is no breach of it.
        """
        days = tuple(day for day, _ in self.worked() if first <= day < end)
        return days if days and days[-1] >= 0 else ()

    def blocks(self, *, on: bool) -> Iterator[Block]:
        """Runs of days with a shift (``on``) or without one that reach into the horizon."""
        return self.blocks_of([(shift is not None) is on for shift in self.shifts])

    def blocks_of(self, kind: list[bool]) -> Iterator[Block]:
        """Runs of the days that are of a kind, those that lie before the horizon left out."""
        start = 0
        for at, is_kind in enumerate((*kind, False)):
            if is_kind:
                continue
            if start < at and self.first + at > 0:
                is_open = start == 0 or at == len(kind)
                yield Block(self.first + start, self.first + at, is_open)
            start = at + 1


def timelines(problem: Problem, rows: Rows) -> Iterator[Timeline]:
    """Each person's timeline, in the problem's order; a person without a row has none to judge.

    Edge: a shift that the problem does not know counts as a day off; ``check`` tells it.
    """
    shifts = {shift.id: shift for shift in problem.shifts}
    for person in problem.people:
        before = problem.before.get(person.id, ())
        names = (*before, *rows.get(person.id, ()))
        yield Timeline(person, -len(before), tuple(shifts.get(name) for name in names))


def gap(day: int, shift: Shift, later: int, following: Shift) -> int:
    """Minutes from the end of a shift to the start of a later one; negative where they overlap."""
    return (later - day) * DAY_MINUTES + following.start - shift.end
