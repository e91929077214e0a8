"""Why there is no roster, in plain words, and what would make one possible."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jieting.domain.rostering.problem import Problem
from jieting.domain.rostering.rules.registry import RULES
from jieting.domain.said import Said, say
from jieting.language import Language
from jieting.solvers.roster.cure import Tried, tried
from jieting.solvers.roster.explain import Clash, Core, core_of
from jieting.solvers.roster.search import Found, Outcome

SHOWN_DAYS = 6
CORE_S, CURES_S = 60.0, 60.0


@dataclass(frozen=True, slots=True)
class Why:
    """What is known of it: the core where a clash was shown, and the cures that were tried."""

    core: Core | None
    cures: Tried


def explained(problem: Problem, found: Found, stop: threading.Event) -> Why:
    """Look for the clash and its cures; nothing where the search only ran out of time."""
    if found.outcome is not Outcome.INFEASIBLE:
        return Why(None, Tried((), ()))
    core = core_of(problem, CORE_S, stop)
    names = [one.rule for one in core.clashes] if core else list(RULES)
    return Why(core, tried(problem, names, CURES_S, stop))


def clash_text(problem: Problem, why: Why, language: Language) -> str:
    """The clash and the cures in words."""
    return "".join(f"{language.render(one)}\n" for one in _told(problem, why))


def clash_json(problem: Problem, why: Why, language: Language) -> str:
    """The clash and the cures as JSON."""
    core = why.core.clashes if why.core else ()
    data = {
        "problem": problem.id,
        "outcome": "infeasible" if why.core else "unknown",
        "clash": [
            {
                "rule": one.rule,
                "says": language.render(RULES[one.rule].says),
                "people": list(one.people),
                "dates": [problem.date_of(day).isoformat() for day in one.days],
            }
            for one in core
        ],
        "smallest": bool(why.core and why.core.smallest),
        "cures": [language.render(one.says) for one in why.cures.working],
        "undecided": [language.render(one.says) for one in why.cures.undecided],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _told(problem: Problem, why: Why) -> Iterator[Said]:
    if why.core is None:
        yield say("No roster that keeps every rule was found in the time.")
        yield say("Give more --seconds; whether the rules clash is not decided.")
        return
    yield say("No roster keeps every rule. These clash:")
    for clash in why.core.clashes:
        yield _clash(problem, clash)
    if not why.core.smallest:
        yield say("There may be fewer: not every part was decided in the time.")
    yield from _cures(why.cures)


def _clash(problem: Problem, clash: Clash) -> Said:
    names = {one.id: one.name or one.id for one in problem.people}
    return say(
        "  {rule}: {says} ({people}; {days})",
        rule=clash.rule,
        says=RULES[clash.rule].says,
        people=", ".join(names[one] for one in clash.people) or say("for all"),
        days=_days([problem.date_of(day) for day in clash.days]),
    )


def _days(days: list[date]) -> str | Said:
    if not days:
        return say("over all days")
    if len(days) <= SHOWN_DAYS:
        return ", ".join(map(str, days))
    return say("{count} days from {first} to {last}", count=len(days), first=days[0], last=days[-1])


def _cures(cures: Tried) -> Iterator[Said]:
    if cures.working:
        yield say("Each of these was tried alone, and makes a roster possible:")
        for cure in cures.working:
            yield say("  {cure}", cure=cure.says)
    else:
        yield say("None of the changes tried makes a roster possible by itself.")
    if cures.undecided:
        yield say(
            "Not decided in the time: {cures}", cures=tuple(one.says for one in cures.undecided)
        )
