"""What trial months come to in money, by the contract's own settlement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from jieting.domain.contracts.clauses.coefficient import Coefficient
from jieting.domain.contracts.model import Clause, Contract
from jieting.domain.contracts.settle import settled_quarter
from jieting.domain.contracts.settlement import QUARTER_MONTHS, MonthResult
from jieting.domain.incentive.duties import month_of
from jieting.domain.incentive.judge import Case, Judge
from jieting.domain.incentive.world import QUALITIES, World
from jieting.domain.quantities import plain

MONTHS = 300
"""Months drawn for each volume and quality."""


def payable(contract: Contract, scores: Sequence[Fraction]) -> Fraction:
    """What a quarter of three months with these scores is paid."""
    group = tuple(
        MonthResult(contract.id, contract.version, month_of(contract).plus(n), score, 1)
        for n, score in enumerate(scores)
    )
    return settled_quarter(contract, group).payable


def payable_at(contract: Contract, score: Fraction) -> Fraction:
    """What a quarter of three months with the same score is paid."""
    return payable(contract, (score,) * QUARTER_MONTHS)


def money(contract: Contract, amount: Fraction) -> str:
    """An amount with its currency."""
    return f"{plain(amount, 2)} {contract.fee.currency}"


def coefficient_rule(contract: Contract) -> tuple[Clause, Coefficient] | None:
    """The rule that turns the score into money, with its clause; None without one."""
    for clause in contract.clauses:
        for rule in clause.rules:
            if isinstance(rule, Coefficient):
                return clause, rule
    return None


@dataclass(frozen=True, slots=True)
class Level:
    """What a volume and a true quality lead to: scores of months and pay of quarters, drawn."""

    calls: int
    quality: float
    scores: tuple[Fraction, ...]
    paid: tuple[Fraction, ...]

    @property
    def score(self) -> float:
        """The mean score of a month."""
        return float(np.mean([float(s) for s in self.scores]))

    @property
    def pay(self) -> float:
        """The mean pay of a quarter."""
        return float(np.mean([float(p) for p in self.paid]))

    def reaching(self, score: Fraction) -> float:
        """The share of months with at least ``score``."""
        return float(np.mean([s >= score for s in self.scores]))


def levels(world: World, judge: Judge) -> tuple[Level, ...]:
    """Every volume at every quality; duties are done, only the figures vary by chance."""
    if not world.contract.is_scored:
        return ()
    return tuple(_level(world, judge, n, q) for n in world.volumes for q in QUALITIES)


def _level(world: World, judge: Judge, calls: int, quality: float) -> Level:
    case = world.case(calls)
    drawn = {}
    for clause, goal in world.goals.items():
        size = world.size(goal, calls)
        misses = world.misses(goal, size, quality, MONTHS)
        drawn[clause] = [goal.pair(int(k), size) for k in misses]
    months = [
        Case({c: d[i] for c, d in drawn.items()}, case.base, case.sampled) for i in range(MONTHS)
    ]
    scores = tuple(judge.score(month) for month in months)
    return Level(calls, quality, scores, paid(world.contract, scores))


def paid(contract: Contract, scores: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """What each three months in turn are paid."""
    return tuple(
        payable(contract, scores[i : i + QUARTER_MONTHS])
        for i in range(0, len(scores), QUARTER_MONTHS)
    )
