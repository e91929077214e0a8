"""A person's own limits of days worked in a row."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Settings
from jieting.domain.rostering.timeline import timelines
from jieting.domain.said import say


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Runs of shifts outside of the limits; one at the edge of what is known may be shorter."""
    for line in timelines(problem, rows):
        if line.person.limits.days_on is None:
            continue
        fewest, most = line.person.limits.days_on
        for block in line.blocks(on=True):
            if block.length > most or (block.length < fewest and not block.open):
                what = say(
                    "{count} shifts in a row; {fewest} to {most} are allowed.",
                    count=block.length,
                    fewest=fewest,
                    most=most,
                )
                yield Breach(RULE.name, line.person.id, block.days, (), what)


RULE = Rule(
    "consecutive_shifts",
    say("Runs of shifts are neither shorter nor longer than a person's limits."),
    say("Add a shift beside the run, or take out one of it."),
    breaches,
    always=True,
)
