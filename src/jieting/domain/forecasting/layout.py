"""What is asked of a forecast, and how a queue's projection is laid out as half hours and days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from jieting.domain.forecasting import told
from jieting.domain.forecasting.features import Features
from jieting.domain.forecasting.forecast import Slot
from jieting.domain.forecasting.gather import Line
from jieting.domain.forecasting.history import Bools, Floats, History, clock_slots
from jieting.domain.forecasting.model import Fitted, Projection
from jieting.domain.forecasting.result import Basis, DayForecast
from jieting.domain.forecasting.special import SpecialDays
from jieting.domain.periods import HALF_HOUR, Instant, start_of_day


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be forecast: ``days`` days from ``first``, intervals of ``level``.

    ``queues`` empty means all. ``now`` cuts today: its calls so far move the rest of it. ``aht_s``
    is taken in place of the history's handle time.
    """

    first: date
    days: int
    line: Line
    level: float = 0.8
    queues: tuple[str, ...] = ()
    special: SpecialDays = field(default_factory=SpecialDays)
    now: Instant | None = None
    aht_s: float | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """The coming days, the same for every queue; ``steps`` are days from the last one learned."""

    days: tuple[date, ...]
    features: Features
    is_open: Bools
    steps: Floats


def slots_of(
    queue: str, projection: Projection, aht: Floats, ask: Ask, ahead: Ahead
) -> Iterator[Slot]:
    """Every half hour, from the one in which ``now`` lies."""
    low, high = projection.slot_interval(ask.level)
    begin = ask.now if ask.now is not None else start_of_day(ask.first, ask.line.zone)
    for place, day in enumerate(ahead.days):
        start = start_of_day(day, ask.line.zone)
        for clock in clock_slots(day, ask.line.zone):
            if start + HALF_HOUR > begin:
                yield Slot(
                    queue,
                    start,
                    float(projection.mean[place, clock]),
                    float(low[place, clock]),
                    float(high[place, clock]),
                    float(aht[clock]),
                )
            start += HALF_HOUR


def days_of(
    projection: Projection, factor: Floats, aht: Floats, so_far: int, ask: Ask
) -> Iterator[DayForecast]:
    """Every day; the calls ``so_far`` are those of the first."""
    low, high = projection.day_interval(ask.level)
    total = projection.mean.sum(axis=1)
    seconds = projection.mean @ aht
    for place in range(ask.days):
        had = so_far if place == 0 else 0
        day = ask.line.holidays.day(ask.first + timedelta(days=place))
        yield DayForecast(
            day,
            float(total[place]) + had,
            float(low[place]) + had,
            float(high[place]) + had,
            float(seconds[place] / total[place]) if total[place] else 0.0,
            int(projection.mean[place].argmax()) * 30,
            float(factor[place]),
        )


def basis_of(history: History, fitted: Fitted, prior: str) -> Basis:
    """What a forecast was made from; ``prior`` is named where the history is short."""
    effects, level = fitted.effects, fitted.level
    known = history.known_days
    is_short = known < told.SHORT_HISTORY
    return Basis(
        known,
        level.calls,
        level.growth,
        tuple(float(factor) for factor in effects.group),
        effects.before,
        effects.after,
        float(np.sqrt(level.excess[0])),
        prior if is_short else "",
        fitted.shapes.prior_weight,
    )
