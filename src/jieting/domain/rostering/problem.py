"""What a roster has to decide: people, shifts, days, what must be covered, and the rules.

One model serves every source: the product's own problem file, the public shift-scheduling
instances, and later the pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

SLOT_MINUTES = 30
DAY_MINUTES = 24 * 60
SLOTS_A_DAY = DAY_MINUTES // SLOT_MINUTES
SATURDAY = 5
"""The weekday from which on it is weekend."""


class HoursSystem(StrEnum):
    """How the working hours of a person are counted (see ``docs/reference``)."""

    STANDARD = "standard"
    """8 hours a day, 40 a week."""
    COMPREHENSIVE = "comprehensive"
    """Averaged over an approved period; 12-hour shifts are possible only here."""
    FLEXIBLE = "flexible"
    """Not counted by the clock, with approval."""


class Protection(StrEnum):
    """Why the law spares a person nights and overtime."""

    PREGNANT = "pregnant"
    """From the seventh month."""
    NURSING = "nursing"
    """With a child under one year."""
    MINOR = "minor"
    """Under eighteen."""


@dataclass(frozen=True, slots=True)
class Break:
    """A pause within a shift: from ``after`` minutes after its start, ``minutes`` long."""

    after: int
    minutes: int
    paid: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """A kind of shift. ``start`` is in minutes after midnight of its day; it may pass midnight.

    ``not_next`` names the shifts that may not be worked on the day after it.
    """

    id: str
    start: int
    minutes: int
    breaks: tuple[Break, ...] = ()
    not_next: frozenset[str] = frozenset()
    name: str = ""

    @property
    def end(self) -> int:
        """Minutes after midnight of its day at which it ends; above 1440 it ends on the next."""
        return self.start + self.minutes

    @property
    def worked(self) -> int:
        """Minutes that count as working time: without its unpaid breaks."""
        return self.minutes - sum(one.minutes for one in self.breaks if not one.paid)

    @property
    def worked_by_day(self) -> tuple[int, int]:
        """Working minutes before the first midnight within it, and after it."""
        pauses = [(self.start + one.after, one.minutes) for one in self.breaks if not one.paid]
        before = min(self.end, DAY_MINUTES) - self.start
        before -= sum(max(0, min(DAY_MINUTES, at + long) - at) for at, long in pauses)
        return before, self.worked - before

    @property
    def answering(self) -> tuple[tuple[int, int], ...]:
        """When somebody on it answers: from-until pairs in minutes after midnight of its day.

        Nobody answers in a break, paid or not.
        """
        pairs, at = [], self.start
        for one in sorted(self.breaks, key=lambda pause: pause.after):
            pairs.append((at, self.start + one.after))
            at = self.start + one.after + one.minutes
        return tuple((start, end) for start, end in (*pairs, (at, self.end)) if start < end)


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds one person's roster over the horizon; None bounds nothing.

    ``minutes`` is the least and most working time, ``days_on`` the fewest and most shifts in a
    row, ``days_off`` the fewest days off in a row, ``weekends`` the most weekends with a shift on
    one of their days, ``of_shift`` the most of each shift. Blocks that touch the edge of the
    horizon without a known past or future may be shorter than the fewest.
    """

    minutes: tuple[int, int] | None = None
    days_on: tuple[int, int] | None = None
    days_off: int | None = None
    weekends: int | None = None
    of_shift: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Approval:
    """The approval by which somebody's hours are averaged: its number and period in days."""

    number: str
    period_days: int
    until: date


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be rostered.

    ``skills`` are the queues that the person serves; ``leads`` says that a shift with this person
    has a lead on duty. ``qualified`` is the last valid day of the qualification for each skill
    (None: no end); without the table none is asked. ``may_work`` names the only shifts for this
    person; None allows all.
    """

    id: str
    name: str = ""
    skills: frozenset[str] = frozenset()
    leads: bool = False
    hours: HoursSystem = HoursSystem.STANDARD
    approval: Approval | None = None
    protection: Protection | None = None
    leave: frozenset[date] = frozenset()
    qualified: Mapping[str, date | None] | None = None
    may_work: frozenset[str] | None = None
    limits: Limits = field(default_factory=Limits)

    def averages_on(self, on: date) -> bool:
        """True where this person's hours may be averaged that day: the approval is still valid."""
        if self.hours is not HoursSystem.COMPREHENSIVE or self.approval is None:
            return False
        return on <= self.approval.until

    def qualified_for(self, skill: str, on: date) -> bool:
        """True where no qualification is asked, or the one for ``skill`` is valid on the day."""
        if self.qualified is None:
            return True
        until = self.qualified.get(skill)
        return skill in self.qualified and (until is None or on <= until)

    def serves(self, skill: str, on: date) -> bool:
        """True where this person counts for a need of ``skill`` on a day; an empty skill: always.

        The day is that on which the shift begins.
        """
        return not skill or (skill in self.skills and self.qualified_for(skill, on))


