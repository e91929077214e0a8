from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jieting.domain.rostering.problem import Need, Person, Problem, RuleUse, Shift
from jieting.solvers.roster.cure import tried
from jieting.solvers.roster.explain import Clash, core_of

MONDAY = date(2026, 11, 2)
SHIFTS = (Shift("E", 360, 480), Shift("L", 840, 480))
HOTLINE = frozenset({"hotline"})


def one_always(count: int, days: int, rules: tuple[RuleUse, ...] = ()) -> Problem:
    people = tuple(Person(f"P{n}", skills=HOTLINE) for n in range(count))
    slots = [day * 48 + at for day in range(days) for at in range(12, 44)]
    needs = tuple(Need(slot, "hotline", 1, 1) for slot in slots)
    return Problem("clash", MONDAY, days, SHIFTS, people, needs=needs, rules=rules)


def named(*names: str) -> tuple[RuleUse, ...]:
    return tuple(RuleUse(name) for name in names)


def on_leave(problem: Problem, *who: int) -> Problem:
    people = [
        replace(one, leave=frozenset({MONDAY})) if at in who else one
        for at, one in enumerate(problem.people)
    ]
    return replace(problem, people=tuple(people))


CASES = {
    "leave of all but one on a day": (
        on_leave(one_always(3, 2), 0, 1),
        (Clash("leave", ("P0", "P1"), (0,)), Clash("never_uncovered", (), (0,))),
        ["P0 has no leave on 2026-11-02", "P1 has no leave on 2026-11-02", "one more person"],
    ),
    "two people and a week's hours": (
        one_always(2, 7, rules=named("weekly_hours", "overtime", "rest_between_shifts")),
        (Clash("never_uncovered", (), tuple(range(6))), Clash("weekly_hours", (), (0,))),
        None,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_core_is_the_smallest_set_of_clashing_rules(name: str) -> None:
    problem, clashes, _ = CASES[name]
    core = core_of(problem, 120)
    assert core is not None
    assert core.smallest
    if name.startswith("two people"):  # any eleven shifts of the fourteen would do
        assert [one.rule for one in core.clashes] == ["never_uncovered", "weekly_hours"]
        assert len(core.clashes[0].days) == 6
    else:
        assert core.clashes == clashes


def test_a_problem_with_a_roster_has_no_core() -> None:
    assert core_of(one_always(3, 2), 60) is None


def test_each_cure_told_makes_a_roster_possible() -> None:
    problem, clashes, cures = CASES["leave of all but one on a day"]
    found = tried(problem, [one.rule for one in clashes], 120)
    assert [str(one.says) for one in found.working] == cures
    assert found.undecided == ()
