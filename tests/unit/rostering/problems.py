"""Problems for the tests of rosters: a common one to add TOML to, and any for properties."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

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
    Rows,
    RuleUse,
    Shift,
    Weights,
    Wish,
    Worked,
)
from jieting.domain.rostering.problem_file import read_problem
from jieting.domain.rostering.rules.registry import RULES
from jieting.domain.rostering.rules.rule import Setting, Unit

MONDAY = date(2026, 11, 2)
DAYS = 14
SHIFTS = """
[[shift]]
id = "D"
start = "08:00"
end = "16:00"
[[shift]]
id = "G"
start = "08:00"
end = "17:00"
[[shift]]
id = "T"
start = "08:00"
end = "20:00"
[[shift]]
id = "V"
start = "14:00"
end = "22:00"
[[shift]]
id = "N"
start = "22:00"
end = "06:00"
[[shift]]
id = "M"
start = "09:00"
end = "18:00"
breaks = [{ after = 180, minutes = 60 }]
"""


def problem_of(toml: str = "", first: date = MONDAY, **days: list[date]) -> Problem:
    """The common problem with more TOML; the person A where it has none."""
    person = "" if "[[person]]" in toml else '[[person]]\nid = "A"\n'
    lists = "".join(
        f"{key} = [{', '.join(str(day) for day in days.get(key, []))}]\n"
        for key in ("holidays", "workdays", "rest_days")
    )
    head = f'[roster]\nid = "test"\nfirst = {first}\ndays = {DAYS}\n{lists}'
    return read_problem(f"{head}{SHIFTS}{person}{toml}", "test.toml")[0]


def rows_of(words: Mapping[str, str], problem: Problem) -> Rows:
    """Rows from one word a day, a point a day off; what is left out is off."""
    return {
        person.id: tuple(
            "" if word == "." else word
            for word in (words.get(person.id, "").split() + ["."] * problem.days)[: problem.days]
        )
        for person in problem.people
    }


NAMES = ("A", "黄 伟", 'q"', "d.e")
SHIFT_IDS = ("D", "夜", "N-1")
SKILLS = ("hotline", "业务 2")
small = st.integers(0, 3)
weights = st.integers(0, 50)
dates = st.integers(-5, 20).map(lambda day: MONDAY + timedelta(days=day))
dates_of = st.frozensets(dates, max_size=3)


@st.composite
def shifts(draw: st.DrawFn, name: str) -> Shift:
    """A shift with at most one break, perhaps past midnight."""
    minutes = draw(st.sampled_from((240, 480, 555, 720)))
    pauses = ((), (Break(120, 45),), (Break(60, 30, paid=True), Break(150, 15)))
    return Shift(
        name,
        draw(st.sampled_from((0, 480, 485, 840, 1320))),
        minutes,
        draw(st.sampled_from(pauses)),
        draw(st.frozensets(st.sampled_from(SHIFT_IDS), max_size=1)),
        draw(st.sampled_from(("", "早"))),
    )


def limits(draw: st.DrawFn) -> Limits:
    """Limits, some of them none."""
    least = draw(st.integers(0, 2_000))
    on = draw(small)
    return Limits(
        draw(st.sampled_from((None, (least, least + 3_000)))),
        draw(st.sampled_from((None, (on, on + 2)))),
        draw(st.none() | small),
        draw(st.none() | small),
        draw(st.dictionaries(st.sampled_from(SHIFT_IDS), small, max_size=2)),
    )


@st.composite
def people(draw: st.DrawFn, name: str) -> Person:
    """A person with any of what a person may have."""
    approval = Approval("a号", draw(st.integers(1, 40)), draw(dates))
    return Person(
        name,
        draw(st.sampled_from(("", "名"))),
        draw(st.frozensets(st.sampled_from(SKILLS))),
        draw(st.booleans()),
        draw(st.sampled_from(HoursSystem)),
        draw(st.sampled_from((None, approval))),
        draw(st.none() | st.sampled_from(Protection)),
        draw(dates_of),
        draw(st.none() | st.dictionaries(st.sampled_from(SKILLS), st.none() | dates)),
        draw(st.none() | st.frozensets(st.sampled_from(SHIFT_IDS))),
        limits(draw),
    )


def a_setting(draw: st.DrawFn, setting: Setting) -> int | str | bool:
    """A value that the setting may have."""
    if setting.unit is Unit.FLAG:
        return draw(st.booleans())
    if setting.unit is Unit.WORD:
        return draw(st.sampled_from(setting.allowed))
    return draw(st.integers(setting.low, 700))


@st.composite
def uses(draw: st.DrawFn) -> tuple[RuleUse, ...]:
    """Some rules in force, each with some settings."""
    names = draw(st.lists(st.sampled_from(sorted(RULES)), unique=True, max_size=6))
    return tuple(
        RuleUse(
            name,
            {s.name: a_setting(draw, s) for s in RULES[name].settings if draw(st.booleans())},
        )
        for name in names
    )


def a_row(draw: st.DrawFn, days: int) -> tuple[str, ...]:
    """Anything a row may hold."""
    names = ("", *SHIFT_IDS)
    number = draw(st.integers(0, len(names) ** days - 1))  # one draw is much faster than many
    return tuple(names[number // len(names) ** day % len(names)] for day in range(days))


@st.composite
def problems(draw: st.DrawFn, days: int = 9) -> Problem:
    """Any problem of a few people, as a file can hold it."""
    names = NAMES[: draw(st.integers(1, 3))]
    slots = draw(st.lists(st.integers(0, days * 48 - 1), unique=True, max_size=6))
    cover = draw(st.lists(st.tuples(st.integers(0, days - 1), st.sampled_from(SHIFT_IDS)),
                          unique=True, max_size=5))  # fmt: skip
    some = st.sampled_from(names)
    return Problem(
        id="any",
        first=MONDAY + timedelta(days=draw(st.integers(0, 6))),
        days=days,
        shifts=tuple(draw(shifts(name)) for name in SHIFT_IDS),
        people=tuple(draw(people(name)) for name in names),
        cover=tuple(Cover(d, s, draw(small), draw(weights), draw(weights)) for d, s in cover),
        needs=tuple(
            Need(slot, draw(st.sampled_from(("", *SKILLS))), draw(small), draw(small),
                 draw(weights), draw(weights))
            for slot in sorted(slots)
        ),
        wishes=tuple(
            Wish(person, draw(st.integers(0, days - 1)), draw(st.sampled_from(("", *SHIFT_IDS))),
                 draw(st.booleans()), draw(weights))
            for person in draw(st.lists(some, max_size=3))
        ),
        rules=draw(uses()),
        weights=Weights(*(draw(weights) for _ in range(5))),
        before={name: a_row(draw, draw(small)) for name in draw(st.sets(some))},
        published={name: a_row(draw, days) for name in draw(st.sets(some))},
        ledger={name: Worked(*(draw(weights) for _ in range(4))) for name in draw(st.sets(some))},
        holidays=draw(dates_of),
        workdays=draw(dates_of),
        rest_days=draw(dates_of),
        night=Night(draw(st.sampled_from((1320, 1380))), 360, draw(st.integers(1, 120))),
    )  # fmt: skip


def rows_for(draw: st.DrawFn, problem: Problem) -> Rows:
    """Any roster of a problem."""
    return {person.id: a_row(draw, problem.days) for person in problem.people}


@st.composite
def rostered(draw: st.DrawFn, days: int = 9) -> tuple[Problem, Rows]:
    """Any problem with any roster for it."""
    problem = draw(problems(days))
    return problem, rows_for(draw, problem)
