"""Which rules of a problem the columns keep, and the settings they take from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from jieting.domain.rostering.problem import SLOT_MINUTES, HoursSystem, Person, Problem, Shift
from jieting.domain.rostering.rules.registry import in_force
from jieting.domain.rostering.rules.rule import Settings
from jieting.domain.rostering.timeline import gap
from jieting.solvers.columns.kernel import Flags

DAYS_A_WEEK = 7
OF_A_DAY = frozenset(
    (
        "daily_hours", "hours_system", "protected_staff", "skills", "qualification", "leave",
        "allowed_shifts", "overtime",
    )
)  # fmt: skip
"""Rules of which all, or a part that is taken, judges each shift of each day by itself."""
WHOLE = frozenset(
    (
        "daily_hours", "hours_system", "skills", "qualification", "leave", "allowed_shifts",
        "follow_on", "shift_limits", "total_minutes", "consecutive_shifts",
        "consecutive_days_off", "days_in_a_row", "rest_between_shifts", "nights_in_a_row",
        "weekends", "weekly_hours", "weekly_rest_day", "never_uncovered",
    )
)  # fmt: skip
"""Rules that are kept whole, but for the cases that ``unknown`` looks for."""


@dataclass(frozen=True)
class InForce:
    """The rules of a problem that hold, by name, and what its shifts may not do by themselves."""

    problem: Problem
    settings: dict[str, Settings] = field(default_factory=dict)
    forbidden: Flags = field(default_factory=lambda: np.zeros((0, 0, 0), np.bool_))

    def number(self, rule: str, setting: str, without: int) -> int:
        """A rule's setting; ``without`` where the rule is not in force."""
        return self.settings[rule].whole(setting) if rule in self.settings else without


def in_force_of(problem: Problem) -> InForce:
    """The rules of a problem, asked once."""
    return InForce(
        problem, {rule.name: settings for rule, settings in in_force(problem)}, _forbidden(problem)
    )


def _forbidden(problem: Problem) -> Flags:
    """Which person may not work which shift on which day [P, D, S], by the rules themselves.

    Each shift is given to everybody on every day; what the rules of single days then find is
    forbidden. Of rules that also judge weeks or months only what is about one day counts.
    """
    place = {person.id: p for p, person in enumerate(problem.people)}
    found = np.zeros((len(place), problem.days, len(problem.shifts)), np.bool_)
    rules = [(rule, settings) for rule, settings in in_force(problem) if rule.name in OF_A_DAY]
    for s, shift in enumerate(problem.shifts):
        rows = {person.id: (shift.id,) * problem.days for person in problem.people}
        for rule, settings in rules:
            for breach in rule.breaches(problem, rows, settings):
                if rule.name in WHOLE or len(breach.days) == 1:
                    for day in breach.days:
                        if day >= 0:
                            found[place[breach.person], day, s] = True
    return found


def unknown(problem: Problem) -> tuple[str, ...]:
    """What the columns do not keep or do not cost: names of rules, weights and data.

    Empty where every roster they find keeps every rule in force and costs what ``cost_of`` says.
    Rules and weights left out could only raise the cost, so the bound stays valid; where it names
    weekends, consecutive shifts or shifts off the half hour, they are taken too strictly, and the
    bound is not proven.
    """
    rules = in_force_of(problem)
    found = [name for name in rules.settings if name not in WHOLE]
    return tuple(
        dict.fromkeys(
            name for name in (*found, *_costs(rules), *_details(rules)) if _asked(rules, name)
        )
    )


def _asked(rules: InForce, name: str) -> bool:
    """False for a rule in force that can find nothing to judge in this problem."""
    people = rules.problem.people
    if name == "protected_staff":
        return any(one.protection is not None for one in people)
    return True


def _costs(rules: InForce) -> Iterator[str]:
    weights = rules.problem.weights
    if weights.night_spread or weights.weekend_spread or weights.holiday_spread:
        yield "fairness"
    if weights.overtime_minute:
        yield "overtime_minute"


def _details(rules: InForce) -> Iterator[str]:
    problem = rules.problem
    if problem.needs and not _on_the_half_hour(problem):
        yield "shifts off the half hour"
    if any(one.limits.weekends is not None for one in problem.people) and _moved(problem):
        yield "weekends"
    if problem.before and problem.first.weekday():
        yield from (name for name in ("weekly_hours", "weekly_rest_day") if name in rules.settings)
    for name in ("rest_between_shifts", "nights_in_a_row"):
        if name in rules.settings and not _rests_on_a_day_off(rules):
            yield name
    if any(row and all(row) for row in problem.before.values()):
        yield "consecutive_shifts"


def _moved(problem: Problem) -> bool:
    days = [problem.date_of(day) for day in range(problem.days)]
    return any(day.weekday() >= DAYS_A_WEEK - 2 and day in problem.workdays for day in days)


def _on_the_half_hour(problem: Problem) -> bool:
    return all(
        minute % SLOT_MINUTES == 0
        for shift in problem.shifts
        for span in shift.answering
        for minute in span
    )


def _rests_on_a_day_off(rules: InForce) -> bool:
    """True where one day off between two shifts is always rest enough."""
    shifts = rules.problem.shifts
    return all(
        gap(0, one, 2, other) >= rest_after(rules, one, other) for one in shifts for other in shifts
    )


def rest_after(rules: InForce, one: Shift, other: Shift) -> int:
    """The minutes of rest that one shift needs before another."""
    least = rules.number("rest_between_shifts", "least", 0)
    if rules.problem.is_night(one) and not rules.problem.is_night(other):
        return max(least, rules.number("nights_in_a_row", "rest_after", 0))
    return least


def week_limits(rules: InForce, person: Person) -> tuple[int | None, int]:
    """The most minutes of a week (None: no limit), and the most days."""
    days = DAYS_A_WEEK - rules.number("weekly_rest_day", "least", 0)
    if "weekly_hours" not in rules.settings or person.hours is HoursSystem.FLEXIBLE:
        return None, days
    problem = rules.problem
    if any(person.averages_on(problem.date_of(day)) for day in range(problem.days)):
        return None, days
    return rules.number("weekly_hours", "most", 0), days
