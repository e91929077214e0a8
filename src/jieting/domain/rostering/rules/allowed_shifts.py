"""Only the shifts that a person may work."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Settings
from jieting.domain.rostering.timeline import timelines
from jieting.domain.said import say


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Each shift that is not among those the person may work."""
    for line in timelines(problem, rows):
        allowed = line.person.may_work
        for day, shift in line.planned():
            if allowed is not None and shift.id not in allowed:
                what = say(
                    "{shift} is not among the shifts allowed: {allowed}.",
                    shift=shift.id,
                    allowed=", ".join(sorted(allowed)) or "-",
                )
                yield Breach(RULE.name, line.person.id, (day,), (), what)


RULE = Rule(
    "allowed_shifts",
    say("Everybody works only shifts that are open to them."),
    say("Give one of the allowed shifts, or a day off."),
    breaches,
    always=True,
)
