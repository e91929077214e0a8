"""Nights in a row, and the rest after them."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Setting, Settings, Unit, duration
from jieting.domain.rostering.timeline import Timeline, gap, timelines
from jieting.domain.said import say


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Runs of night shifts on more days than allowed, and too short a rest after the last."""
    for line in timelines(problem, rows):
        yield from _runs(problem, line, settings.whole("most"))
        yield from _rest(problem, line, settings.whole("rest_after"))


def _runs(problem: Problem, line: Timeline, most: int) -> Iterator[Breach]:
    nights = [shift is not None and problem.is_night(shift) for shift in line.shifts]
    for block in line.blocks_of(nights):
        if block.length > most:
            yield Breach(
                RULE.name,
                line.person.id,
                block.days,
                (),
                say(
                    "{count} nights in a row; at most {most} are allowed.",
                    count=block.length,
                    most=most,
                ),
            )


def _rest(problem: Problem, line: Timeline, least: int) -> Iterator[Breach]:
    for day, shift, later, following in line.following():
        if not problem.is_night(shift) or problem.is_night(following):
            continue
        rest = gap(day, shift, later, following)
        if rest < least:
            yield Breach(
                RULE.name,
                line.person.id,
                (day, later),
                (),
                say(
                    "{rest} of rest after nights; at least {least} are needed.",
                    rest=duration(max(0, rest)),
                    least=duration(least),
                ),
            )


RULE = Rule(
    "nights_in_a_row",
    say("Nights in a row are few, and rest follows them before any other shift."),
    say("Break the run by a day off, or give a day off after it."),
    breaches,
    (
        Setting("most", Unit.NIGHTS, say("nights in a row"), 3, low=1),
        Setting(
            "rest_after",
            Unit.MINUTES,
            say("rest from the end of the last night to the next shift that is no night"),
            1440,
        ),
    ),
)
