"""The public text format of the shift-scheduling instances of Curtois and Qu (2014).

Sections ``SECTION_...`` hold lines with commas; ``#`` begins a comment. Day 0 is a Monday. People
have limits, fixed days off and weighted requests; each shift of each day has a need and the
weights of one too few and one too many. Everything else is hard: the rules that are always in
force bound it, and no others are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.rostering.problem import (
    Cover,
    Limits,
    Person,
    Problem,
    Shift,
    Wish,
)
from jieting.domain.said import say

FIRST_DAY = date(2024, 1, 1)
"""The instances have no dates: this Monday stands for their first day."""


@dataclass
class _Parts:
    days: int = 0
    shifts: dict[str, Shift] = field(default_factory=dict)
    limits: dict[str, Limits] = field(default_factory=dict)
    leave: defaultdict[str, set[date]] = field(default_factory=lambda: defaultdict(set))
    wishes: list[Wish] = field(default_factory=list)
    cover: list[Cover] = field(default_factory=list)


def read_public(text: str, name: str) -> Problem:
    """The problem in a text of the public format. Errors: BadInput with every bad line."""
    parts, findings = _Parts(), list[Finding]()
    for number, section, cells in _lines(text):
        reader = _SECTIONS.get(section)
        try:
            if reader is None:
                raise ValueError(section)
            reader(parts, cells)
        except (ValueError, IndexError, KeyError):
            findings.append(_bad_line(Place(name, number, section)))
    findings += _whole(parts, name)
    if findings:
        raise BadInput(findings)
    return Problem(
        id=name,
        first=FIRST_DAY,
        days=parts.days,
        shifts=tuple(parts.shifts.values()),
        people=tuple(
            Person(
                id=person,
                leave=frozenset(parts.leave[person]),
                may_work=frozenset(s for s in parts.shifts if limits.of_shift.get(s) != 0),
                limits=limits,
            )
            for person, limits in parts.limits.items()
        ),
        cover=tuple(parts.cover),
        wishes=tuple(parts.wishes),
    )


def _lines(text: str) -> Iterator[tuple[int, str, list[str]]]:
    section = ""
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        content = line.strip()
        if not content or content.startswith("#"):
            continue
        if content.startswith("SECTION_"):
            section = content
        else:
            yield number, section, [cell.strip() for cell in content.split(",")]


def _horizon(parts: _Parts, cells: list[str]) -> None:
    parts.days = _natural(cells[0], least=1)


def _shift(parts: _Parts, cells: list[str]) -> None:
    after = frozenset(one for one in cells[2].split("|") if one) if len(cells) > 2 else frozenset()
    minutes = _natural(cells[1], least=1)
    if not cells[0] or cells[0] in parts.shifts:
        raise ValueError(cells[0])
    parts.shifts[cells[0]] = Shift(cells[0], 0, minutes, not_next=after)


def _staff(parts: _Parts, cells: list[str]) -> None:
    person, caps, *numbers = cells
    most, least, on_max, on_min, off_min, weekends = (_natural(one) for one in numbers)
    of_shift = {}
    for one in filter(None, caps.split("|")):
        shift, cap = one.split("=")
        of_shift[parts.shifts[shift].id] = _natural(cap)
    if not person or person in parts.limits:
        raise ValueError(person)
    parts.limits[person] = Limits((least, most), (on_min, on_max), off_min, weekends, of_shift)


def _days_off(parts: _Parts, cells: list[str]) -> None:
    person = _known(parts, cells[0])
    parts.leave[person] |= {FIRST_DAY + timedelta(days=_day(parts, one)) for one in cells[1:]}


def _request(wants: bool) -> Callable[[_Parts, list[str]], None]:
    def read(parts: _Parts, cells: list[str]) -> None:
        person, day, shift, weight = cells
        parts.wishes.append(
            Wish(
                _known(parts, person),
                _day(parts, day),
                parts.shifts[shift].id,
                wants,
                _natural(weight),
            )
        )

    return read


def _cover(parts: _Parts, cells: list[str]) -> None:
    day, shift, need, under, over = cells
    parts.cover.append(
        Cover(
            _day(parts, day),
            parts.shifts[shift].id,
            _natural(need),
            _natural(under),
            _natural(over),
        )
    )


_SECTIONS: dict[str, Callable[[_Parts, list[str]], None]] = {
    "SECTION_HORIZON": _horizon,
    "SECTION_SHIFTS": _shift,
    "SECTION_STAFF": _staff,
    "SECTION_DAYS_OFF": _days_off,
    "SECTION_SHIFT_ON_REQUESTS": _request(True),
    "SECTION_SHIFT_OFF_REQUESTS": _request(False),
    "SECTION_COVER": _cover,
}


def _natural(text: str, least: int = 0) -> int:
    number = int(text)
    if number < least:
        raise ValueError(text)
    return number


def _known(parts: _Parts, person: str) -> str:
    parts.limits[person]
    return person


def _day(parts: _Parts, text: str) -> int:
    day = _natural(text)
    if day >= parts.days:
        raise ValueError(text)
    return day


def _bad_line(place: Place) -> Finding:
    return Finding(
        "public_line",
        say("This line cannot be read in the public shift-scheduling format."),
        say("The instance would be another one without it."),
        say("Check its fields: numbers are whole, people, days and shifts are known above."),
        place,
    )


def _whole(parts: _Parts, name: str) -> list[Finding]:
    """What is wrong with the whole: a horizon, people or shifts are missing, a name unknown."""
    findings = []
    if not (parts.days and parts.shifts and parts.limits):
        findings.append(
            Finding(
                "public_empty",
                say("The file has no horizon, no shifts or no people."),
                say("It is not an instance of the public shift-scheduling format."),
                say("Give a file with SECTION_HORIZON, SECTION_SHIFTS and SECTION_STAFF."),
                Place(name),
            )
        )
    return [
        *findings,
        *(
            _no_shift(shift.id, other, name)
            for shift in parts.shifts.values()
            for other in sorted(shift.not_next - parts.shifts.keys())
        ),
    ]


def _no_shift(shift: str, other: str, name: str) -> Finding:
    return Finding(
        "public_shift",
        say("Shift {shift} names {other}, which is no shift.", shift=shift, other=other),
        say("What may follow what would be unclear."),
        say("Name only shifts of SECTION_SHIFTS."),
        Place(name),
    )
