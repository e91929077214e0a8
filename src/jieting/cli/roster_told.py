"""A checked roster as text for people and as data for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime, time, timedelta

from jieting.domain.rostering.check import SHAPE, Checked
from jieting.domain.rostering.coverage import below
from jieting.domain.rostering.problem import SLOT_MINUTES, Need, Problem, Rows
from jieting.domain.rostering.rules.registry import RULES, in_force
from jieting.domain.rostering.rules.rule import Breach
from jieting.domain.rostering.solution import Cost
from jieting.domain.said import Said, say
from jieting.language import Language

SHOWN_DAYS = 4
"""So many days of a breach are named one by one; of more, the first and the last."""
SHOWN_BELOW = 40
"""So many stretches below need are listed; the others are counted."""

INDENT = "  "
Line = tuple[str, Said]
"""How far a line stands in, and what it says."""
Stretch = tuple[Need, Need, int]
"""The first and the last half hour of a stretch with the same need, and how many answer."""


def told(problem: Problem, rows: Rows, checked: Checked, language: Language) -> str:
    """The check in words: every breach, the cost by aim, the half hours below need."""
    head = say(
        "{name}: {people} people, {days} days from {first}, {rules} rules in force.",
        name=problem.id,
        people=len(problem.people),
        days=problem.days,
        first=problem.first,
        rules=len(in_force(problem)),
    )
    parts = [
        ("", head),
        *_breaches(problem, checked),
        *_cost(checked.cost),
        *_below(problem, rows),
    ]
    return "".join(f"{indent}{language.render(part)}\n" for indent, part in parts)


def as_json(problem: Problem, rows: Rows, checked: Checked, language: Language) -> str:
    """The check as JSON; dates and times as in the problem's own zone."""
    data = {
        "problem": problem.id,
        "feasible": checked.feasible,
        "breaches": [_breach_data(problem, one, language) for one in checked.breaches],
        "cost": {**asdict(checked.cost), "total": checked.cost.total},
        "below": [
            {
                "start": slot_start(problem, need.slot).isoformat(),
                "skill": need.skill,
                "need": need.need,
                "answering": count,
            }
            for need, count in below(problem, rows)
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _breach_data(problem: Problem, breach: Breach, language: Language) -> dict[str, object]:
    return {
        "rule": breach.rule,
        "person": breach.person,
        "dates": [problem.date_of(day).isoformat() for day in breach.days],
        "half_hours": [slot_start(problem, slot).isoformat() for slot in breach.slots],
        "what": language.render(breach.what),
        "remedy": language.render(remedy(breach)),
    }


def slot_start(problem: Problem, slot: int) -> datetime:
    """When a half hour begins, by the clock on the wall."""
    return datetime.combine(problem.first, time()) + timedelta(minutes=slot * SLOT_MINUTES)


def remedy(breach: Breach) -> Said:
    """What to do about a breach."""
    if breach.rule == SHAPE:
        return say("Correct the roster file so that it fits the problem.")
    return RULES[breach.rule].remedy


def _breaches(problem: Problem, checked: Checked) -> Iterator[Line]:
    if checked.feasible:
        yield "", say("No rule is broken.")
        return
    yield "", say("{count} breaches:", count=len(checked.breaches))
    rule = ""
    for breach in checked.breaches:
        if breach.rule != rule:
            rule = breach.rule
            yield "", _heading(breach)
        yield INDENT, _line(problem, breach)


def _heading(breach: Breach) -> Said:
    says = RULES[breach.rule].says if breach.rule in RULES else say("The roster fits the problem.")
    return say("{rule}: {says} {remedy}", rule=breach.rule, says=says, remedy=remedy(breach))


def _line(problem: Problem, breach: Breach) -> Said:
    return say("{who}: {what}", who=" ".join(filter(None, _who(problem, breach))), what=breach.what)


def _who(problem: Problem, breach: Breach) -> tuple[str, str]:
    names = {one.id: one.name for one in problem.people}
    name = names.get(breach.person, "")
    who = f"{breach.person} {name}" if name and name != breach.person else breach.person
    return who, _dates([problem.date_of(day) for day in breach.days])


def _dates(days: list[date]) -> str:
    if len(days) <= SHOWN_DAYS:
        return ", ".join(str(day) for day in days)
    return f"{days[0]} … {days[-1]}"


def _cost(cost: Cost) -> Iterator[Line]:
    yield "", say("Cost {total}:", total=cost.total)
    yield INDENT, say("too few people {cost}", cost=cost.under)
    yield INDENT, say("too many people {cost}", cost=cost.over)
    yield INDENT, say("wishes not met {cost}", cost=cost.wishes)
    yield INDENT, say("unequal nights, weekends and holidays {cost}", cost=cost.fairness)
    yield INDENT, say("changes to the published roster {cost}", cost=cost.changed)
    yield INDENT, say("overtime {cost}", cost=cost.overtime)


def _below(problem: Problem, rows: Rows) -> Iterator[Line]:
    short = below(problem, rows)
    if not short:
        yield "", say("Every half hour has as many as it needs.")
        return
    stretches = list(_stretches(short))
    yield "", say("{count} half hours below need:", count=len(short))
    for first, last, count in stretches[:SHOWN_BELOW]:
        start, end = slot_start(problem, first.slot), slot_start(problem, last.slot + 1)
        what = say(
            "{day} {start} to {end} {skill}: {count} of {need}",
            day=start.date(),
            start=start.strftime("%H:%M"),
            end=end.strftime("%H:%M"),
            skill=first.skill,
            count=count,
            need=first.need,
        )
        yield INDENT, what
    if len(stretches) > SHOWN_BELOW:
        yield INDENT, say("… and {count} more stretches", count=len(stretches) - SHOWN_BELOW)


def _stretches(short: Iterable[tuple[Need, int]]) -> Iterator[Stretch]:
    """Half hours that follow each other with the same skill, need and count, as one."""
    found: Stretch | None = None
    for need, count in sorted(short, key=lambda one: (one[0].skill, one[0].slot)):
        if found is not None and _goes_on(found, need, count):
            found = found[0], need, count
            continue
        if found is not None:
            yield found
        found = need, need, count
    if found is not None:
        yield found


def _goes_on(found: Stretch, need: Need, count: int) -> bool:
    first, last, before = found
    alike = (need.skill, need.need, count) == (first.skill, first.need, before)
    return alike and need.slot == last.slot + 1
