"""Cliffs: a hundredth of a point, or one call, that decides over much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from jieting.domain.contracts.clauses.coefficient import Coefficient
from jieting.domain.contracts.clauses.renewal import Renewal
from jieting.domain.contracts.clauses.step_deduction import StepDeduction
from jieting.domain.contracts.model import Clause, Contract
from jieting.domain.incentive.amend import finer, with_choice, with_rule
from jieting.domain.incentive.flaw import Flaw, Gravity, Kind
from jieting.domain.incentive.goals import Goal, stepped
from jieting.domain.incentive.judge import Judge
from jieting.domain.incentive.pay import (
    Level,
    coefficient_rule,
    money,
    payable_at,
)
from jieting.domain.incentive.world import World
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say

HUNDREDTH = Fraction(1, 100)
SEVERE_PART = Fraction(1, 10)
"""A jump of so much of the fee is severe."""
STEEP = 3
"""A step is a cliff where one call costs so many times its share in proportion."""
LEAST_STEP = Fraction(1, 2)
"""Steps of fewer points are not worth reporting."""


def brackets(world: World, least: Fraction) -> Iterator[Flaw]:
    """Edges of the coefficient that move more than ``least`` of a quarter's pay."""
    found = coefficient_rule(world.contract)
    if found is None:
        return
    clause, rule = found
    jumps = [(edge, jump) for edge, jump in _jumps(world.contract, rule) if jump > least]
    if not jumps:
        return
    changed = with_rule(world.contract, clause, rule, finer(rule))
    highest = max(jump for _, jump in jumps)
    after = max(jump for _, jump in _jumps(changed, finer(rule)))
    fee = world.contract.fee.amount
    yield Flaw(
        "bracket_cliff",
        Kind.CLIFF,
        Gravity.SEVERE if highest >= SEVERE_PART * fee else Gravity.MODERATE,
        (clause.id,),
        say(
            "A hundredth of a point decides over up to {money} of a quarter's {fee}.",
            money=money(world.contract, highest),
            fee=money(world.contract, fee),
        ),
        tuple(
            say("below {edge} points: {money} less", edge=plain(e), money=money(world.contract, j))
            for e, j in jumps
        ),
        say("Let the coefficient fall from point to point between the same brackets."),
        say("A hundredth of a point would then move at most {money}.", money=money(changed, after)),
        tuple({"edge": plain(edge), "money": plain(jump, 2)} for edge, jump in jumps),
    )


def _jumps(contract: Contract, rule: Coefficient) -> list[tuple[Fraction, Fraction]]:
    """Each edge above 0 with what a quarter loses a hundredth of a point below it."""
    edges = [b.score for b in rule.brackets if b.score > 0]
    return [(e, payable_at(contract, e) - payable_at(contract, e - HUNDREDTH)) for e in edges]


@dataclass(frozen=True, slots=True)
class Step:
    """The steepest place of a line near its target: one more miss than ``misses`` costs ``jump``.

    ``even`` is what that miss costs where parts of a step count in proportion.
    """

    calls: int
    size: int
    misses: int
    jump: Fraction
    even: Fraction


def steps(world: World, judge: Judge) -> Iterator[Flaw]:
    """Lines in which one call more or less at the edge of a step costs far more than its share."""
    for clause, rule, goal in stepped(world.contract):
        if world.contract.reading(rule.partial, clause.id) == "linear":
            continue
        changed = Judge(with_choice(world.contract, rule.partial, clause.id, "linear"))
        found = [_steepest(world, judge, changed, clause, rule, goal, n) for n in world.volumes]
        steep = [s for s in found if s.jump >= LEAST_STEP and s.jump >= STEEP * s.even]
        if steep:
            yield _step_flaw(world, clause, rule, goal, steep)


