from __future__ import annotations

import pytest

from jieting.domain.errors import BadInput
from jieting.domain.rostering.check import check
from jieting.domain.rostering.problem import Cover, Limits, Wish
from jieting.domain.rostering.public_format import read_public
from tests.shared_data import shared

INSTANCE = """# two people, one week
SECTION_HORIZON
7

SECTION_SHIFTS
E,480,
L,480,E

SECTION_STAFF
# ID, MaxShifts, MaxTotalMinutes, MinTotalMinutes, MaxConsecutiveShifts, MinConsecutiveShifts, ...
A,E=7|L=7,2400,1440,5,2,2,1
B,E=7|L=0,2400,1440,4,1,1,0

SECTION_DAYS_OFF
A,2

SECTION_SHIFT_ON_REQUESTS
A,0,L,2

SECTION_SHIFT_OFF_REQUESTS
B,4,E,3

SECTION_COVER
0,E,1,10,1
1,E,2,10,1
2,E,1,10,1
3,E,2,9,1
4,E,1,10,1
5,L,1,10,1
6,L,2,10,3
"""
OPTIMUM = 20
"""Found by looking at every roster of both people, once, without any code of the product."""


def test_an_instance_is_read() -> None:
    problem = read_public(INSTANCE, "two")
    assert (problem.days, problem.first.weekday()) == (7, 0)
    assert [shift.id for shift in problem.shifts] == ["E", "L"]
    assert problem.shifts[1].not_next == {"E"}
    first, second = problem.people
    assert first.limits == Limits((1440, 2400), (2, 5), 2, 1, {"E": 7, "L": 7})
    assert [day.day for day in first.leave] == [3]
    assert second.may_work == {"E"}
    assert problem.wishes == (Wish("A", 0, "L", True, 2), Wish("B", 4, "E", False, 3))
    assert problem.cover[5] == Cover(5, "L", 1, 10, 1)


def test_every_bad_line_is_told_with_its_number() -> None:
    text = INSTANCE.replace("A,2\n", "A,9\n").replace("B,4,E,3", "C,4,E,3")
    text = text.replace("L,480,E", "L,480,X")
    with pytest.raises(BadInput) as caught:
        read_public(text, "bad.txt")
    told = [(one.code, one.place.line) for one in caught.value.findings]
    assert told == [("public_line", 15), ("public_line", 21), ("public_shift", None)]


@pytest.mark.parametrize("text", ["", "SECTION_HORIZON\n7\n", "hello\n"])
def test_a_file_of_another_kind_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_public(text, "other.txt")
    assert caught.value.findings[-1].code == "public_empty"


def test_a_roster_of_days_off_breaks_the_least_minutes_only() -> None:
    problem = read_public(INSTANCE, "two")
    checked = check(problem, {one.id: ("",) * 7 for one in problem.people})
    assert [one.rule for one in checked.breaches] == ["total_minutes", "total_minutes"]
    assert checked.cost.total == 20 + 10 + 10 + 18 + 3 * 10 + 10 + 2


@pytest.mark.parametrize("number", range(1, 13))
def test_the_public_instances_are_read(number: int) -> None:
    folder = shared("shift_scheduling")
    problem = read_public((folder / f"Instance{number}.txt").read_text(), "public")
    table = (folder / "bounds.csv").read_text().splitlines()
    days, staff, shifts = (int(cell) for cell in table[number].split(",")[1:4])
    assert (problem.days, len(problem.people), len(problem.shifts)) == (days, staff, shifts)
    assert len(problem.cover) == days * shifts
