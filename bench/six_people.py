"""A month of six people on a line that never closes: half-hour need, law, fairness, wishes."""

from __future__ import annotations

from datetime import date

import numpy as np

from jieting.domain.rostering.problem import (
    SLOTS_A_DAY,
    Break,
    Need,
    Person,
    Problem,
    RuleUse,
    Shift,
    Weights,
    Wish,
    Worked,
)
from jieting.domain.rostering.rules.registry import BY_LAW
from jieting.domain.staffing.expected import expected

FIRST = date(2026, 10, 1)
HOLIDAYS = frozenset(date(2026, 10, day) for day in (1, 2, 3))
MEAL = (Break(180, 30),)
SHIFTS = (
    Shift("A", 6 * 60, 480, (Break(240, 30),)),
    Shift("B", 8 * 60, 480, (Break(240, 30),)),
    Shift("C", 10 * 60, 480, (Break(240, 30),)),
    Shift("D", 14 * 60, 480, MEAL),
    Shift("E", 16 * 60, 480, (Break(240, 30),)),
    Shift("N", 22 * 60, 480),
)
DAY = np.interp(
    np.arange(SLOTS_A_DAY) / 2,
    [0, 4, 6, 8, 10, 12, 13, 15, 17, 19, 21, 24],
    [2, 1, 1, 9, 24, 15, 12, 22, 15, 9, 8, 2],
)
WEEK = (1.1, 1.05, 1.0, 1.0, 0.95, 0.7, 0.6)
AHT_S, PATIENCE_S, CONNECTED = 200.0, 120.0, 0.9


def calls_of(day: int, a_day: float, seed: int) -> np.ndarray:
    """The calls expected in each half hour of a day."""
    busy = np.random.default_rng((seed, day)).uniform(0.9, 1.1)
    factor = WEEK[(FIRST.weekday() + day) % 7] * busy * a_day
    return np.asarray(DAY / DAY.sum() * factor)


def needs(days: int, a_day: float, seed: int, most: int) -> tuple[Need, ...]:
    """The fewest with whom nine of ten callers are answered; somebody must always be there."""
    found = []
    for day in range(days):
        calls = calls_of(day, a_day, seed)
        answered = expected(calls[:, None], AHT_S, np.arange(most + 1)[None, :], PATIENCE_S)
        keeps = answered.answered >= CONNECTED * calls[:, None]
        for at, agents in enumerate(keeps.argmax(axis=1)):
            wanted = max(1, int(agents) if keeps[at].any() else most)
            slot = day * SLOTS_A_DAY + at
            # what began before the first day is not known here
            least = int(slot >= SHIFTS[0].start // 30)
            found.append(Need(slot, "", wanted, least, under=10, over=1))
    return tuple(found)


def six_people(days: int = 31, a_day: float = 200, seed: int = 1) -> Problem:
    """The problem; the seed moves the busy days, the wishes and the year so far."""
    dice = np.random.default_rng(seed)
    people = tuple(Person(f"P{n}", leads=n < 2) for n in range(1, 7))
    wishes = tuple(
        Wish(one.id, int(dice.integers(days)), "", False, int(dice.choice([3, 5, 8])))
        for one in people
        for _ in range(4)
    )
    return Problem(
        id=f"six-people-{days}-{a_day:g}-{seed}",
        first=FIRST,
        days=days,
        shifts=SHIFTS,
        people=people,
        needs=needs(days, a_day, seed, 8),
        wishes=wishes,
        rules=(
            *(RuleUse(name) for name in BY_LAW if name not in ("daily_hours", "weekly_hours")),
            RuleUse("daily_hours"),
            RuleUse("weekly_hours"),
            RuleUse("rest_between_shifts"),
            RuleUse("nights_in_a_row"),
            RuleUse("days_in_a_row"),
        ),
        weights=Weights(
            night_spread=20, weekend_spread=20, holiday_spread=20, changed=0, overtime_minute=0
        ),
        ledger={
            one.id: Worked(*(int(n) for n in dice.integers([30, 20, 4, 0], [36, 25, 7, 1])))
            for one in people
        },
        holidays=HOLIDAYS,
    )
