"""A large house made up by seed: half-hour need, nights, law, leave and wishes."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from jieting.domain.rostering.problem import (
    SLOTS_A_DAY,
    Break,
    Limits,
    Need,
    Person,
    Problem,
    RuleUse,
    Shift,
    Wish,
)

FIRST = date(2026, 6, 1)
REST = (Break(240, 60),)
SHIFTS = (
    Shift("A", 7 * 60, 540, REST),
    Shift("B", 8 * 60, 540, REST),
    Shift("C", 9 * 60, 540, REST),
    Shift("D", 11 * 60, 540, REST),
    Shift("E", 14 * 60, 540, REST),
    Shift("F", 15 * 60, 540, REST),
    Shift("N", 23 * 60, 480),
)
RULES = ("rest_between_shifts", "nights_in_a_row", "days_in_a_row", "weekly_hours", "daily_hours")
DAY = np.interp(
    np.arange(SLOTS_A_DAY) / 2,
    [0, 5, 7, 9, 11, 13, 15, 17, 20, 22, 24],
    [6, 4, 12, 40, 46, 34, 44, 40, 26, 14, 6],
)


def large_house(people: int, days: int, seed: int) -> Problem:
    """So many people for whom about nine tenths of their time is needed."""
    dice = np.random.default_rng(seed)
    staff = tuple(_person(f"P{i:03}", days, dice) for i in range(people))
    wishes = tuple(
        Wish(
            person.id,
            int(dice.integers(days)),
            str(dice.choice(["", "A", "E", "N"])),
            bool(dice.random() < 0.4),
            int(dice.integers(1, 4)),
        )
        for person in staff
        for _ in range(3)
    )
    return Problem(
        f"house-{people}", FIRST, days, SHIFTS, staff, needs=_needs(people, days, dice),
        wishes=wishes, rules=tuple(RuleUse(name) for name in RULES),
    )  # fmt: skip


def _person(name: str, days: int, dice: np.random.Generator) -> Person:
    away = FIRST + timedelta(days=int(dice.integers(days)))
    part_time = dice.random() < 0.2
    hours = (5 * 8 * 60 * days // 7) // (2 if part_time else 1)
    return Person(
        name,
        leave=frozenset((away,)),
        may_work=frozenset("ABCDEF") if dice.random() < 0.3 else None,
        limits=Limits((hours - 24 * 60, hours), days_off=1, of_shift={"N": 6}),
    )


def _needs(people: int, days: int, dice: np.random.Generator) -> tuple[Need, ...]:
    found = []
    for day in range(days):
        factor = people / 300 * (1.0 if day % 7 < 5 else 0.8) * dice.uniform(0.95, 1.1)
        found += [
            Need(day * SLOTS_A_DAY + slot, "", round(DAY[slot] * factor * 2.3), 0, 10, 1)
            for slot in range(SLOTS_A_DAY)
        ]
    return tuple(found)
