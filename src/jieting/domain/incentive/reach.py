"""Points out of reach: rows never lost or never earned, used up soon, bonuses nobody gets."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jieting.domain.contracts.assess import is_limit
from jieting.domain.contracts.clauses.duty import Duty
from jieting.domain.contracts.clauses.per_event import PerEvent
from jieting.domain.contracts.model import Clause
from jieting.domain.contracts.rule_words import rule_words
from jieting.domain.incentive.chance import Line, lines
from jieting.domain.incentive.flaw import Flaw, Gravity, Kind
from jieting.domain.incentive.judge import Judge
from jieting.domain.incentive.world import World
from jieting.domain.incentive.worth import hundredths
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say

SOON = Fraction(5, 2)
"""A row that is used up below so many times the allowed misses leaves the worse months free."""


def reach(world: World, judge: Judge) -> Iterator[Flaw]:
    """Rows and bonuses that no month or every month earns; what is free once a row is lost."""
    for line in lines(world, judge):
        yield from _never(line)
        yield from _perfection(line)
        yield from _used_up(line)
        yield from _bonus(line)
    yield from _priceless(world, judge)
    yield from _free_once_broken(world)
    yield from _unpaid(world)


def _never(line: Line) -> Iterator[Flaw]:
    """A line whose best figure still loses, or whose worst loses nothing."""
    size = line.size(line.world.volumes[-1])
    words = rule_words(line.world.contract, line.rule)
    if best := line.lost(0, size):
        what = say("Not even a perfect month earns it: {rule}.", rule=words)
        yield _flaw(line.clause, "never_earned", what, best)
    if not line.lost(size, size):
        yield _never_lost(line.clause, words)


def _perfection(line: Line) -> Iterator[Flaw]:
    """A target that lets no miss pass: every month loses by it sooner or later."""
    size = line.size(line.world.volumes[-1])
    cost = line.lost(1, size)
    if line.goal.allowed or not cost or line.lost(0, size):
        return
    yield Flaw(
        "perfection_asked",
        Kind.WORTH,
        Gravity.MODERATE,
        (line.clause.id,),
        say(
            "The target of the {figure} lets no single miss pass.",
            figure=line.goal.definition.title,
        ),
        (say("one miss of {size} costs {lost} points", size=size, lost=plain(cost)),),
        say("Set a target that a good month keeps."),
        data=({"base": size, "lost": plain(cost)},),
    )


def _priceless(world: World, judge: Judge) -> Iterator[Flaw]:
    """Events and deadlines that cost 0 points."""
    for clause in judge.scored:
        for rule in clause.rules:
            if isinstance(rule, PerEvent | Duty) and rule.points == 0:
                yield _never_lost(clause, rule_words(world.contract, rule))


def _never_lost(clause: Clause, words: tuple[Said, ...]) -> Flaw:
    what = say("Not even the worst month loses it: {rule}.", rule=words)
    return _flaw(clause, "never_lost", what, Fraction(0))


def _flaw(clause: Clause, code: str, what: Said, lost: Fraction) -> Flaw:
    return Flaw(
        code,
        Kind.WORTH,
        Gravity.SEVERE,
        (clause.id,),
        what,
        change=say("Correct target or points, or give the points to another row."),
        data=({"lost": plain(lost), "full": plain(clause.points or 0)},),
    )


def _used_up(line: Line) -> Iterator[Flaw]:
    """A row that is lost not far beyond the target: whoever is past that has nothing to save."""
    size = line.size(line.world.volumes[-1])
    allowed = line.goal.allowed * size
    last = int(allowed * SOON)
    if not allowed or last >= size or line.lost(last, size) < line.full or line.lost(0, size):
        return
    misses = _first(line, last, size)
    yield Flaw(
        "used_up_soon",
        Kind.WORTH,
        Gravity.MINOR,
        (line.clause.id,),
        say(
            "The row is used up at {times} times the misses that the target lets pass; worse "
            "months cost nothing more.",
            times=plain(misses / allowed, 1),
        ),
        (
            say(
                "{calls} calls a month: the target lets {allowed} misses pass, {misses} take the "
                "whole row",
                calls=line.world.volumes[-1],
                allowed=int(allowed),
                misses=misses,
            ),
        ),
        say(
            'Write points = "{points}": the row then lasts twice as far.',
            points=plain(line.rule.points / 2),
        ),
        say(
            "{misses} misses would then cost {lost} points.",
            misses=misses,
            lost=plain(line.with_rule(points=line.rule.points / 2).lost(misses, size)),
        ),
        ({"calls": line.world.volumes[-1], "base": size, "misses": misses},),
    )


def _first(line: Line, last: int, size: int) -> int:
    """The fewest misses that take the whole row; ``last`` does."""
    low = 0
    while last - low > 1:
        middle = (low + last) // 2
        low, last = (low, middle) if line.lost(middle, size) >= line.full else (middle, last)
    return last


def _bonus(line: Line) -> Iterator[Flaw]:
    """A bonus whose cap nobody reaches, or only without a single miss."""
    bonus = line.rule.bonus
    if bonus is None:
        return
    size = line.size(line.world.volumes[-1])
    perfect, one = (line.gained(misses, size) for misses in (0, 1))
    if one >= bonus.cap:
        return
    room = 100 - line.rule.target if line.rule.is_floor else line.rule.target
    step = hundredths(room * bonus.points / bonus.cap / 2)
    yield Flaw(
        "bonus_out_of_reach",
        Kind.WORTH,
        Gravity.MINOR,
        (line.clause.id,),
        say(
            "The full bonus of {cap} points is out of reach: a month without a single miss earns "
            "{perfect}, one miss among {size} leaves {one}.",
            cap=plain(bonus.cap),
            size=size,
            perfect=plain(perfect),
            one=plain(one),
        ),
        change=say(
            'Write step = "{step}" in the bonus: half the way to perfect then earns it.',
            step=plain(step),
        )
        if step
        else None,
        data=(
            {
                "cap": plain(bonus.cap),
                "perfect": plain(perfect),
                "one_miss": plain(one),
                "base": size,
            },
        ),
    )


def _free_once_broken(world: World) -> Iterator[Flaw]:
    """Pass/fail clauses: after the first breach of a month nothing more is lost in it."""
    found = [c for c in world.contract.clauses if is_limit(c)]
    if found:
        yield Flaw(
            "free_once_broken",
            Kind.WORTH,
            Gravity.MINOR,
            tuple(c.id for c in found),
            say(
                "Once broken, a pass/fail clause costs nothing more for the rest of the month: "
                "{clauses}.",
                clauses=", ".join(f"{c.id} {c.title}" for c in found),
            ),
            change=say("Let the consequence grow with each further breach or day."),
            data=({"clauses": [c.id for c in found]},),
        )


def _unpaid(world: World) -> Iterator[Flaw]:
    """Pass/fail clauses: no settlement reckons what a breach costs, only words may say it."""
    for clause in (c for c in world.contract.clauses if is_limit(c)):
        yield Flaw(
            "breach_costs_no_money",
            Kind.WORTH,
            Gravity.MODERATE if clause.remedy else Gravity.SEVERE,
            (clause.id,),
            say(
                "No number of the file says what a breach of {clause} {title} costs.",
                clause=clause.id,
                title=clause.title,
            ),
            (say("what may follow, in words: {remedy}", remedy=clause.remedy),)
            if clause.remedy
            else (say("nothing is said of what may follow"),),
            say("Say what a breach costs, such as points of a row or a part of the fee."),
            data=({"remedy": clause.remedy},),
        )
