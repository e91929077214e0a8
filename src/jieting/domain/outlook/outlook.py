"""The outlook of a month: what it may come to, and what each line still needs. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from jieting.domain.contracts.clauses.coefficient import Bracket, Coefficient
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.settlement import MonthResult
from jieting.domain.outlook.binding import Gain, all_kept, binding, gains
from jieting.domain.outlook.drawn import Coming, Drawn, draw
from jieting.domain.outlook.known import Known
from jieting.domain.outlook.needed import RateNeed, rate_needs
from jieting.domain.outlook.possible import Judge, Points, Possible
from jieting.domain.outlook.quarter import (
    QuarterAhead,
    RenewalAhead,
    quarter_ahead,
    renewal_ahead,
)
from jieting.domain.outlook.rest import Rest
from jieting.domain.outlook.still_open import Open
from jieting.domain.outlook.tasks import Task, tasks


@dataclass(frozen=True, slots=True)
class Assumed:
    """How the outlook is made: what of the open and the unknown is assumed, and the draws."""

    way: Open = Open.DONE
    coming: Coming = Coming.EXPECTED
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Outlook:
    """The outlook. ``possible`` is under ``assumed``, ``otherwise`` with the open the other way.

    ``binds`` is the line that binds, None where none does.
    """

    known: Known
    assumed: Assumed
    drawn: Drawn
    possible: Possible
    otherwise: Possible
    needs: tuple[RateNeed, ...]
    tasks: tuple[Task, ...]
    gains: tuple[Gain, ...]
    quarter: QuarterAhead | None
    renewal: RenewalAhead | None

    @property
    def binds(self) -> Gain | None:
        """The line that binds."""
        return binding(self.gains)

    @property
    def brackets(self) -> tuple[tuple[Bracket, float], ...]:
        """The probability of each bracket of the month's score, the highest first."""
        return bracket_shares(self.known.contract, self.possible)

    @property
    def limits_kept(self) -> float:
        """The probability that no limit is broken."""
        return all_kept(self.possible)


def look_ahead(
    known: Known, rest: Rest, assumed: Assumed, results: Sequence[MonthResult] = ()
) -> Outlook:
    """The outlook of ``known`` with the ``rest`` simulated; ``results`` are earlier months.

    The same arguments give the same outlook. With nothing left and nothing open it is the
    assessment, with probability 1.
    """
    drawn = draw(known, rest, assumed.coming, assumed.seed)
    judge = Judge.of(known, assumed.way)
    possible = judge.judged(drawn)
    other = Open.MISSED if assumed.way is Open.DONE else Open.DONE
    return Outlook(
        known=known,
        assumed=assumed,
        drawn=drawn,
        possible=possible,
        otherwise=judge.other(other).judged(drawn),
        needs=tuple(rate_needs(possible.months)),
        tasks=tuple(tasks(possible.months)),
        gains=gains(judge, possible),
        quarter=quarter_ahead(possible, results, assumed.seed),
        renewal=renewal_ahead(possible, results, assumed.seed),
    )


def bracket_shares(contract: Contract, possible: Possible) -> tuple[tuple[Bracket, float], ...]:
    """The probability of each bracket; a month that waits for a record lies in none."""
    rule = coefficient_rule(contract)
    if rule is None or possible.score is None:
        return ()
    shares = []
    above: Fraction | None = None
    for bracket in rule.brackets:
        low, high = bracket.score, above
        shares.append((bracket, possible.score.share(lambda s, a=low, b=high: _in(s, a, b))))  # type: ignore[misc]
        above = bracket.score
    return tuple(shares)


def _in(score: Points, low: Fraction, high: Fraction | None) -> bool:
    return score is not None and score >= low and (high is None or score < high)


def coefficient_rule(contract: Contract) -> Coefficient | None:
    """The rule that makes a coefficient of a score; None where the contract has none."""
    for clause in contract.clauses:
        for rule in clause.rules:
            if isinstance(rule, Coefficient):
                return rule
    return None
