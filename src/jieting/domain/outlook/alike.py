"""Keys for figures that a rule judges alike, so that each kind is judged once, by the rule itself.

A key never decides anything: it only says which replications the rule cannot tell apart.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from jieting.domain.contracts.clauses.limit import Limit
from jieting.domain.contracts.clauses.step_deduction import StepDeduction
from jieting.domain.contracts.clauses.streak import Streak
from jieting.domain.contracts.model import Contract
from jieting.domain.figures import Definition
from jieting.domain.outlook.chances import Ints

NO_BASE = -1
"""The key of a figure without a base."""

FigureRule = StepDeduction | Limit | Streak


def figure_keys(
    contract: Contract, rule: FigureRule, numerator: Ints, denominator: Ints
) -> tuple[Ints, ...]:
    """Arrays that agree where the rule cannot tell the figures apart.

    Where the shown value is judged it is that value in its last decimal; where the exact one is,
    a limit asks only on which side of its target it lies, and a deduction gets both numbers.
    """
    use = contract.figure_use(rule.figure)
    definition = contract.definition(use)
    if contract.reading("score_on") == "shown":
        return (shown_units(definition, use.shown_places, numerator, denominator),)
    if isinstance(rule, StepDeduction):
        divisor = np.maximum(np.gcd(numerator, denominator), 1)
        return numerator // divisor, denominator // divisor
    edge = rule.target if isinstance(rule, Limit) else rule.over
    return (sides(definition, edge, numerator, denominator),)


def shown_units(definition: Definition, places: int, numerator: Ints, denominator: Ints) -> Ints:
    """The value rounded half up, in units of its last decimal; NO_BASE without a base."""
    scale = definition.scale * 10**places
    above, below = scale.numerator * numerator, scale.denominator * denominator
    units = (2 * above + below) // np.maximum(2 * below, 1)
    return np.where(denominator == 0, NO_BASE, units)


def sides(definition: Definition, edge: Fraction, numerator: Ints, denominator: Ints) -> Ints:
    """0 below the edge, 1 at it, 2 above it; NO_BASE without a base."""
    ratio = edge / definition.scale
    gap = np.sign(ratio.denominator * numerator - ratio.numerator * denominator)
    return np.where(denominator == 0, NO_BASE, gap + 1)
