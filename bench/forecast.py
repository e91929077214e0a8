"""The forecast: a year of five queues, and how it foretells beside last week's counts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from bench.goals import Goal
from bench.lines import Options
from jieting.domain.contracts.calendar import ServiceCalendar
from jieting.domain.forecasting.gather import Line
from jieting.domain.forecasting.history import Count
from jieting.domain.forecasting.holidays import HolidayCalendar
from jieting.domain.forecasting.layout import Ask
from jieting.domain.forecasting.make import make_forecast
from jieting.domain.simulation.profiles import PROFILES

FIRST = date(2025, 1, 6)
DAYS = 365
QUEUES = {"a": 100.0, "b": 300.0, "c": 1_000.0, "d": 3_000.0, "e": 9_000.0}
SECONDS = 2.0
AGAINST_NAIVE = 0.9
LEVEL = 0.8


def run(options: Options) -> list[Goal]:
    """Two weeks ahead, the back-test included; made counts whose days are busy as a whole."""
    rng = np.random.default_rng(1)
    counts = [count for queue in QUEUES for count in _counts(queue, rng)]
    line = Line(ServiceCalendar(), ZoneInfo("Asia/Shanghai"), HolidayCalendar(chinese=False))
    ask = Ask(FIRST + timedelta(days=DAYS), 14, line, LEVEL)
    make_forecast(counts, ask)
    start = time.process_time()
    made = make_forecast(counts, ask)
    seconds = time.process_time() - start
    goals = [
        Goal("forecast", "a year of five queues, CPU", seconds, "s", SECONDS),
    ]
    for queue in made.queues:
        tested = queue.back_test
        if tested is None or tested.model.wape is None or not tested.naive.wape:
            continue
        ratio = tested.model.wape / tested.naive.wape
        what = f"WAPE, {QUEUES[queue.queue]:.0f} calls a day"
        wape, goal = 100 * tested.model.wape, 100 * AGAINST_NAIVE * tested.naive.wape
        goals.append(Goal("forecast", what, wape, "%", goal, ratio=ratio, note="last week"))
        if tested.coverage is not None:
            goals.append(Goal("forecast", f"coverage at {LEVEL}", 100 * tested.coverage, "%"))
    return goals


def _counts(queue: str, rng: np.random.Generator) -> Iterator[Count]:
    """A year of a queue with the weekdays, the shape and the busyness of a shipped profile."""
    demand = PROFILES["hotline"].demand
    weekdays = np.array(demand.weekdays) * 7 / sum(demand.weekdays)
    shape = np.array(demand.shape) / sum(demand.shape)
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        busy = rng.gamma(1 / demand.busyness**2, demand.busyness**2)
        row = rng.poisson(QUEUES[queue] * weekdays[day.weekday()] * busy * shape)
        for half_hour, calls in enumerate(row):
            yield Count(queue, day, half_hour, int(calls), int(calls), 150 * int(calls))