def _steepest(
    world: World,
    judge: Judge,
    even: Judge,
    clause: Clause,
    rule: StepDeduction,
    goal: Goal,
    calls: int,
) -> Step:
    """The first steepest step between the target and twice the misses that it lets pass."""
    size, case = world.size(goal, calls), world.case(calls)
    edges = [int((goal.allowed + rule.step * n / 100) * size) for n in range(4)]
    best = Step(calls, size, 0, Fraction(0), Fraction(0))
    for misses in sorted({k for e in edges for k in range(max(0, e - 1), e + 2)}):
        if misses >= size:
            break
        before, after = (
            case.with_figure(rule.figure, goal.pair(k, size)) for k in (misses, misses + 1)
        )
        jump = judge.lost(clause, after) - judge.lost(clause, before)
        if jump > best.jump:
            share = even.lost(clause, after) - even.lost(clause, before)
            best = Step(calls, size, misses, jump, share)
    return best


def _step_flaw(
    world: World, clause: Clause, rule: StepDeduction, goal: Goal, found: Sequence[Step]
) -> Flaw:
    full = clause.points or Fraction(0)
    return Flaw(
        "step_cliff",
        Kind.CLIFF,
        Gravity.SEVERE if any(s.jump >= full for s in found) else Gravity.MODERATE,
        (clause.id,),
        say(
            "At the edge of a step one call costs {points} points of the month; {figure} falls "
            "in steps of {step}.",
            points=plain(max(s.jump for s in found)),
            figure=goal.definition.title,
            step=plain(rule.step),
        ),
        tuple(_step_words(s) for s in found),
        say('Choose "linear" for {reading} of {clause}.', reading=rule.partial, clause=clause.id),
        say("One call would then cost: {costs}.", costs=tuple(_even_words(s) for s in found)),
        tuple(
            {
                "calls": s.calls,
                "base": s.size,
                "misses": s.misses,
                "lost": plain(s.jump),
                "linear": plain(s.even),
            }
            for s in found
        ),
    )


def _step_words(step: Step) -> Said:
    return say(
        "{calls} calls a month: miss {next} of {size} costs {jump} points, the one before nothing",
        calls=step.calls,
        next=step.misses + 1,
        size=step.size,
        jump=plain(step.jump),
    )


def _even_words(step: Step) -> Said:
    return say("{calls} calls a month: {lost} points", calls=step.calls, lost=plain(step.even))


def renewal(world: World, drawn: Sequence[Level]) -> Iterator[Flaw]:
    """Renewal that is neither safe nor lost for a supplier near the targets."""
    for clause in world.contract.clauses:
        for rule in clause.rules:
            if isinstance(rule, Renewal):
                rows = [(level, renewed(rule, level.reaching(rule.score))) for level in drawn]
                unsure = [(level, p) for level, p in rows if 0.1 <= p <= 0.9]
                if unsure:
                    yield _renewal_flaw(world.contract, clause, rule, unsure)


def renewed(rule: Renewal, chance: float) -> float:
    """The chance of enough good months in a year where each is good with ``chance``."""
    return sum(
        comb(rule.of, good) * chance**good * (1 - chance) ** (rule.of - good)
        for good in range(rule.months, rule.of + 1)
    )


def _renewal_flaw(
    contract: Contract, clause: Clause, rule: Renewal, unsure: Sequence[tuple[Level, float]]
) -> Flaw:
    return Flaw(
        "renewal_cliff",
        Kind.CLIFF,
        Gravity.MODERATE,
        (clause.id,),
        say(
            "Whether the contract is renewed hangs on chance at these qualities; a year's fee, "
            "{fee}, hangs on it.",
            fee=money(contract, 4 * contract.fee.amount),
        ),
        tuple(
            say(
                "{calls} calls a month, {quality} times the allowed misses: a month reaches "
                "{score} with {month} per cent, renewal comes with {chance} per cent",
                calls=level.calls,
                quality=level.quality,
                score=plain(rule.score),
                month=round(100 * level.reaching(rule.score)),
                chance=round(100 * chance),
            )
            for level, chance in unsure
        ),
        say("Ask for the mean of the year, or for a reason before a renewal is refused."),
        None,
        tuple(
            {
                "calls": level.calls,
                "quality": level.quality,
                "month": level.reaching(rule.score),
                "renewal": chance,
            }
            for level, chance in unsure
        ),
    )
