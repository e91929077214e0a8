"""A contract with one rule or reading changed, to see what a suggested change would do."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil

from jieting.domain.contracts.clauses.coefficient import Bracket, Coefficient
from jieting.domain.contracts.model import Clause, Contract
from jieting.domain.contracts.rule import Rule


def with_rule(contract: Contract, clause: Clause, old: Rule, new: Rule) -> Contract:
    """The contract in which ``old`` of a clause is ``new``."""
    rules = tuple(new if rule is old else rule for rule in clause.rules)
    changed = replace(clause, rules=rules)
    return replace(
        contract, clauses=tuple(changed if c.id == clause.id else c for c in contract.clauses)
    )


def with_choice(contract: Contract, name: str, clause: str, value: str) -> Contract:
    """The contract under another reading, that of the clause where it has one of its own."""
    own = [c for c in contract.choices if c.name == name and c.clause == clause]
    common = [c for c in contract.choices if c.name == name and not c.clause]
    return contract.with_reading((own or common)[0], value)


def finer(rule: Coefficient) -> Coefficient:
    """The same brackets with steps of one point between them, in proportion.

    Edge: the highest bracket begins where it did, and the lowest one stays as it is.
    """
    brackets = [rule.brackets[0]]
    for upper, lower in zip(rule.brackets, rule.brackets[1:-1], strict=False):
        width = upper.score - lower.score
        fall = upper.coefficient - lower.coefficient
        steps = [upper.score - n for n in range(1, ceil(width))]
        brackets += [
            Bracket(s, upper.coefficient - fall * (upper.score - s) / width) for s in steps
        ]
        brackets.append(lower)
    if len(rule.brackets) > 1:
        brackets += _down(rule.brackets[-2], rule.brackets[-1])
    return Coefficient(tuple(brackets))


def _down(upper: Bracket, last: Bracket) -> list[Bracket]:
    """From the last edge down to the lowest coefficient, a hundredth of the fee a point."""
    found, coefficient, score = [], upper.coefficient, upper.score
    while coefficient - Fraction(1, 100) > last.coefficient and score - 1 > last.score:
        coefficient, score = coefficient - Fraction(1, 100), score - 1
        found.append(Bracket(score, coefficient))
    return [*found, last]


def higher_top(rule: Coefficient) -> Coefficient:
    """The brackets with the full coefficient only from halfway between the first edge and 100 on.

    The points below, down to the old edge, get the mean of the first two coefficients.
    """
    top, *others = rule.brackets
    below = others[0].coefficient if others else top.coefficient * Fraction(9, 10)
    edge = (top.score + 100) / 2
    middle = Bracket(top.score, (top.coefficient + below) / 2)
    return Coefficient((Bracket(edge, top.coefficient), middle, *others))
