"""Duty: the periods in which each agent is on duty, from the rotation or from headcounts."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

from jieting.domain.periods import Instant, Month, Period, union
from jieting.domain.simulation.disturbances import Disturbance
from jieting.domain.simulation.profile import Team
from jieting.domain.simulation.slots import clock_instant

Duty = tuple[tuple[Period, ...], ...]
"""For each agent the disjoint periods of duty in order."""


def team_duty(
    team: Team,
    month: Month,
    zone: ZoneInfo,
    open_periods: tuple[Period, ...],
    disturbances: tuple[Disturbance, ...] = (),
) -> Duty:
    """Duty of each agent in the month: rotation, cut to the open hours, less disturbances."""
    hours = {letter: (start, end) for letter, start, end in team.shifts}
    planned = tuple(
        _cut(_shifts(team, agent, hours, month, zone), open_periods)
        for agent in range(len(team.rotation))
    )
    for disturbance in disturbances:
        planned = _capped(planned, disturbance)
    return planned


def row_of(team: Team, agent: int, day: date) -> str:
    """The week's letters for an agent, Monday to Sunday; each week everyone moves on by one row."""
    week = (day.toordinal() - 1) // 7
    return team.rotation[(agent + week) % len(team.rotation)]


def _shifts(
    team: Team, agent: int, hours: dict[str, tuple[int, int]], month: Month, zone: ZoneInfo
) -> list[Period]:
    found = []
    for day in (*month.days(), month.plus(1).first_day):
        letter = row_of(team, agent, day)[day.weekday()]
        if letter in hours:
            start, end = (clock_instant(day, half_hour, zone) for half_hour in hours[letter])
            found.append(Period(start, end))
    return found


def _cut(periods: list[Period], open_periods: tuple[Period, ...]) -> tuple[Period, ...]:
    parts = (p.intersection(o) for p in periods for o in open_periods)
    return union(part for part in parts if part)


def _capped(duty: Duty, disturbance: Disturbance) -> Duty:
    """Only the first ``agents_left`` of those on duty stay, shift by shift, within the period."""
    edges = _edges(duty, disturbance.period)
    kept: list[list[Period]] = [_without(periods, disturbance.period) for periods in duty]
    for start, end in pairwise(edges):
        present = [agent for agent, own in enumerate(duty) if any(start in p for p in own)]
        for agent in present[: disturbance.planned.agents_left]:
            kept[agent].append(Period(start, end))
    return tuple(union(periods) for periods in kept)


def _edges(duty: Duty, whole: Period) -> list[Instant]:
    marks = {m for periods in duty for p in periods for m in (p.start, p.end) if m in whole}
    return sorted({whole.start, whole.end} | marks)


def _without(periods: tuple[Period, ...], hole: Period) -> list[Period]:
    parts = []
    for p in periods:
        parts.append(Period(p.start, max(p.start, min(p.end, hole.start))))
        parts.append(Period(min(p.end, max(p.start, hole.end)), p.end))
    return [part for part in parts if part.length]


def steps_duty(starts: list[Instant], headcounts: list[int], end: Instant) -> Duty:
    """Duty from a headcount that holds from each start on: agent i works while it exceeds i."""
    spans = list(zip(starts, [*starts[1:], end], headcounts, strict=True))
    return tuple(
        union(Period(start, stop) for start, stop, count in spans if count > agent)
        for agent in range(max(headcounts, default=0))
    )


def on_duty(duty: Duty, at: Instant) -> int:
    """How many agents are on duty at an instant."""
    return sum(any(at in period for period in periods) for periods in duty)