@dataclass(frozen=True, slots=True)
class Cover:
    """How many should work a shift on a day; each one too few or too many costs its weight."""

    day: int
    shift: str
    need: int
    under: int
    over: int


@dataclass(frozen=True, slots=True)
class Need:
    """How many with a skill should answer in a half hour; an empty skill takes anybody.

    ``slot`` counts half hours from midnight of the first day. How many answer in it is the fewest
    at any of its minutes. ``at_least`` is hard: with fewer the roster breaks a rule. Each one below
    ``need`` costs ``under``, each above it ``over``.
    """

    slot: int
    skill: str
    need: int
    at_least: int = 0
    under: int = 0
    over: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody wants, or wants not, a shift on a day; an empty shift means any; with a weight."""

    person: str
    day: int
    shift: str
    wants: bool
    weight: int


@dataclass(frozen=True, slots=True)
class RuleUse:
    """A rule that is put in force, by the name of its file, with the settings that are not default.

    What the problem itself says - leave, limits, needs - holds without being named.
    """

    name: str
    settings: Mapping[str, int | str | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weights:
    """What the soft aims cost, in the problem's own whole units.

    A spread is that between the person with the most and the one with the fewest over the year,
    ``changed`` the cost of each day that differs from the published roster, ``overtime_minute``
    that of a minute of overtime at its plain rate, before the law's factor.
    """

    night_spread: int = 0
    weekend_spread: int = 0
    holiday_spread: int = 0
    changed: int = 0
    overtime_minute: int = 0


@dataclass(frozen=True, slots=True)
class Night:
    """When it is night, in minutes after midnight; a shift with ``least`` minutes in it is a night.

    The window may pass midnight: 22:00 to 06:00 is 1320 to 360.
    """

    start: int = 22 * 60
    end: int = 6 * 60
    least: int = 1

    def minutes_of(self, shift: Shift) -> int:
        """How many minutes of a shift, breaks included, lie in the window of any day."""
        length = (self.end - self.start) % DAY_MINUTES or DAY_MINUTES
        starts = range(self.start - DAY_MINUTES, shift.end, DAY_MINUTES)
        return sum(max(0, min(shift.end, at + length) - max(shift.start, at)) for at in starts)


@dataclass(frozen=True, slots=True)
class Worked:
    """What the ledger holds of a person for the year so far."""

    nights: int = 0
    weekends: int = 0
    holidays: int = 0
    overtime_minutes: int = 0


Rows = Mapping[str, tuple[str, ...]]
"""Each person's shifts day by day; an empty text is a day off."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A whole problem. Days count from ``first``; every weight is a whole number.

    ``before`` are the days just before the first one, the latest last, as far as they are known;
    ``published`` the roster that people were told already; ``ledger`` the year so far.
    ``holidays`` are the statutory public holidays, ``rest_days`` the other weekdays that the
    calendar makes free, ``workdays`` moved workdays on a weekend.
    """

    id: str
    first: date
    days: int
    shifts: tuple[Shift, ...]
    people: tuple[Person, ...]
    cover: tuple[Cover, ...] = ()
    needs: tuple[Need, ...] = ()
    wishes: tuple[Wish, ...] = ()
    rules: tuple[RuleUse, ...] = ()
    weights: Weights = field(default_factory=Weights)
    before: Rows = field(default_factory=dict)
    published: Rows = field(default_factory=dict)
    ledger: Mapping[str, Worked] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    rest_days: frozenset[date] = frozenset()
    night: Night = field(default_factory=Night)

    def date_of(self, day: int) -> date:
        """The date of a day of the horizon; days before the first are negative."""
        return self.first + timedelta(days=day)

    def day_of(self, on: date) -> int:
        """The day of the horizon that a date is; negative before the first."""
        return (on - self.first).days

    def is_night(self, shift: Shift) -> bool:
        """True for a shift of which enough lies in the night."""
        return self.night.minutes_of(shift) >= max(1, self.night.least)

    def is_weekend(self, day: int) -> bool:
        """True for a Saturday or Sunday that is no moved workday."""
        on = self.date_of(day)
        return on.weekday() >= SATURDAY and on not in self.workdays

    def shift(self, name: str) -> Shift:
        """A shift by its id. Errors: KeyError."""
        return _named(self.shifts, name)

    def person(self, name: str) -> Person:
        """A person by id. Errors: KeyError."""
        return _named(self.people, name)


_Thing = TypeVar("_Thing", Shift, Person)


def _named(things: Sequence[_Thing], name: str) -> _Thing:
    for thing in things:
        if thing.id == name:
            return thing
    raise KeyError(name)
