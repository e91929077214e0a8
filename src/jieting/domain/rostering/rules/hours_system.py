"""Long shifts and averaged hours need a valid approval."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.rostering.problem import HoursSystem, Person, Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Setting, Settings, Unit, duration
from jieting.domain.rostering.timeline import Timeline, timelines
from jieting.domain.said import Said, say


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Days worked under averaged hours without approval; long shifts of those on standard hours."""
    for line in timelines(problem, rows):
        if line.person.hours is HoursSystem.COMPREHENSIVE:
            yield from _unapproved(problem, line)
        elif line.person.hours is HoursSystem.STANDARD:
            yield from _long(line, settings.whole("longest"))


def _unapproved(problem: Problem, line: Timeline) -> Iterator[Breach]:
    days = tuple(
        day for day, _ in line.planned() if not line.person.averages_on(problem.date_of(day))
    )
    if days:
        yield Breach(RULE.name, line.person.id, days, (), _approval(line.person))


def _approval(person: Person) -> Said:
    if person.approval is None:
        return say("Hours are averaged without an approval.")
    return say(
        "The approval {number} to average hours ends on {until}.",
        number=person.approval.number,
        until=person.approval.until,
    )


def _long(line: Timeline, longest: int) -> Iterator[Breach]:
    for day, shift in line.planned():
        if shift.worked > longest:
            yield Breach(
                RULE.name,
                line.person.id,
                (day,),
                (),
                say(
                    "A shift with {worked} of work needs approved averaged hours; without them "
                    "{longest} is the longest.",
                    worked=duration(shift.worked),
                    longest=duration(longest),
                ),
            )


RULE = Rule(
    "hours_system",
    say("A long shift is only for those whose hours are averaged with a valid approval."),
    say("Give a shorter shift, or get the approval for comprehensive hours and enter it."),
    breaches,
    (
        Setting(
            "longest",
            Unit.MINUTES,
            say("the longest working time of a shift without approval"),
            law="longest_day_minutes",
        ),
    ),
    by_law=True,
)
