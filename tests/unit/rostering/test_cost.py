from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jieting.domain.errors import BadInput
from jieting.domain.rostering.check import check, tidied
from jieting.domain.rostering.cost import changed, cost_of, unmet
from jieting.domain.rostering.coverage import answering, below
from jieting.domain.rostering.law import law_on, laws, read_law
from jieting.domain.rostering.ledger import year_so_far
from jieting.domain.rostering.overtime import DayKind, Extra, overtime
from jieting.domain.rostering.problem import (
    Break,
    Cover,
    Limits,
    Need,
    Night,
    Person,
    Problem,
    Shift,
    Wish,
    Worked,
)
from tests.unit.rostering.problems import MONDAY, problem_of, rostered, rows_of

AVERAGED = """
[[person]]
id = "A"
hours = "comprehensive"
approval = { number = "1", period_days = 14, until = 2027-01-01 }
"""


def test_the_law_of_a_day_is_the_latest_that_has_begun():
    assert law_on(date(1995, 4, 30)).week_minutes == 44 * 60
    assert law_on(date(1995, 5, 1)).week_minutes == 40 * 60
    assert law_on(date(2026, 1, 1)).overtime_month_minutes == 36 * 60
    assert law_on(date(1980, 1, 1)) == law_on(date(1995, 1, 1))


def _overtime(words, toml="", **days):
    problem = problem_of(toml, **days)
    return overtime(problem, rows_of({"A": words}, problem))["A"]


def test_a_ninth_hour_is_overtime_of_a_workday():
    assert _overtime("D G") == (Extra(1, 60, DayKind.WORKDAY),)


def test_a_sixth_day_is_overtime_of_a_rest_day():
    assert _overtime("D D D D D D") == (Extra(5, 480, DayKind.REST_DAY),)


def test_hours_on_a_holiday_are_overtime_whichever_day_the_shift_began():
    assert _overtime("N", holidays=[date(2026, 11, 3)]) == (Extra(0, 360, DayKind.HOLIDAY),)
    assert _overtime("N", holidays=[MONDAY]) == (Extra(0, 120, DayKind.HOLIDAY),)


def test_averaged_hours_are_overtime_beyond_the_workdays_of_the_horizon():
    assert _overtime("T T T T T T D", AVERAGED) == ()
    assert _overtime("T T T T T T D G", AVERAGED) == (Extra(7, 540, DayKind.WORKDAY),)
    fewer = [date(2026, 11, 13)]
    assert _overtime("T T T T T T D", AVERAGED, rest_days=fewer) == (
        Extra(6, 480, DayKind.WORKDAY),
    )


def test_flexible_hours_have_no_overtime():
    flexible = '[[person]]\nid = "A"\nhours = "flexible"'
    assert _overtime("T T T T T T T", flexible, holidays=[MONDAY]) == ()


def test_overtime_costs_its_minutes_at_the_factors_of_the_law():
    problem = problem_of("[weights]\novertime_minute = 2", holidays=[date(2026, 11, 14)])
    rows = rows_of({"A": "G D D D D D . . . . . . D"}, problem)
    # 60 minutes at 150 per cent, 480 at 200 per cent, 480 on the holiday at 300 per cent
    assert cost_of(problem, rows).overtime == 2 * (90 + 960 + 1440)
    rows = rows_of({"A": "G D D D D D . . . . . . . D"}, problem)
    assert cost_of(problem, rows).overtime == 2 * (90 + 960)


def test_the_year_grows_by_the_roster():
    problem = problem_of(
        "[ledger.A]\nnights = 10\nweekends = 4\nholidays = 1\novertime_minutes = 30\n",
        holidays=[MONDAY],
        workdays=[date(2026, 11, 8)],
    )
    rows = rows_of({"A": "D N . . . D D . . . . . D"}, problem)
    assert year_so_far(problem, rows) == {"A": Worked(11, 6, 2, 30 + 480)}


def test_fairness_is_the_spread_of_the_year_among_those_who_share():
    toml = """
[[person]]
id = "A"
[[person]]
id = "B"
[[person]]
id = "C"
protection = "nursing"
[[person]]
id = "E"
may_work = ["D"]
[weights]
night_spread = 100
weekend_spread = 10
holiday_spread = 1
[ledger.A]
nights = 3
weekends = 2
[ledger.B]
nights = 1
holidays = 4
"""
    problem = problem_of(toml)
    assert cost_of(problem, rows_of({}, problem)).fairness == 2 * 100 + 2 * 10 + 4
    rows = rows_of({"B": "N N"}, problem)
    assert cost_of(problem, rows).fairness == 0 * 100 + 2 * 10 + 4


