from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jieting.domain.errors import BadInput
from jieting.domain.rostering.problem import Worked
from jieting.domain.rostering.problem_file import ledger_text, problem_text, read_problem
from jieting.domain.rostering.roster_file import read_roster, roster_csv
from tests.unit.rostering.problems import (
    MONDAY,
    NAMES,
    SHIFT_IDS,
    SHIFTS,
    problem_of,
    problems,
)

EXAMPLE = Path(__file__).parents[3] / "rosters/six-people.toml"
HEAD = '[roster]\nid = "x"\nfirst = 2026-11-02\ndays = 7\n'


@settings(max_examples=60)
@given(problems())
def test_a_problem_read_from_its_own_text_is_the_same(problem):
    assert read_problem(problem_text(problem), "any.toml")[0] == problem


@given(st.dictionaries(st.sampled_from(NAMES), st.tuples(*[st.sampled_from(SHIFT_IDS)] * 14)))
def test_a_roster_read_from_its_own_text_is_the_same(rows):
    text = roster_csv(problem_of(), rows)
    assert read_roster(text, "any.csv", MONDAY, 14) == (rows, ())


def test_the_example_is_read_without_a_word_and_comes_back():
    problem, findings = read_problem(EXAMPLE.read_text("utf-8"), "six.toml")
    assert findings == ()
    assert (len(problem.people), problem.days, len(problem.needs)) == (6, 28, 28 * 48)
    assert read_problem(problem_text(problem), "six.toml")[0] == problem


def _findings(text, read=None):
    with pytest.raises(BadInput) as error:
        read_problem(text, "p.toml", *([read] if read else []))
    return [(one.code, one.place.line) for one in error.value.findings]


def test_everything_wrong_is_told_at_once_with_its_line():
    text = (
        HEAD
        + """
[[shift]]
id = "D"
start = "08:00"
minutes = 480
breaks = [{ after = 470, minutes = 30 }]
not_next = ["Q"]
[[person]]
id = "A"
protection = "tired"
may_wrok = ["D"]
[[person]]
id = "A"
limits = { minutes = [5, 3] }
[[wish]]
person = "B"
day = 2026-11-20
wants = true
[rules.daily_hous]
[rules.overtime]
most = 4
[before]
C = [1]
"""
    )
    assert sorted(_findings(text), key=lambda one: one[1]) == [
        ("wrong_value", 10),
        ("unknown_name", 11),
        ("unknown_value", 14),
        ("unknown_key", 15),
        ("twice", 17),
        ("wrong_value", 18),
        ("unknown_name", 19),
        ("wrong_value", 21),
        ("unknown_key", 23),
        ("unknown_key", 25),
        ("wrong_value", 27),
        ("unknown_name", 27),
    ]


def test_a_misspelt_key_is_told_with_the_nearest_name():
    with pytest.raises(BadInput) as error:
        problem_of("[rules.overtime]\nspecail = true")
    assert "special" in str(error.value)


def test_without_people_or_shifts_there_is_nothing_to_plan():
    assert [code for code, _ in _findings(HEAD)] == ["nothing_there", "nothing_there"]


def test_two_needs_for_one_half_hour_are_told():
    again = '[[need]]\nday = 2026-11-03\nfrom = "08:00"\nto = "09:00"\nneed = 2\n'
    with pytest.raises(BadInput, match="2 half hours have two needs, first 2026-11-03 08:00"):
        problem_of(f"[[need]]\nneed = 1\n{again}")


@pytest.mark.parametrize(
    "need",
    [
        'from = "08:15"\nneed = 1',
        'from = "09:00"\nto = "08:00"\nneed = 1',
        'day = 2026-11-15\nfrom = "23:30"\nneed = [1, 1]',
        'days = ["mon"]\nday = 2026-11-02\nneed = 1',
        'days = ["monday"]\nneed = 1',
        'to = "09:00"\nneed = [1]',
        "need = [1, -1]",
        "need = [1, true]",
    ],
)
def test_a_need_that_is_none_is_told(need):
    with pytest.raises(BadInput):
        problem_of(f"[[need]]\n{need}")


def test_a_list_of_needs_runs_over_midnight():
    needs = problem_of('[[need]]\nday = 2026-11-03\nfrom = "23:30"\nneed = [2, 1]').needs
    assert [(one.slot, one.need) for one in needs] == [(95, 2), (96, 1)]


def test_a_shift_may_be_given_by_its_end():
    shifts = {shift.id: shift for shift in problem_of().shifts}
    assert (shifts["N"].minutes, shifts["M"].worked) == (480, 480)
    both = SHIFTS + '[[shift]]\nid = "Z"\nstart = "08:00"\nend = "09:00"\nminutes = 60\n'
    assert _findings(HEAD + '[[person]]\nid = "A"' + both) == [("wrong_value", 35)]


