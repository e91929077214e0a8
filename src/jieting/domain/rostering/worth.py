"""What a month's lost calls are worth under a contract: points, coefficient, money - expected.

Each number of lost calls is judged exactly, by the contract's own rules; every other line is taken
as kept in full. The month's count is taken as normal around its mean, wider than chance alone, as
calls crowd and volumes err. Expectations are floats; what is decided later is not taken from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from jieting.domain.contracts.assess import coefficient_of, earned_of, total_of
from jieting.domain.contracts.model import Clause, Contract, FigureUse
from jieting.domain.contracts.records import Records
from jieting.domain.contracts.rule import Facts
from jieting.domain.contracts.settle import renewal_rule
from jieting.domain.contracts.settlement import QUARTER_MONTHS
from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.figures import Figure
from jieting.domain.periods import Month
from jieting.domain.said import say

Floats = NDArray[np.float64]
LOST, CONNECTED = "abandon_rate", "connection_rate"
_BREAKS = 40
_GRID = 600
"""So many counts of lost calls are judged; between them the lower one's verdict holds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A month with so many lost calls: points of the lines of the rate, score, coefficient.

    ``forgone`` is what it costs against a month without any: the fee that the coefficient takes,
    and each point at its value.
    """

    points: Fraction
    score: Fraction
    coefficient: Fraction
    forgone: Fraction


@dataclass(frozen=True, slots=True)
class Expectation:
    """The mean over what a month may come to; ``good`` is the chance of a month for renewal."""

    points: float
    score: float
    coefficient: float
    forgone: float
    good: float


@dataclass(frozen=True)
class Worth:
    """The contract's view of one month of ``calls`` calls.

    ``point`` is the value of one point in the contract's currency, a hundredth of the month's fee
    where it is not said; ``crowding`` how many times the variance is that of chance alone;
    ``error`` the relative standard deviation of the lost calls that the forecast's error makes.
    """

    contract: Contract
    month: Month
    calls: int
    point: Fraction
    crowding: float = 3.0
    error: float = 0.05

    def outcome(self, lost: int) -> Outcome:
        """The month with exactly so many lost calls, by the contract's rules."""
        contract = self.contract
        earned = {c.id: self._earned(c, lost) for c in _scored(contract)}
        points = sum((earned[c.id] for c, _ in rated_clauses(contract)), Fraction(0))
        score = total_of(contract, earned.values())
        coefficient = coefficient_of(contract, score)
        share = Fraction(1) if coefficient is None else coefficient
        missing = (1 - share) * month_fee(contract) - self.point * points
        return Outcome(points, score, share, missing)

    def _earned(self, clause: Clause, lost: int) -> Fraction:
        full = clause.points or Fraction(0)
        uses = [use for one, use in rated_clauses(self.contract) if one.id == clause.id]
        for use in uses:
            for rule in clause.rules:
                verdict = rule.judge(clause, self._facts(use, lost))
                full += verdict.gained - verdict.lost
        return earned_of(self.contract, full)

    def _facts(self, use: FigureUse, lost: int) -> Facts:
        numerator = lost if use.name == LOST else self.calls - lost
        figure = Figure(self.contract.definition(use), numerator, self.calls)
        return Facts(self.contract, self.month, Records(), {use.clause: figure})

    @cached_property
    def _judged(self) -> tuple[Floats, Floats]:
        """Counts of lost calls, and for each the numbers of its outcome as a row."""
        step = max(1, self.calls // _GRID)
        counts = list(range(0, self.calls + 1, step))
        outcomes = [self.outcome(lost) for lost in counts]
        base, good = outcomes[0].forgone, self._good_score
        rows = [
            (o.points, o.score, o.coefficient, o.forgone - base, o.score >= good) for o in outcomes
        ]
        return np.array(counts, dtype=np.float64), np.array(rows, dtype=np.float64)

    @property
    def _good_score(self) -> Fraction:
        rule = renewal_rule(self.contract)
        return rule.score if rule else Fraction(0)

    def expected(self, lost: float) -> Expectation:
        """The expectation of a month whose mean is ``lost`` lost calls."""
        counts, rows = self._judged
        share = min(1.0, lost / max(1, self.calls))
        spread = np.sqrt(self.crowding * lost * (1 - share) + (self.error * lost) ** 2) + 0.5
        weights = np.exp(-0.5 * ((counts - lost) / spread) ** 2)
        return self._mean(rows, weights)

    def curve(self, fewest: int, most: int) -> tuple[tuple[int, int], ...]:
        """What lost calls forgo: breakpoints in hundredths of calls, hundredths of the currency.

        From ``fewest`` to ``most`` hundredths of calls, in rising order of both; close together
        while few are lost, where the contract's steps lie.
        """
        shares = (fewest + (most - fewest) * (at / _BREAKS) ** 2 for at in range(_BREAKS + 1))
        places = sorted({round(share) for share in shares})
        points: list[tuple[int, int]] = []
        for place in places:
            money = round(self.expected(place / 100).forgone * 100)
            points.append((place, max(money, points[-1][1] if points else 0)))
        return tuple(points)

    def of_months(self, lost: Floats) -> tuple[Expectation, Expectation]:
        """The mean over simulated months with these lost calls, and its standard error."""
        counts, rows = self._judged
        found = rows[np.searchsorted(counts, lost, side="right") - 1]
        mean = found.mean(axis=0)
        error = found.std(axis=0, ddof=1) / np.sqrt(len(found)) if len(found) > 1 else 0 * mean
        return Expectation(*map(float, mean)), Expectation(*map(float, error))

    @staticmethod
    def _mean(rows: Floats, weights: Floats) -> Expectation:
        mean = (rows * weights[:, None]).sum(axis=0) / weights.sum()
        return Expectation(*map(float, mean))


def _scored(contract: Contract) -> list[Clause]:
    return [clause for clause in contract.clauses if clause.points is not None]


def rated_clauses(contract: Contract) -> list[tuple[Clause, FigureUse]]:
    """The scored clauses that judge the rate of connected or of lost calls, with its use."""
    uses = {use.clause: use for use in contract.figures if use.name in (LOST, CONNECTED)}
    return [
        (clause, uses[rule.figure])
        for clause in _scored(contract)
        for rule in clause.rules
        if rule.figure in uses
    ]


def month_fee(contract: Contract) -> Fraction:
    """The fee of one month: a third of the quarter's."""
    return contract.fee.amount / QUARTER_MONTHS


def worth_of(contract: Contract, month: Month, calls: float, point: Fraction | None) -> Worth:
    """What a month with so many expected calls is worth. Errors: Refused without such a line."""
    if not rated_clauses(contract):
        raise Refused(
            Finding(
                "no_points_for_calls",
                say("No scored line of the contract looks at connected or lost calls."),
                say("A roster cannot be made for points that nobody gives."),
                say("Ask for --aim cover."),
                Place(contract.file),
            )
        )
    value = month_fee(contract) / 100 if point is None else point
    return Worth(contract, month, max(1, round(calls)), value)