def test_wishes_cost_where_they_are_not_met():
    wishes = (
        Wish("A", 0, "D", True, 1), Wish("A", 0, "G", True, 2), Wish("A", 1, "", True, 4),
        Wish("A", 2, "", False, 8), Wish("A", 0, "", False, 16), Wish("A", 0, "G", False, 32),
        Wish("A", 0, "D", False, 64), Wish("A", 1, "D", False, 128),
    )  # fmt: skip
    problem = replace(problem_of(), wishes=wishes)
    rows = rows_of({"A": "D"}, problem)
    assert cost_of(problem, rows).wishes == 2 + 4 + 16 + 64
    assert len(unmet(problem, rows)) == 4


def test_each_day_unlike_the_published_roster_costs():
    published = ", ".join('"D"' if day < 3 else '""' for day in range(14))
    problem = problem_of(f"[weights]\nchanged = 7\n[published]\nA = [{published}]")
    rows = rows_of({"A": "D . G D"}, problem)
    assert changed(problem, rows) == (("A", 1), ("A", 2), ("A", 3))
    assert cost_of(problem, rows).changed == 21


def test_cover_costs_each_one_too_few_and_each_too_many():
    problem = replace(
        problem_of('[[person]]\nid = "A"\n[[person]]\nid = "B"\n'),
        cover=(Cover(0, "D", 3, 100, 1), Cover(1, "D", 0, 100, 1), Cover(2, "D", 1, 100, 1)),
    )
    cost = cost_of(problem, rows_of({"A": "D D D", "B": ". D ."}, problem))
    assert (cost.under, cost.over, cost.total) == (200, 2, 202)


def test_needs_cost_each_half_hour_with_breaks_and_past_midnight():
    problem = replace(
        problem_of(),
        needs=tuple(Need(slot, "", 1, under=10, over=1) for slot in range(0, 96)),
    )
    rows = rows_of({"A": "M N"}, problem)
    counts = answering(problem, rows)[""]
    assert [slot for slot in range(200) if counts[slot]] == [
        *range(18, 24), *range(26, 36), *range(92, 108)
    ]  # fmt: skip
    assert cost_of(problem, rows).under == 10 * (96 - 16 - 4)
    assert len(below(problem, rows)) == 76


@settings(max_examples=30)
@given(rostered())
def test_answering_is_the_fewest_at_any_minute_counted_one_by_one(case):
    problem, rows = case
    counts = answering(problem, rows)
    for need in problem.needs:
        minutes = _minutes_answered(problem, rows, need.skill)
        fewest = min(minutes[need.slot * 30 + minute] for minute in range(30))
        assert counts[need.skill][need.slot] == fewest


def _minutes_answered(problem, rows, skill):
    counts = Counter()
    for person in problem.people:
        before = problem.before.get(person.id, ())
        for day, name in enumerate((*before, *rows[person.id]), -len(before)):
            if name and person.serves(skill, problem.date_of(day)):
                shift = problem.shift(name)
                away = {
                    m for one in shift.breaks for m in range(one.after, one.after + one.minutes)
                }
                start = day * 1440 + shift.start
                counts.update(start + m for m in range(shift.minutes) if m not in away)
    return counts


@settings(max_examples=40)
@given(rostered())
def test_no_aim_costs_less_than_nothing_and_more_need_never_costs_less(case):
    problem, rows = case
    cost = cost_of(problem, rows)
    assert min(cost.under, cost.over, cost.wishes, cost.fairness, cost.changed, cost.overtime) >= 0
    more = replace(problem, needs=tuple(replace(n, need=n.need + 1) for n in problem.needs))
    assert cost_of(more, rows).under >= cost.under


def test_a_roster_out_of_shape_is_told_and_still_judged():
    problem = problem_of('[[person]]\nid = "A"\nleave = [2026-11-02]\n[[person]]\nid = "B"\n')
    rows = {"A": ("D", "Q", *[""] * 12), "C": ("",) * 14}
    found = check(problem, rows).breaches
    assert [(one.rule, one.person, one.days) for one in found] == [
        ("shape", "C", ()), ("shape", "A", (1,)), ("shape", "B", ()), ("leave", "A", (0,)),
    ]  # fmt: skip
    short = check(problem, {"A": ("D",), "B": ("",) * 15}).breaches
    assert [one.person for one in short if one.rule == "shape"] == ["A", "B"]
    assert {len(row) for row in tidied(problem, rows).values()} == {14}


