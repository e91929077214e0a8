"""What a decision would change: figures, points, coefficient and money, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from jieting.domain.periods import Month
from jieting.domain.said import Said


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: a figure, a row of points, a limit; as words before and after."""

    clause: str
    what: Said
    before: Said
    after: Said


@dataclass(frozen=True, slots=True)
class Effect:
    """What a month becomes if the outcome comes to be; ``changes`` empty: nothing moves.

    ``money_before`` and ``money_after`` are what a third of the quarter's fee comes to under the
    month's own coefficient; None where the contract has no points or the month waits.
    """

    outcome: str
    month: Month
    changes: tuple[Change, ...]
    score_before: Fraction | None
    score_after: Fraction | None
    coefficient_before: Fraction | None
    coefficient_after: Fraction | None
    money_before: Fraction | None
    money_after: Fraction | None
