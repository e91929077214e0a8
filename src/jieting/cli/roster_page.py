"""A made roster on one screen: the calendar, each person's sums, the check, bound and gap."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from jieting.cli.roster_told import as_json, told
from jieting.domain.rostering.check import check
from jieting.domain.rostering.ledger import worked_in
from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.rostering.rules.rule import duration
from jieting.domain.rostering.timeline import timelines
from jieting.domain.said import Said, say
from jieting.language import Language

if TYPE_CHECKING:
    from jieting.solvers.roster.search import Found

OFF = "."
_DAYS = (
    say("Mo"),
    say("Tu"),
    say("We"),
    say("Th"),
    say("Fr"),
    say("Sa"),
    say("Su"),
)


def made_text(problem: Problem, found: Found, points: Iterable[Said], language: Language) -> str:
    """The roster in words and a table."""
    checked = check(problem, found.rows)
    parts = [
        *_calendar(problem, found.rows, language),
        "",
        *_people(problem, found.rows, language),
        "",
        told(problem, found.rows, checked, language).rstrip("\n"),
        *(language.render(one) for one in _proof(found)),
        *(language.render(one) for one in points),
    ]
    return "".join(f"{part.rstrip()}\n" for part in parts)


def made_json(
    problem: Problem, found: Found, points: Mapping[str, object], language: Language
) -> str:
    """The roster as JSON: what the check tells, and the rows, sums, bound and gap."""
    data = json.loads(as_json(problem, found.rows, check(problem, found.rows), language))
    data |= {
        "objective": found.cost,
        "bound": found.bound,
        "gap": gap(found),
        "outcome": found.outcome.value,
        "seconds": round(found.seconds, 2),
        "people": list(_sums(problem, found.rows)),
        "roster": {person: list(row) for person, row in found.rows.items()},
    }
    if points:
        data["points"] = dict(points)
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def gap(found: Found) -> float:
    """The distance of the cost from its proven bound, as a share of the cost."""
    return round((found.cost - found.bound) / max(1, abs(found.cost)), 6)


def _proof(found: Found) -> Iterator[Said]:
    if found.cost == found.bound:
        yield say(
            "No roster costs less: that is proven, after {seconds} s.",
            seconds=f"{found.seconds:.1f}",
        )
        return
    yield say(
        "Objective {cost}; no roster costs less than {bound}: the gap is at most {gap} per cent, "
        "after {seconds} s.",
        cost=found.cost,
        bound=found.bound,
        gap=f"{100 * gap(found):.2f}",
        seconds=f"{found.seconds:.1f}",
    )


def _calendar(problem: Problem, rows: Rows, language: Language) -> Iterator[str]:
    """People by days; a day off is a point."""
    names = {person.id: person.name or person.id for person in problem.people}
    left = max(map(width, names.values()))
    dates = [problem.date_of(day) for day in range(problem.days)]
    weekdays = [language.render(_DAYS[on.weekday()]) for on in dates]
    cell = max(2, *(width(shift.id) for shift in problem.shifts), *map(width, weekdays))
    yield _line("", left, [f"{on.day}" for on in dates], cell)
    yield _line("", left, weekdays, cell)
    for person, row in rows.items():
        yield _line(names[person], left, [shift or OFF for shift in row], cell)


def _line(head: str, left: int, cells: Iterable[str], cell: int) -> str:
    return " ".join((padded(head, left), *(padded(one, cell) for one in cells)))


def _people(problem: Problem, rows: Rows, language: Language) -> Iterator[str]:
    names = {person.id: person.name or person.id for person in problem.people}
    left = max(map(width, names.values()))
    for line in timelines(problem, rows):
        worked = worked_in(problem, line)
        words = say(
            "{hours}, {shifts} shifts, {nights} nights, {weekends} weekends, {holidays} holidays, "
            "overtime {overtime}",
            hours=duration(line.minutes(0, problem.days)),
            shifts=len(list(line.planned())),
            nights=worked.nights,
            weekends=worked.weekends,
            holidays=worked.holidays,
            overtime=duration(worked.overtime_minutes),
        )
        yield f"{padded(names[line.person.id], left)} {language.render(words)}"


def _sums(problem: Problem, rows: Rows) -> Iterator[dict[str, object]]:
    for line in timelines(problem, rows):
        worked = worked_in(problem, line)
        yield {
            "person": line.person.id,
            "minutes": line.minutes(0, problem.days),
            "shifts": len(list(line.planned())),
            "nights": worked.nights,
            "weekends": worked.weekends,
            "holidays": worked.holidays,
            "overtime_minutes": worked.overtime_minutes,
        }


def width(text: str) -> int:
    """How many columns a text takes; a Chinese character takes two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def padded(text: str, columns: int) -> str:
    """The text with spaces behind it up to so many columns."""
    return text + " " * (columns - width(text))