def test_holidays_come_from_the_calendar_unless_they_are_given():
    text = HEAD.replace("2026-11-02", "2026-09-28") + SHIFTS + '[[person]]\nid = "A"\n'
    problem, findings = read_problem(text.replace("days = 7", "days = 14"), "p.toml")
    october = {day for day in problem.holidays if day.month == 10}
    assert october == {date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 3)}
    assert date(2026, 10, 5) in problem.rest_days
    assert date(2026, 10, 10) in problem.workdays
    assert findings == ()


def test_a_year_without_its_notice_is_warned_of():
    text = HEAD.replace("2026-11-02", "2031-10-01") + SHIFTS + '[[person]]\nid = "A"\n'
    _, findings = read_problem(text, "p.toml")
    assert [one.code for one in findings] == ["provisional_holidays"]


REQUIREMENT = """queue,start,calls,aht_s,agents,rostered
hotline,2026-11-01T23:30:00+08:00,1,60,9,9
hotline,2026-11-02T00:00:00+08:00,1,60,1,2
hotline,2026-11-02T00:30:00+08:00,1,60,2,3
"""


def test_needs_come_from_a_requirement_file_beside_it():
    text = (
        HEAD
        + SHIFTS
        + """
[[person]]
id = "A"
skills = ["hotline"]
[requirement]
file = "need.csv"
use = "rostered"
at_least = 1
under = 7
"""
    )
    asked = []

    def read(name):
        asked.append(name)
        return REQUIREMENT

    problem, findings = read_problem(text, "p.toml", read)
    assert asked == ["need.csv"]
    assert [(n.slot, n.skill, n.need, n.at_least, n.under) for n in problem.needs] == [
        (0, "hotline", 2, 1, 7),
        (1, "hotline", 3, 1, 7),
    ]
    assert [one.code for one in findings] == ["half_hours_missing"]


def test_a_text_on_its_own_names_no_files():
    text = HEAD + SHIFTS + '[[person]]\nid = "A"\n[requirement]\nfile = "need.csv"\n'
    assert ("no_file_here", None) in _findings(text)


def test_a_published_roster_may_be_a_file():
    lines = "".join(f"A,2026-11-{day:02},{'D' if day == 3 else ''}\n" for day in range(2, 9))
    text = HEAD + 'published_file = "told.csv"\n' + SHIFTS + '[[person]]\nid = "A"\n'
    problem, _ = read_problem(text, "p.toml", lambda _: "person,date,shift\n" + lines)
    assert problem.published == {"A": ("", "D", "", "", "", "", "")}


def test_the_last_roster_and_the_ledger_may_be_files():
    files = {
        "last.csv": "person,date,shift\nA,2026-10-30,D\nA,2026-11-01,N\nA,2026-10-31,\n"
        "A,2026-10-28,D\nA,2026-11-02,G\n",
        "year.toml": ledger_text({"A": Worked(nights=3)}),
    }
    head = HEAD + 'before_file = "last.csv"\nledger_file = "year.toml"\n'
    text = head + SHIFTS + '[[person]]\nid = "A"\n'
    problem, findings = read_problem(text, "p.toml", files.__getitem__)
    assert problem.before == {"A": ("D", "", "N")}
    assert problem.ledger == {"A": Worked(nights=3)}
    assert findings == ()
    files["last.csv"] = "person,date,shift\nA,2026-10-30,D\n"
    files["year.toml"] = "[ledger.A]\nnight = 3\n"
    assert _findings(text + "[before]\nA = []", files.__getitem__) == [
        ("wrong_value", 5), ("bad_roster_row", None), ("unknown_key", 2)
    ]  # fmt: skip


def test_a_skill_that_nobody_has_is_warned_of():
    text = HEAD + SHIFTS + '[[person]]\nid = "A"\nskills = ["hotline"]\n'
    _, findings = read_problem(text + '[[need]]\nskill = "hotlin"\nneed = 1\n', "p.toml")
    assert [one.code for one in findings] == ["unserved_skill"]
    assert "hotline" in str(findings[0].remedy)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("person,day,shift\nA,2026-11-02,D\n", "missing: date"),
        ("person,date,shift\nA,2026-11-02,D\nA,2026-11-02,D\nA,2026-11-03,\n", "second time"),
        ("person,date,shift\nA,2026-11-02,D\nA,2026-11-03,\nA,2026-11-04,\n", "not a day of"),
        ("person,date,shift\nA,2026-11-02,D\n", "no row for 1 days: 2026-11-03"),
        ("person,date,shift\nA,today,D\n", "'today'"),
        ("person,date,shift\n,2026-11-02,D\n", "names nobody"),
    ],
)
def test_what_is_wrong_in_a_roster_file_is_told(text, told):
    _, findings = read_roster(text, "r.csv", date(2026, 11, 2), 2)
    assert any(told in str(one) for one in findings)
