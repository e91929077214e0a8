"""A roster as a csv file, ``person,date,shift``: text to rows and back."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO

from jieting.domain.errors import Finding, Place
from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.said import Said, say
from jieting.domain.toml.values import parsed

COLUMNS = ("person", "date", "shift")
"""The header of a roster file."""
SHOWN = 3
"""So many missing days of a person are named."""

_BYTE_ORDER_MARK = "\ufeff"


def roster_csv(problem: Problem, rows: Rows) -> str:
    """The rows as csv text with line feeds: each person and day, a day off with an empty shift."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for person, row in rows.items():
        for day, name in enumerate(row):
            writer.writerow((person, problem.date_of(day).isoformat(), name))
    return out.getvalue()


def read_roster(text: str, name: str, first: date, days: int) -> tuple[Rows, tuple[Finding, ...]]:
    """The rows in a csv ``text`` for a horizon, and what is wrong in it, line by line.

    The columns may stand in any order, and others beside them are passed over. Each person must
    have each day; people and shifts that a problem does not know are told by ``check``.
    """
    table = csv.DictReader(StringIO(text.removeprefix(_BYTE_ORDER_MARK)))
    missing = [column for column in COLUMNS if column not in (table.fieldnames or ())]
    if missing:
        return {}, (_no_columns(missing, name),)
    found: dict[str, dict[int, str]] = {}
    findings: list[Finding] = []
    try:
        for row in table:
            place = Place(name, table.line_num)
            findings += _add(found, row, place, first, days)
    except csv.Error as error:
        findings.append(_not_csv(str(error), Place(name, table.line_num)))
    findings += _missing_days(found, name, first, days)
    rows = {
        person: tuple(by_day.get(day, "") for day in range(days))
        for person, by_day in found.items()
    }
    return rows, tuple(findings)


def _add(
    found: dict[str, dict[int, str]], row: dict[str, str], place: Place, first: date, days: int
) -> Iterator[Finding]:
    person, shift = (row["person"] or "").strip(), (row["shift"] or "").strip()
    on = parsed(date.fromisoformat, (row["date"] or "").strip())
    if not person:
        yield _bad(say("The row names nobody."), place, "person")
    elif on is None:
        what = say("{column} is {value}.", column="date", value=repr(row["date"] or ""))
        yield _bad(what, place, "date")
    elif not 0 <= (on - first).days < days:
        yield _bad(say("{day} is not a day of the roster.", day=on), place, "date")
    elif (on - first).days in found.setdefault(person, {}):
        what = say("{person} has {day} a second time.", person=person, day=on)
        yield _bad(what, place, "date")
    else:
        found[person][(on - first).days] = shift


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


def _no_columns(missing: list[str], name: str) -> Finding:
    return Finding(
        "missing_column",
        say("These columns are missing: {columns}.", columns=", ".join(missing)),
        say("Without them the roster cannot be read."),
        say("Write the header: {header}", header=",".join(COLUMNS)),
        Place(name, 1),
    )


def _not_csv(error: str, place: Place) -> Finding:
    return Finding(
        "not_csv",
        say("The file is not valid csv: {error}.", error=error),
        say("The rows behind it cannot be read."),
        say("Correct the text there."),
        place,
    )
