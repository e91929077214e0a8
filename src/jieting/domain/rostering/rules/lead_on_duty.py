"""Somebody who leads is on duty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from jieting.domain.rostering.problem import DAY_MINUTES, SLOT_MINUTES, Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Setting, Settings, Unit
from jieting.domain.rostering.timeline import Timeline, timelines
from jieting.domain.said import say

SHIFT, MINUTE = "shift", "minute"
Span = tuple[int, int]


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Shifts, or minutes with anybody on duty, that have nobody who leads.

    A lead in a break is on duty. Shifts that began before the first day count where they reach
    into the horizon.
    """
    lines = list(timelines(problem, rows))
    if settings.word("each") == SHIFT:
        yield from _shifts(lines)
    else:
        yield from _minutes(problem, lines)


def _shifts(lines: list[Timeline]) -> Iterator[Breach]:
    led: dict[tuple[int, str], bool] = defaultdict(bool)
    for line in lines:
        for day, shift in line.planned():
            led[day, shift.id] |= line.person.leads
    for (day, name), has_lead in sorted(led.items()):
        if not has_lead:
            what = say("{shift} has no lead.", shift=name)
            yield Breach(RULE.name, "", (day,), (), what)


def _minutes(problem: Problem, lines: list[Timeline]) -> Iterator[Breach]:
    anybody = _merged(problem, lines)
    leads = _merged(problem, [line for line in lines if line.person.leads])
    bare: dict[int, list[Span]] = defaultdict(list)
    for start, end in _without(anybody, leads):
        bare[start // DAY_MINUTES].append((start, end))
    for day, spans in sorted(bare.items()):
        slots = {
            slot
            for start, end in spans
            for slot in range(start // SLOT_MINUTES, (end - 1) // SLOT_MINUTES + 1)
        }
        what = say(
            "{minutes} minutes with people on duty and no lead among them.",
            minutes=sum(end - start for start, end in spans),
        )
        yield Breach(RULE.name, "", (day,), tuple(sorted(slots)), what)


def _merged(problem: Problem, lines: list[Timeline]) -> list[Span]:
    """When anybody of these is on duty within the horizon, as spans in order."""
    whole = problem.days * DAY_MINUTES
    spans = sorted(
        (max(0, day * DAY_MINUTES + shift.start), min(whole, day * DAY_MINUTES + shift.end))
        for line in lines
        for day, shift in line.worked()
        if day * DAY_MINUTES + shift.end > 0
    )
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _without(spans: list[Span], taken: list[Span]) -> Iterator[Span]:
    """The parts of ``spans`` outside of ``taken``, cut at midnight; both in order and disjoint."""
    for start, end in spans:
        at = start
        for first, last in taken:
            if at < first < end:
                yield from _by_day(at, first)
            if first < end:
                at = max(at, last)
        if at < end:
            yield from _by_day(at, end)


def _by_day(start: int, end: int) -> Iterator[Span]:
    while start < end:
        midnight = (start // DAY_MINUTES + 1) * DAY_MINUTES
        yield start, min(end, midnight)
        start = midnight


RULE = Rule(
    "lead_on_duty",
    say("Whenever people are on duty, somebody among them leads."),
    say("Give a shift over that time to somebody who leads."),
    breaches,
    (
        Setting(
            "each",
            Unit.WORD,
            say("whether every minute or every shift needs a lead"),
            MINUTE,
            allowed=(MINUTE, SHIFT),
        ),
    ),
)
