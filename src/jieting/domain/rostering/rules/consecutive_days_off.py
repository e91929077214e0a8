"""A person's own limit of days off in a row."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Settings
from jieting.domain.rostering.timeline import timelines
from jieting.domain.said import say


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Runs of days off that are too short; one at the edge of what is known may be."""
    for line in timelines(problem, rows):
        fewest = line.person.limits.days_off
        if fewest is None:
            continue
        for block in line.blocks(on=False):
            if block.length < fewest and not block.open:
                what = say(
                    "{count} days off in a row; at least {fewest} are needed.",
                    count=block.length,
                    fewest=fewest,
                )
                yield Breach(RULE.name, line.person.id, block.days, (), what)


RULE = Rule(
    "consecutive_days_off",
    say("Days off come in runs that are long enough for the person."),
    say("Give another day off beside the run, or work through it."),
    breaches,
    always=True,
)
