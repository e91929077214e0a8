"""Somebody who leads is on duty."""

from __future__ import annotations

from collections import defaultdict

from jieting.domain.rostering.problem import DAY_MINUTES
from jieting.domain.rostering.rules.lead_on_duty import SHIFT
from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.model import Expr, Group, Model, total

Parts = frozenset[tuple[int, int]]
"""Days and numbers of shifts."""


def add(model: Model, settings: Settings) -> None:
    """Every shift, or every minute with anybody on duty, has somebody who leads."""
    if settings.word("each") == SHIFT:
        together = [frozenset({(day, shift)}) for day in model.days for shift in model.shifts]
    else:
        together = _together(model)
    for parts in together:
        for day, shift in parts:
            _lead(model, parts, day, shift)


def _lead(model: Model, parts: Parts, day: int, shift: int) -> None:
    """Where somebody works the shift, one of those on duty with it leads."""
    leads = [number for number in model.people if model.problem.people[number].leads]
    leading = total(_worked(model, lead, *part) for part in sorted(parts) for lead in leads)
    group = Group("lead_on_duty", "", max(0, min(day, model.problem.days - 1)))
    for number in model.people:
        if number not in leads:
            model.at_most(group, _worked(model, number, day, shift) - leading, 0)


def _worked(model: Model, number: int, day: int, shift: int) -> Expr:
    known = day >= model.first_known(number)
    return model.works(number, day, shift) if known else model.zero


def _together(model: Model) -> list[Parts]:
    """The sets of shifts on duty at the same minute, those that hold another one left out."""
    starts: dict[int, list[tuple[int, int, tuple[int, int]]]] = defaultdict(list)
    longest = max((shift.end for shift in model.problem.shifts), default=0)
    for day in range(-(longest // DAY_MINUTES), model.problem.days):
        for number, shift in enumerate(model.problem.shifts):
            start, end = day * DAY_MINUTES + shift.start, day * DAY_MINUTES + shift.end
            for touched in range(start // DAY_MINUTES, (end - 1) // DAY_MINUTES + 1):
                starts[touched].append((start, end, (day, number)))
    found: set[Parts] = set()
    for day in model.days:
        cuts = {day * DAY_MINUTES, *(at for one in starts[day] for at in one[:2])}
        for at in cuts:
            if at // DAY_MINUTES == day:
                found.add(frozenset(part for a, b, part in starts[day] if a <= at < b))
    return sorted((one for one in found if one), key=sorted)
