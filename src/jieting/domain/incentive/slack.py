"""Rows that cost no money to ignore: the first bracket reaches further down than they weigh."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from jieting.domain.contracts.assess import total_of
from jieting.domain.contracts.clauses.duty import Duty
from jieting.domain.contracts.clauses.minimum_count import MinimumCount
from jieting.domain.contracts.clauses.per_event import PerEvent
from jieting.domain.contracts.clauses.step_deduction import StepDeduction
from jieting.domain.contracts.model import Clause, Contract
from jieting.domain.incentive.amend import higher_top, with_rule
from jieting.domain.incentive.duties import ONCE_A_MONTH, omitted, with_events
from jieting.domain.incentive.flaw import Flaw, Gravity, Kind
from jieting.domain.incentive.goals import Pair, goals_of
from jieting.domain.incentive.judge import Judge
from jieting.domain.incentive.pay import coefficient_rule, money, payable_at
from jieting.domain.incentive.world import World
from jieting.domain.quantities import plain
from jieting.domain.said import say

MANY = 1_000
"""So many events exhaust any row."""


def slack(world: World, judge: Judge) -> Iterator[Flaw]:
    """One flaw that names every row which a supplier with full marks elsewhere can ignore."""
    found = coefficient_rule(world.contract)
    if found is None:
        return
    clause, rule = found
    scores = {c.id: ignoring(world, judge, c) for c in judge.scored}
    lost = _lost(world.contract, scores)
    free = [c for c in judge.scored if not lost[c.id]]
    if not free:
        return
    changed = with_rule(world.contract, clause, rule, higher_top(rule))
    then = _lost(changed, scores)
    top = higher_top(rule)
    bonus = sum(
        (
            r.bonus.cap
            for c in judge.scored
            for r in c.rules
            if isinstance(r, StepDeduction) and r.bonus
        ),
        Fraction(0),
    )
    yield Flaw(
        "costs_no_money",
        Kind.WORTH,
        Gravity.SEVERE,
        tuple(c.id for c in free),
        say(
            "With full marks elsewhere, each of these rows can be ignored every month and the fee "
            "is still paid in full: {rows}.",
            rows=", ".join(f"{c.id} ({plain(c.points or 0)})" for c in free),
        ),
        (
            say(
                "the full fee is paid from {edge} points on; bonuses make good up to {bonus} more",
                edge=plain(rule.brackets[0].score),
                bonus=plain(bonus),
            ),
        ),
        say(
            "Pay the full fee from {edge} points on, and {coefficient} of it from {below} on.",
            edge=plain(top.brackets[0].score),
            coefficient=plain(top.brackets[1].coefficient),
            below=plain(top.brackets[1].score),
        ),
        say(
            "Ignoring one of them would then cost at least {least} a quarter.",
            least=money(changed, min(then[c.id] for c in free)),
        ),
        tuple(
            {
                "clause": c.id,
                "score": plain(scores[c.id]),
                "lost": plain(lost[c.id], 2),
                "then": plain(then[c.id], 2),
            }
            for c in judge.scored
        ),
    )


def _lost(contract: Contract, scores: dict[str, Fraction]) -> dict[str, Fraction]:
    """Clause to what a quarter loses against the full fee, at the score that ignoring it leaves."""
    return {c: contract.fee.amount - payable_at(contract, score) for c, score in scores.items()}


def ignoring(world: World, judge: Judge, clause: Clause) -> Fraction:
    """The score of a month with full marks everywhere but in ``clause``, which is ignored.

    Nothing its duties ask is done, its figures are at their worst, and everything it punishes
    happens again and again.
    """
    rows = [
        _ignored(world, judge, c) if c.id == clause.id else c.points or Fraction(0)
        for c in judge.scored
    ]
    return total_of(world.contract, rows)


def _worst(contract: Contract, rule: StepDeduction) -> Pair:
    """A length of time so far from its target that any row is exhausted."""
    value = Fraction(0) if rule.is_floor else rule.target + MANY * rule.step
    share = value / contract.definition(contract.figure_use(rule.figure)).scale
    return share.numerator, share.denominator


def _ignored(world: World, judge: Judge, clause: Clause) -> Fraction:
    calls, records = world.volumes[-1], judge.records
    case = replace(world.case(calls), sampled=0)
    goals = goals_of(world.contract)
    for rule in clause.rules:
        if rule.figure in goals:
            size = world.size(goals[rule.figure], calls)
            case = case.with_figure(rule.figure, goals[rule.figure].pair(size, size))
        elif isinstance(rule, StepDeduction):
            case = case.with_figure(rule.figure, _worst(world.contract, rule))
        if isinstance(rule, PerEvent):
            records = with_events(world.contract, records, rule, MANY)
        if isinstance(rule, MinimumCount) or (
            isinstance(rule, Duty) and rule.events.array in ONCE_A_MONTH
        ):
            records = omitted(records, rule)
    return judge.earned_with(clause, case, records)
