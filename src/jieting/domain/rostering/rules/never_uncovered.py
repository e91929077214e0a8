"""No minute with fewer answering than must be there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from jieting.domain.rostering.coverage import answering
from jieting.domain.rostering.problem import SLOTS_A_DAY, Problem, Rows
from jieting.domain.rostering.rules.rule import Breach, Rule, Settings
from jieting.domain.said import Said, say


def breaches(problem: Problem, rows: Rows, settings: Settings) -> Iterator[Breach]:
    """Each day and skill with half hours in which, at some minute, too few answer.

    Nobody answers in a break. The number told is that of the worst half hour.
    """
    counts = answering(problem, rows) if any(one.at_least for one in problem.needs) else {}
    short: dict[tuple[int, str], list[tuple[int, int, int]]] = defaultdict(list)
    for need in problem.needs:
        if need.at_least and (count := int(counts[need.skill][need.slot])) < need.at_least:
            key = need.slot // SLOTS_A_DAY, need.skill
            short[key].append((need.slot, count, need.at_least))
    for (day, skill), found in sorted(short.items()):
        _, count, least = min(found, key=lambda one: (one[1] - one[2], one[0]))
        what = _what(skill, len(found), count, least)
        yield Breach(RULE.name, "", (day,), tuple(sorted(slot for slot, _, _ in found)), what)


def _what(skill: str, halves: int, count: int, least: int) -> Said:
    if not skill:
        return say(
            "{halves} half hours with too few: down to {count} answering; at least {least} must.",
            halves=halves,
            count=count,
            least=least,
        )
    return say(
        "{halves} half hours with too few in {skill}: down to {count} answering; at least {least} "
        "must.",
        halves=halves,
        skill=skill,
        count=count,
        least=least,
    )


RULE = Rule(
    "never_uncovered",
    say("At every minute as many answer as must be there; breaks count as away."),
    say("Add a shift over that time, or move a break."),
    breaches,
    always=True,
)
