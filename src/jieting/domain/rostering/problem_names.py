"""Names in a problem that lead nowhere, rows of a wrong length, and needs told twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.nearest import nearest_of
from jieting.domain.rostering.problem import SLOT_MINUTES, SLOTS_A_DAY, Problem, Rows
from jieting.domain.said import Said, say
from jieting.domain.toml.lines import Path, line_at
from jieting.domain.toml.table_reader import TomlFile

HOUR = 60
Name = tuple[Path, str]
"""Where a name stands, and the name."""


def name_findings(problem: Problem, toml: TomlFile) -> Iterator[Finding]:
    """What is wrong between the parts of a problem that was read from ``toml``."""
    shifts = tuple(shift.id for shift in problem.shifts)
    people = tuple(person.id for person in problem.people)
    yield from _unknown(toml, shifts, _shift_names(problem), say("The shift is not there."))
    yield from _unknown(toml, people, _people_names(problem), say("The person is not there."))
    yield from _lengths(problem, toml)
    yield from _unserved(problem, toml)
    yield from _twice(problem, toml)


def _shift_names(problem: Problem) -> Iterator[Name]:
    for at, shift in enumerate(problem.shifts):
        yield from ((("shift", at, "not_next"), name) for name in sorted(shift.not_next))
    for at, person in enumerate(problem.people):
        if person.may_work is not None:
            yield from ((("person", at, "may_work"), name) for name in sorted(person.may_work))
        where: Path = ("person", at, "limits", "of_shift")
        yield from ((where, name) for name in person.limits.of_shift)
    yield from ((("cover",), name) for name in sorted({one.shift for one in problem.cover}))
    yield from ((("wish", at), one.shift) for at, one in enumerate(problem.wishes) if one.shift)
    for key, rows in (("before", problem.before), ("published", problem.published)):
        for person_id, row in rows.items():
            yield from (((key, person_id), name) for name in sorted({*row} - {""}))


def _people_names(problem: Problem) -> Iterator[Name]:
    yield from ((("wish", at), one.person) for at, one in enumerate(problem.wishes))
    for key, names in (
        ("before", problem.before),
        ("published", problem.published),
        ("ledger", problem.ledger),
    ):
        yield from (((key, name), name) for name in names)


def _unknown(
    toml: TomlFile, known: tuple[str, ...], names: Iterable[Name], why: Said
) -> Iterator[Finding]:
    for path, name in names:
        if name not in known:
            what = say("{name} is not known in {table}.", name=name, table=f"[{path[0]}]")
            place = Place(toml.name, line_at(toml.lines, path))
            yield Finding("unknown_name", what, why, nearest_of(name, known), place)


def _lengths(problem: Problem, toml: TomlFile) -> Iterator[Finding]:
    """Published rows with other than the days of the roster; before may have any length."""
    yield from _other_lengths(problem.published, problem.days, toml)


def _other_lengths(rows: Rows, days: int, toml: TomlFile) -> Iterator[Finding]:
    for person, row in rows.items():
        if len(row) != days:
            yield Finding(
                "wrong_length",
                say("The row has {count} days; the problem has {days}.", count=len(row), days=days),
                say("It is not known which days they are."),
                say("Write each day, a day off as an empty text."),
                Place(toml.name, line_at(toml.lines, ("published", person))),
            )


def _unserved(problem: Problem, toml: TomlFile) -> Iterator[Finding]:
    had = {skill for person in problem.people for skill in person.skills}
    for skill in sorted({need.skill for need in problem.needs} - had - {""}):
        yield Finding(
            "unserved_skill",
            say("Nobody has the skill {skill}.", skill=skill),
            say("What is needed of it stays uncovered."),
            nearest_of(skill, sorted(had)),
            Place(toml.name, line_at(toml.lines, ("need",))),
            Severity.WARNING,
        )


def _twice(problem: Problem, toml: TomlFile) -> Iterator[Finding]:
    needs = Counter((one.slot, one.skill) for one in problem.needs)
    again = sorted(key for key, count in needs.items() if count > 1)
    if again:
        (slot, skill), day = again[0], problem.date_of(again[0][0] // SLOTS_A_DAY)
        hour, minute = divmod(slot % SLOTS_A_DAY * SLOT_MINUTES, HOUR)
        what = say(
            "{count} half hours have two needs, first {day} {time} {skill}.",
            count=len(again),
            day=day,
            time=f"{hour:02}:{minute:02}",
            skill=skill,
        )
        yield _two(what, Place(toml.name, line_at(toml.lines, ("need",))))
    cover = Counter((one.day, one.shift) for one in problem.cover)
    for (day_number, shift), count in sorted(cover.items()):
        if count > 1:
            on = problem.date_of(day_number)
            what = say("{shift} has two covers on {day}.", shift=shift, day=on)
            yield _two(what, Place(toml.name, line_at(toml.lines, ("cover",))))


def _two(what: Said, place: Place) -> Finding:
    return Finding(
        "need_twice",
        what,
        say("Which of the two holds is not known."),
        say("Take one of them out."),
        place,
    )
