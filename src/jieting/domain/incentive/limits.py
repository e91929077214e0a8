"""Pass/fail limits: on which call they break, and how often they break by chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from jieting.domain.contracts.assess import is_limit, limit_of
from jieting.domain.contracts.clauses.limit import Limit
from jieting.domain.contracts.clauses.streak import Streak
from jieting.domain.contracts.model import Clause
from jieting.domain.contracts.rule_words import rule_words
from jieting.domain.figures import Figure
from jieting.domain.incentive.duties import month_of
from jieting.domain.incentive.flaw import Flaw, Gravity, Kind
from jieting.domain.incentive.goals import Goal
from jieting.domain.incentive.judge import Case, Judge
from jieting.domain.incentive.world import World
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say

MONTHS = 300
"""Months drawn day by day for each volume and quality."""
TRIED = (0.5, 0.8, 0.9, 1.0)
WELL = 0.8
"""A supplier with so many of the allowed misses keeps the limit well."""
SELDOM, OFTEN = 0.05, 0.1
"""Breaking a limit this often is a trap for who is within it; severe for who keeps it well."""


@dataclass(frozen=True, slots=True)
class Breach:
    """How often a true quality breaks a clause in a month."""

    calls: int
    quality: float
    chance: float


def limits(world: World, judge: Judge) -> Iterator[Flaw]:
    """Where each limit of a figure lies in calls, and how often it is broken by chance."""
    for clause in world.contract.clauses:
        goals = _goals(world, clause)
        if is_limit(clause) and goals:
            yield from _edges(world, judge, clause, goals)
            yield from _by_chance(world, judge, clause, tuple(goals.values()))


def _goals(world: World, clause: Clause) -> dict[str, Goal]:
    """Figure to what the clause asks of it: its monthly limit, else that of its days."""
    found: dict[str, Goal] = {}
    for rule in (r for r in clause.rules if r.figure in world.goals):
        goal = world.goals[rule.figure]
        if isinstance(rule, Limit):
            found[rule.figure] = replace(goal, target=rule.target, is_floor=rule.is_floor)
        elif isinstance(rule, Streak) and rule.figure not in found:
            found[rule.figure] = replace(goal, target=rule.over, is_floor=False)
    return found


def _edges(world: World, judge: Judge, clause: Clause, goals: Mapping[str, Goal]) -> Iterator[Flaw]:
    """The last miss that a monthly limit lets pass, at each volume."""
    for rule in clause.rules:
        if not isinstance(rule, Limit) or rule.figure not in goals:
            continue
        goal = goals[rule.figure]
        sizes = [(n, world.size(goal, n)) for n in world.volumes]
        found = [(n, size, _most(judge, clause, goal, size)) for n, size in sizes]
        yield Flaw(
            "limit_cliff",
            Kind.CLIFF,
            Gravity.MODERATE,
            (clause.id,),
            say(
                "One call decides whether the month passes or fails: {rule}.",
                rule=rule_words(world.contract, rule),
            ),
            tuple(
                say(
                    "{calls} calls a month: {most} misses of {size} pass, {next} fail",
                    calls=n,
                    most=most,
                    size=size,
                    next=most + 1,
                )
                for n, size, most in found
            ),
            say("Give the limit a range with rising consequences, such as a warning first."),
            None,
            tuple({"calls": n, "base": size, "misses": most} for n, size, most in found),
        )


def _most(judge: Judge, clause: Clause, goal: Goal, size: int) -> int:
    """The most misses with which the clause is kept; -1 where not even none is enough."""
    low, high = -1, size + 1
    while high - low > 1:
        middle = (low + high) // 2
        kept = _is_kept(judge, clause, goal, goal.pair(middle, size), {})
        low, high = (middle, high) if kept else (low, middle)
    return low


def _is_kept(
    judge: Judge,
    clause: Clause,
    goal: Goal,
    pair: tuple[int, int],
    days: Mapping[date, Figure],
) -> bool:
    case = Case({goal.use.clause: pair})
    facts = judge.facts(case, days={use.clause: days for use in judge.contract.figures})
    return limit_of(clause, facts).met is not False


def _by_chance(world: World, judge: Judge, clause: Clause, goals: Sequence[Goal]) -> Iterator[Flaw]:
    for goal in goals:
        found = [
            Breach(n, q, _chance(world, judge, clause, goal, n, q))
            for n in world.volumes
            for q in TRIED
        ]
        good = [f for f in found if f.quality < 1 and f.chance >= SELDOM]
        if good:
            yield _chance_flaw(world, clause, goal, found, good)


def _chance(
    world: World, judge: Judge, clause: Clause, goal: Goal, calls: int, quality: float
) -> float:
    """The share of drawn months that break the clause; days are drawn one by one."""
    dice = world.dice("days", clause.id, calls, quality)
    month = list(month_of(world.contract).days())
    share = min(1.0, float(goal.allowed) * quality)
    sizes = dice.poisson(world.size(goal, calls) / len(month), (MONTHS, len(month)))
    misses = dice.binomial(sizes, share)
    broken = [
        not _month_kept(judge, clause, goal, month, of_day, missed)
        for of_day, missed in zip(sizes.tolist(), misses.tolist(), strict=True)
    ]
    return float(np.mean(broken))


def _month_kept(
    judge: Judge,
    clause: Clause,
    goal: Goal,
    month: Sequence[date],
    sizes: Sequence[int],
    misses: Sequence[int],
) -> bool:
    days = {
        day: Figure(goal.definition, *goal.pair(missed, size))
        for day, size, missed in zip(month, sizes, misses, strict=True)
    }
    return _is_kept(judge, clause, goal, goal.pair(sum(misses), sum(sizes)), days)


def _chance_flaw(
    world: World, clause: Clause, goal: Goal, found: Sequence[Breach], good: Sequence[Breach]
) -> Flaw:
    return Flaw(
        "broken_by_chance",
        Kind.CHANCE,
        Gravity.SEVERE
        if any(f.quality <= WELL and f.chance >= OFTEN for f in good)
        else Gravity.MODERATE,
        (clause.id,),
        say(
            "A supplier whose true {figure} keeps the limit breaks it by chance.",
            figure=goal.definition.title,
        ),
        tuple(_chance_words(goal, f) for f in found if f.chance >= SELDOM),
        say("Judge the limit over three months together, or let a first breach be put right."),
        _over_quarter(world, clause, goal, max(good, key=lambda f: f.chance)),
        tuple({"calls": f.calls, "quality": f.quality, "chance": f.chance} for f in found),
    )


def _over_quarter(world: World, clause: Clause, goal: Goal, worst: Breach) -> Said:
    """The monthly limit judged once over three times the calls; days in a row are left out."""
    judge = Judge(world.contract)
    size = 3 * world.size(goal, worst.calls)
    drawn = world.misses(goal, size, worst.quality, MONTHS).tolist()
    kept = [_is_kept(judge, clause, goal, goal.pair(misses, size), {}) for misses in drawn]
    return say(
        "Over three months together it would be {chance} per cent at {calls} calls a month "
        "and a true rate of {rate} per cent.",
        rate=_rate(goal, worst.quality),
        chance=round(100 * (1 - float(np.mean(kept)))),
        calls=worst.calls,
    )


def _chance_words(goal: Goal, found: Breach) -> Said:
    return say(
        "{calls} calls a month, true rate {rate} per cent: broken in {chance} per cent of months",
        calls=found.calls,
        rate=_rate(goal, found.quality),
        chance=round(100 * found.chance),
    )


def _rate(goal: Goal, quality: float) -> str:
    """The true rate in percent where the misses are ``quality`` times the allowed ones."""
    missed = goal.allowed * round(quality * 100)
    return plain(100 - missed if goal.is_floor else missed, 1)
