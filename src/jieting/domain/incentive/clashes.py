"""Lines that reward a disservice, work against each other, or punish one event twice."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from jieting.domain.contracts.assess import is_limit
from jieting.domain.contracts.clauses.duty import Duty
from jieting.domain.contracts.clauses.events import Events
from jieting.domain.contracts.clauses.per_event import PerEvent
from jieting.domain.contracts.clauses.sample import Sample
from jieting.domain.contracts.model import Clause
from jieting.domain.contracts.rule import Rule
from jieting.domain.contracts.rule_words import rule_words
from jieting.domain.contracts.sample_base import sample_base
from jieting.domain.figures.measures import RATED
from jieting.domain.incentive.duties import may_be_same
from jieting.domain.incentive.flaw import Flaw, Gravity, Kind
from jieting.domain.incentive.goals import Goal, stepped
from jieting.domain.incentive.judge import Judge
from jieting.domain.incentive.moves import (
    MOVES,
    Move,
    change,
    effects,
    failing,
    is_possible,
)
from jieting.domain.incentive.omission import omission
from jieting.domain.incentive.world import World
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say

OUT_OF_SIGHT = ("reject", "hold_in_menu")
"""Moves that take a caller out of what is counted; where they pay, nothing shows it."""


def clashes(world: World, judge: Judge) -> Iterator[Flaw]:
    """Flaws that lie between lines."""
    yield from _moves(world)
    yield from omission(world, judge)
    yield from _twice_by_calls(world)
    yield from _twice_by_records(world)
    yield from _same_call(world, judge)


def judged_by(world: World, figure: str) -> list[Clause]:
    """The clauses with points or limits that a figure decides."""
    return [
        clause
        for clause in world.contract.clauses
        if (clause.points is not None or is_limit(clause))
        and any(rule.figure == figure for rule in clause.rules)
    ]


def _moves(world: World) -> Iterator[Flaw]:
    goals = [g for g in world.goals.values() if judged_by(world, g.use.clause)]
    for move in (m for m in MOVES if is_possible(world.weights, m)):
        found = effects(world.weights, move, goals)
        better = [e.clause for e in found if e.sign > 0]
        worse = [e.clause for e in found if e.sign < 0]
        smaller = [] if worse else _smaller_sample(world, move)
        if not better and not smaller:
            continue
        yield _move_flaw(world, move, better, worse, smaller)


def _smaller_sample(world: World, move: Move) -> list[Clause]:
    """The clauses that want fewer calls sampled after the move."""
    base = sample_base(world.contract)
    if base is None or change(world.weights, move, base) >= 0:
        return []
    return [c for c in world.contract.clauses if any(isinstance(r, Sample) for r in c.rules)]


def _move_flaw(
    world: World, move: Move, better: list[str], worse: list[str], smaller: list[Clause]
) -> Flaw:
    paid = [c for figure in better for c in judged_by(world, figure)] + smaller
    hurt = [c for figure in worse for c in judged_by(world, figure)]
    numbers = [say("better: {clauses}", clauses=_names(paid))]
    if hurt:
        numbers.append(say("worse: {clauses}", clauses=_names(hurt)))
    return Flaw(
        f"rewards_{move.code}",
        Kind.CLASH,
        _gravity(move, hurt),
        tuple(dict.fromkeys(c.id for c in (*paid, *hurt))),
        say("It pays to {deed}: no caller is served better by it.", deed=move.words)
        if move.code != "to_the_machine"
        else say(
            "A machine's answer counts as much as an agent's: it pays to {deed}.", deed=move.words
        ),
        tuple(numbers),
        _CHANGES[move.code],
        None,
        (
            {
                "better": [c.id for c in paid],
                "worse": [c.id for c in hurt],
            },
        ),
    )


def _gravity(move: Move, hurt: list[Clause]) -> Gravity:
    if hurt or move.code in ("hang_up_early", "no_recording"):
        return Gravity.MINOR
    return Gravity.SEVERE if move.code in OUT_OF_SIGHT else Gravity.MODERATE


_CHANGES = {
    "reject": say("Count calls turned away as missed: take all calls that arrive as the base."),
    "hold_in_menu": say(
        "Count calls that end in the menu as missed, or limit how long the menu may last."
    ),
    "hang_up_early": say("Count every caller who hangs up, however early."),
    "drop_late": say("Add a line on abandoned calls, so that a late answer beats none."),
    "no_invitation": say(
        "Watch the share of callers who rate, and have the invitation sent to all by the system."
    ),
    "no_recording": say("Take all answered calls as the base of the sample: qa_base = answered."),
    "to_the_machine": say(
        "Count a recorded answer only where the caller does not ring again the same day, or cap "
        "its share of the connected calls."
    ),
}


def _names(clauses: list[Clause]) -> str:
    return ", ".join(dict.fromkeys(f"{c.id} {c.title}" for c in clauses))


def _twice_by_calls(world: World) -> Iterator[Flaw]:
    """Calls that are a miss in figures of several clauses."""
    goals = [g for g in world.goals.values() if judged_by(world, g.use.clause)]
    seen: set[tuple[str, ...]] = set()
    for name, found in failing(world.weights, goals):
        clauses = [c for g in found for c in judged_by(world, g.use.clause)]
        ids = tuple(dict.fromkeys(c.id for c in clauses))
        if len(ids) > 1 and ids not in seen:
            seen.add(ids)
            yield _twice(ids, say("One call ({call}) is punished by several clauses.", call=name))


def _twice_by_records(world: World) -> Iterator[Flaw]:
    """Records that rules of different clauses count."""
    rules = [(c, r, e) for c in world.contract.clauses for r in c.rules if (e := _events(r))]
    for (one, rule, events), (other, _, others) in combinations(rules, 2):
        if one.id != other.id and may_be_same(events, others):
            words = rule_words(world.contract, rule)
            what = say("One event is punished by several clauses: {rule}.", rule=words)
            yield _twice((one.id, other.id), what)


def _twice(ids: tuple[str, ...], what: Said) -> Flaw:
    return Flaw(
        "double_punishment",
        Kind.CLASH,
        Gravity.MODERATE,
        ids,
        what,
        (),
        say("Say which clause goes first, or count the event in one of them only."),
        None,
        ({"clauses": list(ids)},),
    )


def _events(rule: Rule) -> Events | None:
    return rule.events if isinstance(rule, PerEvent | Duty) else None


def _same_call(world: World, judge: Judge) -> Iterator[Flaw]:
    """A complaint at fault and a bad rating may come of one call, and two lines punish it."""
    lines = [(c, g) for c, _, g in stepped(world.contract) if c.points]
    complaints = [(c, g) for c, g in lines if g.is_of_complaints]
    ratings = [(c, g) for c, g in lines if g.definition.denominator is RATED]
    for (one, goal), (other, rated) in ((a, b) for a in complaints for b in ratings):
        calls = world.volumes[0]
        costs = [_one_more(world, judge, c, g, calls) for c, g in ((one, goal), (other, rated))]
        yield Flaw(
            "same_call_twice",
            Kind.CLASH,
            Gravity.MINOR,
            (one.id, other.id),
            say("One badly handled call may cost points twice, by its rating and by a complaint."),
            (
                say(
                    "{calls} calls a month: up to {first} points in {one} and {second} in {other}",
                    calls=calls,
                    first=plain(costs[0]),
                    one=one.id,
                    second=plain(costs[1]),
                    other=other.id,
                ),
            ),
            say("Say whether a call with a complaint at fault keeps its rating in the figure."),
            None,
            ({"calls": calls, one.id: plain(costs[0]), other.id: plain(costs[1])},),
        )


def _one_more(world: World, judge: Judge, clause: Clause, goal: Goal, calls: int) -> Fraction:
    """What one miss beyond those that the target lets pass costs."""
    size, case = world.size(goal, calls), world.case(calls)
    misses = int(goal.allowed * size)
    before, after = (
        judge.lost(clause, case.with_figure(goal.use.clause, goal.pair(k, size)))
        for k in (misses, misses + 1)
    )
    return after - before
