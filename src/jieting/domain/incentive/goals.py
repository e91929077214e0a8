"""What the contract asks of each figure, as the share of misses that it lets pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jieting.domain.contracts.clauses.limit import Limit
from jieting.domain.contracts.clauses.step_deduction import StepDeduction
from jieting.domain.contracts.clauses.streak import Streak
from jieting.domain.contracts.model import Clause, Contract, FigureUse
from jieting.domain.figures import Definition
from jieting.domain.figures.measure import COMPLAINTS
from jieting.domain.incentive.weights import is_counted

Pair = tuple[int, int]
"""Numerator and denominator of a figure."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A target of a figure; a miss is what the figure must have few of.

    ``allowed`` is the share of misses at exactly the target: 0.1 for a rate of at least 90 %.
    """

    use: FigureUse
    definition: Definition
    target: Fraction
    is_floor: bool

    @property
    def allowed(self) -> Fraction:
        """The share of misses that keeps the target exactly; between 0 and 1."""
        share = self.target / self.definition.scale
        return min(Fraction(1), max(Fraction(0), 1 - share if self.is_floor else share))

    @property
    def is_of_complaints(self) -> bool:
        """True where misses are complaints, which are no part of the base."""
        return self.definition.numerator.relation == COMPLAINTS

    def pair(self, misses: int, size: int) -> Pair:
        """The figure of a base of ``size`` with so many misses."""
        return (size - misses, size) if self.is_floor else (misses, size)


def goal_of(contract: Contract, figure: str) -> Goal | None:
    """What is asked of the figure of a clause, by the first rule that says it; None if none does.

    Edge: of figures that are no share of calls nothing is assumed, so they have no goal.
    """
    use = contract.figure_use(figure)
    definition = contract.definition(use)
    asked = next(_asked(contract, figure), None)
    if asked is None or not is_counted(definition):
        return None
    return Goal(use, definition, *asked)


def goals_of(contract: Contract) -> dict[str, Goal]:
    """Clause of a figure to what is asked of it."""
    found = ((use.clause, goal_of(contract, use.clause)) for use in contract.figures)
    return {clause: goal for clause, goal in found if goal is not None}


def stepped(contract: Contract) -> Iterator[tuple[Clause, StepDeduction, Goal]]:
    """Every rule that takes points in steps, with its clause and goal."""
    goals = goals_of(contract)
    for clause in contract.clauses:
        for rule in clause.rules:
            if isinstance(rule, StepDeduction) and rule.figure in goals:
                goal = goals[rule.figure]
                yield clause, rule, Goal(goal.use, goal.definition, rule.target, rule.is_floor)


def _asked(contract: Contract, figure: str) -> Iterator[tuple[Fraction, bool]]:
    rules = [rule for clause in contract.clauses for rule in clause.rules if rule.figure == figure]
    for rule in rules:
        if isinstance(rule, StepDeduction | Limit):
            yield rule.target, rule.is_floor
    target = contract.figure_use(figure).target
    if target is not None:
        yield target.value, target.is_floor
    for rule in rules:
        if isinstance(rule, Streak):
            yield rule.over, False
