"""Days worked in a row."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Setting, Settings, Unit
from jieting.domain.rostering.timeline import timelines
from jieting.domain.said import say


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Each run of worked days longer than ``most``, the days before the first one included."""
    most = settings.whole("most")
    for line in timelines(problem, rows):
        for block in line.blocks(on=True):
            if block.length > most:
                yield Breach(
                    RULE.name,
                    line.person.id,
                    block.days,
                    (),
                    say(
                        "{count} days in a row are worked; at most {most} are allowed.",
                        count=block.length,
                        most=most,
                    ),
                )


RULE = Rule(
    "days_in_a_row",
    say("Nobody works too many days in a row."),
    say("Give a day off within the run."),
    breaches,
    (Setting("most", Unit.DAYS, say("days worked in a row"), law="days_on", low=1),),
)
