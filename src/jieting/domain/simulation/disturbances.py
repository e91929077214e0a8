"""Disturbances: what goes wrong once in a month, and on which days the dice put it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from jieting.domain.periods import SECOND, Instant, Month, Period, day_period
from jieting.domain.simulation.profile import Planned
from jieting.domain.simulation.slots import clock_instant

SHORTEST_DAY: Instant = 4 * 3_600 * SECOND
"""A day that is open for less is not chosen."""
APART = timedelta(days=3)
"""Disturbances lie at least so far from each other, so that no run of bad days joins two."""
START_EVERY: Instant = 300 * SECOND
DRAWS = 2


@dataclass(frozen=True, slots=True)
class Disturbance:
    """A planned disturbance with the time that the dice gave it."""

    planned: Planned
    period: Period
    days: tuple[date, ...]


def draw_disturbances(
    planned: tuple[Planned, ...],
    month: Month,
    zone: ZoneInfo,
    open_periods: tuple[Period, ...],
    rng: np.random.Generator,
) -> tuple[Disturbance, ...]:
    """The month's disturbances, in the order of ``planned``.

    Draws: two numbers for each planned one, day and time, whether it finds room or not.
    Edge: one that finds no free open workdays does not happen.
    """
    workdays = _workdays(month, zone, open_periods)
    found: list[Disturbance] = []
    for plan, (u_day, u_time) in zip(planned, rng.random((len(planned), DRAWS)), strict=True):
        taken = [day for disturbance in found for day in disturbance.days]
        runs = [run for run in _runs(workdays, max(plan.days, 1)) if _apart(run, taken)]
        if runs:
            run = runs[int(u_day * len(runs))]
            found.append(Disturbance(plan, _period(plan, run, float(u_time), zone), run))
    return tuple(found)


def _workdays(month: Month, zone: ZoneInfo, open_periods: tuple[Period, ...]) -> list[date]:
    """Mondays to Fridays with enough open hours, without the month's first and last two days."""
    inner = list(month.days())[2:-2]
    return [d for d in inner if d.weekday() < 5 and _open(d, zone, open_periods) >= SHORTEST_DAY]


def _open(day: date, zone: ZoneInfo, open_periods: tuple[Period, ...]) -> Instant:
    whole = day_period(day, zone)
    return sum(part.length for p in open_periods if (part := p.intersection(whole)))


def _runs(days: list[date], length: int) -> list[tuple[date, ...]]:
    """Every run of so many days that follow each other."""
    known = set(days)
    runs = [tuple(day + timedelta(days=n) for n in range(length)) for day in days]
    return [run for run in runs if known.issuperset(run)]


def _apart(run: tuple[date, ...], taken: list[date]) -> bool:
    return all(abs(day - other) >= APART for day in run for other in taken)


def _period(plan: Planned, run: tuple[date, ...], u: float, zone: ZoneInfo) -> Period:
    if not plan.minutes:
        return Period(day_period(run[0], zone).start, day_period(run[-1], zone).end)
    length = plan.minutes * 60 * SECOND
    first, last = (clock_instant(run[0], half_hour, zone) for half_hour in plan.between)
    places = (last - first - length) // START_EVERY + 1
    start = first + int(u * places) * START_EVERY
    return Period(start, start + length)
