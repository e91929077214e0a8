"""A shift is for somebody who can serve a queue that is needed."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Settings
from jieting.domain.rostering.timeline import timelines
from jieting.domain.said import say


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Everybody with shifts and without any skill that is needed; nothing where no skill is."""
    needed = {need.skill for need in problem.needs}
    if not needed or "" in needed:
        return
    for line in timelines(problem, rows):
        days = tuple(day for day, _ in line.planned())
        if days and not line.person.skills & needed:
            what = say(
                "Shifts for somebody without any of the skills needed: {skills}.",
                skills=", ".join(sorted(needed)),
            )
            yield Breach(RULE.name, line.person.id, days, (), what)


RULE = Rule(
    "skills",
    say("Whoever is rostered has a skill that is needed."),
    say("Give the shifts to somebody with the skill, or enter the skill."),
    breaches,
    always=True,
)
