"""The assumed world: how many calls of each kind come, at a quality, and months drawn from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import numpy as np

from jieting.domain.contracts.clauses.sample import Sample
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.sample_base import sample_base
from jieting.domain.incentive.goals import Goal, goals_of
from jieting.domain.incentive.judge import Case, Judge
from jieting.domain.incentive.weights import Counts, Mask, Shares, Weights, is_counted

QUALITIES = (0.5, 0.8, 1.0, 1.25, 1.5)
"""Misses relative to those that a target lets pass: 0.5 is twice as good as asked, 1 exactly so."""
ROUNDS = 60
"""Rounds of fitting; each brings every figure to its value and disturbs the others a little."""


@dataclass(frozen=True)
class World:
    """Months of a contract as they may be; ``seed`` makes every draw repeatable."""

    contract: Contract
    weights: Weights
    volumes: tuple[int, ...]
    seed: int

    @cached_property
    def goals(self) -> dict[str, Goal]:
        """What is asked of each figure."""
        return goals_of(self.contract)

    def dice(self, *words: object) -> np.random.Generator:
        """Random numbers of their own for each purpose, the same for the same seed."""
        return np.random.default_rng([self.seed, crc32(repr(words).encode())])

    def shares(self, quality: float) -> Shares:
        """The share of each class of calls where every figure misses ``quality`` of the allowed.

        Formula: proportional fitting; of each figure's base the misses are scaled to their share
        and the others to theirs, again and again.
        """
        shares = np.array([c.share for c in self.weights.classes])
        wanted = [
            (self._misses(goal), self.weights.of(goal.definition.denominator) > 0, goal)
            for goal in self.goals.values()
            if not goal.is_of_complaints
        ]
        for _ in range(ROUNDS):
            for misses, base, goal in wanted:
                _fit(shares, misses, base, min(0.95, float(goal.allowed) * quality))
        fitted: Shares = shares / shares.sum()
        return fitted

    def _misses(self, goal: Goal) -> Mask:
        numerator = self.weights.of(goal.definition.numerator) > 0
        base = self.weights.of(goal.definition.denominator) > 0
        misses: Mask = base & (~numerator if goal.is_floor else numerator)
        return misses

    def size(self, goal: Goal, calls: int) -> int:
        """How many calls of a month the figure is taken of; at least one."""
        if goal.is_of_complaints or goal.definition.denominator.name in self.weights.counted:
            part = self.weights.of(goal.definition.denominator) @ self.shares_at_target
            return max(1, round(calls * float(part)))
        return calls

    @cached_property
    def shares_at_target(self) -> Shares:
        """The share of each class where every figure stands at its target."""
        return self.shares(1.0)

    def sample_base(self, calls: int) -> int:
        """How many calls the quality sample is a share of."""
        base = sample_base(self.contract)
        if base is None:
            return 0
        return round(calls * float(self.weights.of(base) @ self.shares_at_target))

    def case(self, calls: int) -> Case:
        """A month in which every figure stands at its target, or a call better."""
        pairs = {
            clause: goal.pair(int(goal.allowed * size), size)
            for clause, goal in self.goals.items()
            for size in [self.size(goal, calls)]
        }
        base = self.sample_base(calls)
        return Case(pairs, base, required(self.contract, base))

    def misses(self, goal: Goal, size: int, quality: float, months: int) -> Counts:
        """Misses of so many months by chance: complaints Poisson, others binomial."""
        dice = self.dice("misses", goal.use.clause, size, quality)
        share = min(1.0, float(goal.allowed) * quality)
        drawn = (
            dice.poisson(share * size, months)
            if goal.is_of_complaints
            else dice.binomial(size, share, months)
        )
        return np.minimum(drawn, size).astype(np.int64)

    def months(self, calls: int, quality: float, months: int) -> Iterator[tuple[Counts, int]]:
        """Months of calls by class with their justified complaints, for figures of any reading."""
        dice = self.dice("months", calls, quality)
        drawn = dice.multinomial(calls, self.shares(quality), months).astype(np.int64)
        for counts in drawn:
            yield counts, int(dice.poisson(self._complaints(counts, quality)))

    def _complaints(self, counts: Counts, quality: float) -> float:
        of = [goal for goal in self.goals.values() if goal.is_of_complaints]
        expected = (
            float(goal.allowed)
            * quality
            * int(self.weights.of(goal.definition.denominator) @ counts)
            for goal in of
        )
        return max(expected, default=0.0)


def _fit(shares: Shares, misses: Mask, base: Mask, wanted: float) -> None:
    """Scale misses and hits of a base to their wanted shares of it; in place."""
    hits = base & ~misses
    whole, missed = shares[base].sum(), shares[misses].sum()
    if missed > 0 and whole > missed:
        shares[misses] *= wanted * whole / missed
        shares[hits] *= (1 - wanted) * whole / (whole - missed)


def required(contract: Contract, base: int) -> int:
    """How many calls the contract wants sampled of a base, under its own reading."""
    return max(
        (
            rule.required(base, contract.reading("qa_round", clause.id))
            for clause in contract.clauses
            for rule in clause.rules
            if isinstance(rule, Sample)
        ),
        default=0,
    )


def case_of(judge: Judge, weights: Weights, counts: Counts, complaints: int) -> Case:
    """The month that so many calls of each class make, under the judge's readings."""
    pairs = {}
    for clause, definition in judge.definitions.items():
        if is_counted(definition):
            figure = weights.figure(definition, counts, complaints)
            pairs[clause] = (figure.numerator, figure.denominator)
    base = sample_base(judge.contract)
    size = 0 if base is None else weights.amount(base, counts, complaints)
    return Case(pairs, size, required(judge.contract, size))
