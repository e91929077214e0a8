"""A roster as a csv file, ``person,date,shift``: text to rows and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile

from jieting.domain.csv_text import csv_rows, csv_text
from jieting.domain.errors import Finding, Place
from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.said import Said, say
from jieting.domain.toml.values import parsed

COLUMNS = ("person", "date", "shift")
"""The header of a roster file."""
MOST_BEFORE = 31
"""So many days before the first one are taken from the roster before."""
SHOWN = 3
"""So many missing days of a person are named."""


def roster_csv(problem: Problem, rows: Rows) -> str:
    """The rows as csv text with line feeds: each person and day, a day off with an empty shift."""
    cells = (
        (person, problem.date_of(day).isoformat(), name)
        for person, row in rows.items()
        for day, name in enumerate(row)
    )
    return csv_text(COLUMNS, cells)


def read_roster(text: str, name: str, first: date, days: int) -> tuple[Rows, tuple[Finding, ...]]:
    """The rows in a csv ``text`` for a horizon, and what is wrong in it, line by line.

    The columns may stand in any order, and others beside them are passed over. Each person must
    have each day; people and shifts that a problem does not know are told by ``check``.
    """
    cells, findings = _cells(text, name)
    found: dict[str, dict[int, str]] = {}
    for cell in cells:
        by_day, day = found.setdefault(cell.person, {}), (cell.on - first).days
        if 0 <= day < days:
            by_day[day] = cell.shift
        else:
            what = say("{day} is not a day of the roster.", day=cell.on)
            findings.append(_bad(what, cell.place, "date"))
    findings += _missing_days(found, name, first, days)
    rows = {
        person: tuple(by_day.get(day, "") for day in range(days))
        for person, by_day in found.items()
    }
    return rows, tuple(findings)


def read_before(text: str, name: str, first: date) -> tuple[Rows, tuple[Finding, ...]]:
    """The days just before ``first`` in the roster of the time before it, the latest last.

    Of each person as many as are there without a gap, at most ``MOST_BEFORE``; later days are
    passed over. Somebody whose last day before is missing is told.
    """
    cells, findings = _cells(text, name)
    found: dict[str, dict[date, str]] = {}
    for cell in cells:
        found.setdefault(cell.person, {})[cell.on] = cell.shift
    rows: dict[str, tuple[str, ...]] = {}
    for person, by_date in found.items():
        earlier = (first - timedelta(days=back) for back in range(1, MOST_BEFORE + 1))
        known = tuple(by_date[on] for on in takewhile(by_date.__contains__, earlier))
        rows[person] = known[::-1]
        if not known:
            what = say(
                "{person} has no row for the day before {first}.", person=person, first=first
            )
            findings.append(_bad(what, Place(name), "date"))
    return rows, tuple(findings)


@dataclass(frozen=True, slots=True)
class _Cell:
    person: str
    on: date
    shift: str
    place: Place


def _cells(text: str, name: str) -> tuple[list[_Cell], list[Finding]]:
    """The rows that can be read, each person and date once."""
    found: dict[tuple[str, date], _Cell] = {}
    findings: list[Finding] = []
    unread = say("Without them the roster cannot be read.")
    rows = csv_rows(text, name, findings, needed=COLUMNS, header=COLUMNS, unread=unread)
    for row, place in rows:
        cell = _cell(row, place)
        if isinstance(cell, Finding):
            findings.append(cell)
        elif (cell.person, cell.on) in found:
            what = say("{person} has {day} a second time.", person=cell.person, day=cell.on)
            findings.append(_bad(what, cell.place, "date"))
        else:
            found[cell.person, cell.on] = cell
    return list(found.values()), findings


def _cell(row: dict[str, str], place: Place) -> _Cell | Finding:
    person, shift = (row["person"] or "").strip(), (row["shift"] or "").strip()
    on = parsed(date.fromisoformat, (row["date"] or "").strip())
    if not person:
        return _bad(say("The row names nobody."), place, "person")
    if on is None:
        return Finding(
            "bad_roster_row",
            say("{column} is {value}.", column="date", value=repr(row["date"] or "")),
            say("The roster is not complete without it."),
            say("Write the day like 2026-11-02."),
            Place(place.file, place.line, "date"),
        )
    return _Cell(person, on, shift, place)


def _missing_days(
    found: dict[str, dict[int, str]], name: str, first: date, days: int
) -> Iterator[Finding]:
    for person, by_day in found.items():
        missing = [day for day in range(days) if day not in by_day]
        if missing:
            shown = ", ".join(str(first + timedelta(days=day)) for day in missing[:SHOWN])
            what = say(
                "{person} has no row for {count} days: {days}.",
                person=person,
                count=len(missing),
                days=shown if len(missing) <= SHOWN else f"{shown} …",
            )
            yield _bad(what, Place(name), "date")


def _bad(what: Said, place: Place, column: str) -> Finding:
    return Finding(
        "bad_roster_row",
        what,
        say("The roster is not complete without it."),
        say("Write one row for each person and day, a day off with an empty shift."),
        Place(place.file, place.line, column),
    )