def test_the_window_of_the_night_may_lie_anywhere():
    night = Night()
    assert night.minutes_of(Shift("a", 1200, 720)) == 480
    assert night.minutes_of(Shift("a", 840, 480)) == 0
    assert night.minutes_of(Shift("a", 300, 480)) == 60
    assert Night(0, 300).minutes_of(Shift("a", 1380, 480)) == 300


def test_nobody_answers_in_a_break_and_only_unpaid_ones_are_not_worked():
    shift = Shift("a", 1200, 720, (Break(210, 60), Break(0, 15, paid=True)))
    assert shift.worked == 660
    assert shift.worked_by_day == (210, 450)
    assert shift.answering == ((1215, 1410), (1470, 1920))


DAYS = 10
IDS = ("E", "L", "N")
public_limits = st.builds(
    Limits,
    st.just((960, 3360)),
    st.tuples(st.integers(1, 2), st.integers(3, 4)),
    st.integers(1, 3),
    st.integers(0, 2),
    st.fixed_dictionaries({}, optional={name: st.integers(0, 4) for name in IDS}),
)


@st.composite
def public(draw: st.DrawFn):
    shifts = tuple(
        Shift(name, 0, length, (), draw(st.frozensets(st.sampled_from(IDS))))
        for name, length in zip(IDS, (480, 540, 600), strict=True)
    )
    people = tuple(
        Person(name, leave=draw(st.frozensets(st.sampled_from([MONDAY, date(2026, 11, 5)]))),
               limits=draw(public_limits))
        for name in "ab"
    )  # fmt: skip
    small = st.integers(0, 3)
    cover = tuple(Cover(d, s, draw(small), 100, 1) for d in range(DAYS) for s in IDS[:2])
    wishes = tuple(
        Wish(draw(st.sampled_from("ab")), draw(st.integers(0, 9)), draw(st.sampled_from(IDS)),
             draw(st.booleans()), draw(small))
        for _ in range(3)
    )  # fmt: skip
    problem = Problem("p", MONDAY, DAYS, shifts, people, cover=cover, wishes=wishes)
    number = [draw(st.integers(0, 4**DAYS - 1)) for _ in people]
    rows = {
        person.id: tuple(("", *IDS)[n // 4**day % 4] for day in range(DAYS))
        for person, n in zip(people, number, strict=True)
    }
    return problem, rows


@given(public())
def test_public_instances_are_judged_as_a_plain_reading_of_their_rules_does(case):
    problem, rows = case
    checked = check(problem, rows)
    broken = {(one.rule, one.person) for one in checked.breaches}
    assert broken == {
        (rule, person.id)
        for person in problem.people
        for rule, is_broken in _plainly(problem, person, rows[person.id])
        if is_broken
    }
    assert checked.cost.total == _plain_cost(problem, rows)


def _plainly(problem, person, row):
    limits, lengths = person.limits, {one.id: one.minutes for one in problem.shifts}
    pattern = "".join("x" if name else "." for name in row)
    runs_on = [run for run in pattern.split(".") if run]
    inner_on = [run for run in pattern.strip("x").split(".") if run]
    inner_off = [run for run in pattern.strip(".").split("x") if run]
    yield "leave", any(row[(on - MONDAY).days] for on in person.leave)
    yield "follow_on", any(b in problem.shift(a).not_next for a, b in pairwise(row) if a)
    yield "shift_limits", any(row.count(s) > most for s, most in limits.of_shift.items())
    total = sum(lengths[name] for name in row if name)
    yield "total_minutes", not limits.minutes[0] <= total <= limits.minutes[1]
    too_long = any(len(run) > limits.days_on[1] for run in runs_on)
    too_short = any(len(run) < limits.days_on[0] for run in inner_on)
    yield "consecutive_shifts", too_long or too_short
    yield "consecutive_days_off", any(len(run) < limits.days_off for run in inner_off)
    yield "weekends", sum("x" in pattern[at : at + 2] for at in (5,)) > limits.weekends


def _plain_cost(problem, rows):
    cost = 0
    for one in problem.cover:
        have = sum(row[one.day] == one.shift for row in rows.values())
        cost += one.under * max(0, one.need - have) + one.over * max(0, have - one.need)
    for wish in problem.wishes:
        cost += wish.weight * ((rows[wish.person][wish.day] == wish.shift) != wish.wants)
    return cost


def test_each_version_of_the_law_tells_its_source_and_a_bad_one_is_told():
    assert all(one.source for one in laws())
    with pytest.raises(BadInput) as error:
        read_law("[[version]]\neffective_from = 2026-01-01\nday_minuets = 480\n", "law.toml")
    assert {one.code for one in error.value.findings} == {"missing_key", "unknown_key"}
