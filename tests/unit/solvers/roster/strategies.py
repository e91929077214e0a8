"""Small random problems that between them use every rule and every aim."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from jieting.domain.rostering.problem import (
    Approval,
    Break,
    Cover,
    HoursSystem,
    Limits,
    Need,
    Night,
    Person,
    Problem,
    Protection,
    RuleUse,
    Shift,
    Weights,
    Wish,
    Worked,
)
from jieting.domain.rostering.rules.registry import RULES

SHIFTS = (
    Shift("E", 6 * 60, 480, (Break(240, 30),)),
    Shift("L", 14 * 60, 540, (Break(200, 60, paid=True),), frozenset({"E"})),
    Shift("N", 22 * 60, 480),
    Shift("D", 8 * 60, 720, (Break(300, 45),)),
)
FIRST = date(2026, 9, 26)
OPTIONAL = tuple(name for name, rule in RULES.items() if not rule.always)
SETTINGS: dict[str, list[dict[str, int | str | bool]]] = {
    "daily_hours": [{}, {"most": 600}],
    "weekly_hours": [{}, {"most": 960}],
    "rolling_hours": [{}, {"days": 3, "average_week": 2000}],
    "overtime": [{}, {"special": True, "month": 500}, {"month": 60}],
    "rest_between_shifts": [{}, {"least": 600}, {"least": 1500}],
    "nights_in_a_row": [{"most": 1}, {"most": 2, "rest_after": 2000}],
    "days_in_a_row": [{"most": 2}, {}],
    "weekly_rest_day": [{}, {"least": 5}],
    "lead_on_duty": [{}, {"each": "shift"}],
    "protected_staff": [{}, {"nights": False}],
}

T = TypeVar("T")


def _chance(true: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.one_of(st.none(), st.none(), true)


@st.composite
def people(draw: st.DrawFn, number: int, names: list[str]) -> Person:
    """Somebody with few or many peculiarities."""
    hours = draw(st.sampled_from([*HoursSystem, HoursSystem.STANDARD]))
    until = FIRST + timedelta(days=draw(st.integers(-1, 4)))
    approval = Approval("A1", draw(st.integers(2, 40)), until)
    few = st.tuples(st.integers(1, 2), st.integers(2, 3))
    limits = Limits(
        minutes=draw(_chance(st.tuples(st.integers(0, 900), st.integers(900, 2000)))),
        days_on=draw(_chance(few)),
        days_off=draw(_chance(st.integers(1, 2))),
        weekends=draw(_chance(st.integers(0, 1))),
        of_shift=draw(st.dictionaries(st.sampled_from(names), st.integers(0, 2), max_size=1)),
    )
    return Person(
        f"P{number}",
        skills=draw(st.frozensets(st.sampled_from(["a", "b"]))),
        leads=draw(st.booleans()),
        hours=hours,
        approval=approval if hours is HoursSystem.COMPREHENSIVE else None,
        protection=draw(_chance(st.sampled_from(Protection))),
        leave=frozenset(
            FIRST + timedelta(days=d) for d in draw(st.sets(st.integers(0, 3), max_size=1))
        ),
        qualified=draw(
            _chance(st.dictionaries(st.sampled_from(["a", "b"]), st.sampled_from([None, FIRST])))
        ),
        may_work=draw(_chance(st.frozensets(st.sampled_from(names), min_size=1))),
        limits=limits,
    )


@st.composite
def problems(draw: st.DrawFn, most_cells: int = 6) -> Problem:
    """A problem with at most so many cells of person and day, and two or three shifts."""
    shifts = tuple(draw(st.lists(st.sampled_from(SHIFTS), min_size=2, max_size=2, unique=True)))
    names = [shift.id for shift in shifts]
    count = draw(st.integers(1, 3))
    days = draw(st.integers(1, most_cells // count))
    staff = tuple(draw(people(number, names)) for number in range(count))
    slot = st.integers(0, days * 48 - 1)
    small = st.integers(0, 5)
    needs = {
        (n.slot, n.skill): n
        for n in draw(
            st.lists(
                st.builds(
                    Need,
                    slot=slot,
                    skill=st.sampled_from(["", "a", "b"]),
                    need=st.integers(0, 3),
                    at_least=st.sampled_from([0, 0, 0, 0, 1]),
                    under=small,
                    over=small,
                ),
                max_size=5,
            )
        )
    }
    covers = {
        (c.day, c.shift): c
        for c in draw(
            st.lists(
                st.builds(
                    Cover,
                    day=st.integers(0, days - 1),
                    shift=st.sampled_from(names),
                    need=st.integers(0, 2),
                    under=small,
                    over=small,
                ),
                max_size=3,
            )
        )
    }
    rows = st.lists(st.sampled_from([*names, ""]), max_size=4).map(tuple)
    whole = st.lists(st.sampled_from([*names, ""]), min_size=days, max_size=days).map(tuple)
    ids = [one.id for one in staff]
    return Problem(
        id="small",
        first=FIRST + timedelta(days=draw(st.integers(0, 6))),
        days=days,
        shifts=shifts,
        people=staff,
        cover=tuple(covers.values()),
        needs=tuple(needs.values()),
        wishes=tuple(
            draw(
                st.lists(
                    st.builds(
                        Wish,
                        person=st.sampled_from(ids),
                        day=st.integers(0, days - 1),
                        shift=st.sampled_from([*names, ""]),
                        wants=st.booleans(),
                        weight=small,
                    ),
                    max_size=3,
                )
            )
        ),
        rules=tuple(
            RuleUse(name, draw(st.sampled_from(SETTINGS.get(name, [{}]))))
            for name in draw(st.sets(st.sampled_from(OPTIONAL)))
        ),
        weights=draw(st.builds(Weights, small, small, small, small, small)),
        before=draw(st.dictionaries(st.sampled_from(ids), rows)),
        published=draw(st.dictionaries(st.sampled_from(ids), whole)),
        ledger=draw(
            st.dictionaries(st.sampled_from(ids), st.builds(Worked, small, small, small, small))
        ),
        holidays=draw(st.frozensets(st.dates(FIRST, FIRST + timedelta(days=9)), max_size=2)),
        night=draw(st.sampled_from([Night(), Night(least=120)])),
    )
