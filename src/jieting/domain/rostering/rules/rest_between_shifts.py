"""Rest between a shift and the next."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Setting, Settings, Unit, duration
from jieting.domain.rostering.timeline import gap, timelines
from jieting.domain.said import say


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Each two shifts that follow each other too closely, across midnight and the first day."""
    least = settings.whole("least")
    for line in timelines(problem, rows):
        for day, shift, later, following in line.following():
            rest = gap(day, shift, later, following)
            if rest < least:
                yield Breach(
                    RULE.name,
                    line.person.id,
                    (day, later),
                    (),
                    say(
                        "{rest} of rest between {shift} and {following}; at least {least} are "
                        "needed.",
                        rest=duration(max(0, rest)),
                        shift=shift.name or shift.id,
                        following=following.name or following.id,
                        least=duration(least),
                    ),
                )


RULE = Rule(
    "rest_between_shifts",
    say("Between two shifts of a person lies enough rest."),
    say("Give a later shift on the second day, or a day off."),
    breaches,
    (
        Setting(
            "least", Unit.MINUTES, say("rest from the end of a shift to the start of the next"), 660
        ),
    ),
)
