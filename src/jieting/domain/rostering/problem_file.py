"""A problem as a TOML file: every finding at once with its line, and an exact round trip."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from jieting.domain.errors import BadInput, Finding, Severity
from jieting.domain.forecasting.holidays import DayKind, HolidayCalendar, calendar_for
from jieting.domain.rostering.problem import SATURDAY, Person, Problem, Rows, Shift, Weights, Worked
from jieting.domain.rostering.problem_names import name_findings
from jieting.domain.rostering.problem_needs import (
    Horizon,
    Reader,
    cover_in,
    needs_in,
    requirement_in,
    wish_in,
)
from jieting.domain.rostering.problem_parts import (
    night_in,
    numbers_in,
    person_in,
    rows_in,
    rules_in,
    shift_in,
)
from jieting.domain.rostering.problem_text import ledger_text, problem_text
from jieting.domain.rostering.roster_file import MOST_BEFORE, read_before, read_roster
from jieting.domain.rostering.toml_values import days_in, wrong
from jieting.domain.said import say
from jieting.domain.toml.table_reader import TableReader, TomlFile

__all__ = ["ledger_text", "problem_text", "read_problem"]

LONGEST = 400
"""No roster has more days."""

Named = TypeVar("Named", Person, Shift)


@dataclass(frozen=True, slots=True)
class _Dates:
    holidays: frozenset[date]
    workdays: frozenset[date]
    rest_days: frozenset[date]


def no_files(name: str) -> str:
    """The reader of a text that may name no other file. Errors: BadInput."""
    raise BadInput(
        Finding(
            "no_file_here",
            say("The file {name} cannot be read from here.", name=name),
            say("What it holds is needed."),
            say("Give the problem as a file beside it."),
        )
    )


def read_problem(
    text: str, name: str, read: Reader = no_files
) -> tuple[Problem, tuple[Finding, ...]]:
    """The problem in a TOML ``text``, and warnings; ``read`` reads the files that it names.

    Errors: BadInput with every finding at once, each with its line.
    """
    toml = TomlFile.parse(text, name)
    root = toml.root()
    problem = _problem(root, read)
    root.close()
    for finding in name_findings(problem, toml):
        toml.findings.append(finding)
    toml.raise_errors()
    return problem, tuple(toml.findings)


def _problem(root: TableReader, read: Reader) -> Problem:
    head = root.table("roster")
    horizon = _horizon(head)
    people = _named(root, "person", person_in)
    dates = _dates(head, horizon)
    problem = Problem(
        id=head.text("id"),
        first=horizon.first,
        days=horizon.days,
        shifts=_named(root, "shift", shift_in),
        people=people,
        cover=tuple(one for table in root.tables("cover") for one in cover_in(table, horizon)),
        needs=(
            *(one for table in root.tables("need") for one in needs_in(table, horizon)),
            *requirement_in(root.table("requirement", required=False), horizon, read),
        ),
        wishes=tuple(wish_in(table, horizon) for table in root.tables("wish")),
        rules=rules_in(root.table("rules", required=False)),
        weights=numbers_in(root.table("weights", required=False), Weights),
        before=_before(root, head, read, horizon),
        published=_published(root, head, read, horizon),
        ledger=_ledger(root, head, read),
        holidays=dates.holidays,
        workdays=dates.workdays,
        rest_days=dates.rest_days,
        night=night_in(root.table("night", required=False)),
    )
    head.close()
    return problem


def _horizon(head: TableReader) -> Horizon:
    zone = head.zone("zone") if "zone" in head else ZoneInfo("Asia/Shanghai")
    head.asked.add("zone")
    first, days = head.day("first") or date(2000, 1, 3), head.whole("days", low=1)
    if days > LONGEST:
        wrong(head, "days", days, say("at most {most}", most=LONGEST))
    return Horizon(first, min(max(days, 1), LONGEST), zone)


def _named(root: TableReader, key: str, read: Callable[[TableReader], Named]) -> tuple[Named, ...]:
    """What stands in ``[[key]]``; an id that stands twice is told, and none at all."""
    found: list[Named] = []
    for table in root.tables(key):
        one = read(table)
        if one.id and one.id in {other.id for other in found}:
            table.found(
                "twice",
                "id",
                say("{name} stands more than once as [[{table}]].", name=one.id, table=key),
                say("Nobody knows which one holds."),
                say("Give one of them another name, or take it out."),
            )
        found.append(one)
    if not root.data.get(key):
        root.found(
            "nothing_there",
            key,
            say("There is no [[{table}]].", table=key),
            say("Without it there is nothing to plan."),
            say("Add at least one."),
        )
    return tuple(found)


def _dates(head: TableReader, horizon: Horizon) -> _Dates:
    """The days given in the file; those not given from the calendar of the zone."""
    calendar = calendar_for(horizon.zone, {})
    span = [horizon.first + timedelta(days=day) for day in range(-MOST_BEFORE, horizon.days + 1)]
    if "holidays" not in head:
        _provisional(head, calendar, span)
    known = _from_calendar(calendar, span)
    return _Dates(
        days_in(head, "holidays") if "holidays" in head else _asked(head, "holidays", known),
        days_in(head, "workdays") if "workdays" in head else _asked(head, "workdays", known),
        days_in(head, "rest_days") if "rest_days" in head else _asked(head, "rest_days", known),
    )


def _asked(head: TableReader, key: str, known: _Dates) -> frozenset[date]:
    head.asked.add(key)
    found: frozenset[date] = getattr(known, key)
    return found


def _from_calendar(calendar: HolidayCalendar, span: Iterable[date]) -> _Dates:
    days = [calendar.day(day) for day in span]
    return _Dates(
        frozenset(one.day for one in days if one.statutory),
        frozenset(one.day for one in days if one.kind is DayKind.MOVED_WORKDAY),
        frozenset(
            one.day
            for one in days
            if one.kind is DayKind.PUBLIC_HOLIDAY
            and not one.statutory
            and one.day.weekday() < SATURDAY
        ),
    )


def _provisional(head: TableReader, calendar: HolidayCalendar, span: list[date]) -> None:
    for year in calendar.provisional_years(span):
        head.found(
            "provisional_holidays",
            "first",
            say("The holidays of {year} are not announced yet.", year=year),
            say("Moved workdays are not known, and the pay of some days may change."),
            say("Write holidays, workdays and rest_days in [roster] where you know them."),
            Severity.WARNING,
        )


def _published(root: TableReader, head: TableReader, read: Reader, horizon: Horizon) -> Rows:
    """The rows of ``[published]``, or of the roster file that ``published_file`` names."""
    rows, name = rows_in(root.table("published", required=False)), _file_of(root, head, "published")
    if not name:
        return rows
    found, findings = read_roster(read(name), name, horizon.first, horizon.days)
    head.file.findings += findings
    return found


def _before(root: TableReader, head: TableReader, read: Reader, horizon: Horizon) -> Rows:
    """The rows of ``[before]``, or of the last roster, which ``before_file`` names."""
    rows, name = rows_in(root.table("before", required=False)), _file_of(root, head, "before")
    if not name:
        return rows
    found, findings = read_before(read(name), name, horizon.first)
    head.file.findings += findings
    return found


def _ledger(root: TableReader, head: TableReader, read: Reader) -> dict[str, Worked]:
    """The tables ``[ledger.NAME]`` here, or in the file that ``ledger_file`` names."""
    table, name = root.table("ledger", required=False), _file_of(root, head, "ledger")
    if not name:
        return _workeds(table)
    file = TomlFile.parse(read(name), name)
    other = file.root()
    found = _workeds(other.table("ledger", required=False))
    other.close()
    head.file.findings += file.findings
    return found


def _workeds(table: TableReader) -> dict[str, Worked]:
    return {person: numbers_in(table.table(person), Worked) for person in table.data}


def _file_of(root: TableReader, head: TableReader, key: str) -> str:
    """The file that the key of ``[roster]`` names; told where the table is given too."""
    name = head.text(f"{key}_file", "")
    if name and root.data.get(key):
        wanted = say("left out where [{table}] is given", table=key)
        wrong(head, f"{key}_file", name, wanted)
    return name
