"""The quarter and the contract year around an outlook: coefficient, payment, renewal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from jieting.domain.contracts.settle import contract_year, renewal_rule, settled_quarter
from jieting.domain.contracts.settlement import QUARTER_MONTHS, MonthResult, Quarter
from jieting.domain.outlook.chances import Ints, generator
from jieting.domain.outlook.columns import Column, rows_alike
from jieting.domain.outlook.known import Known
from jieting.domain.outlook.possible import Points, Possible
from jieting.domain.periods import Month, months_between

LATER, GOOD = 5, 6
"""Streams of random numbers: months still to come, and whether they will be good ones."""


@dataclass(frozen=True, slots=True)
class QuarterAhead:
    """The quarter that a month lies in.

    ``missing`` are earlier months without a result: then ``quarters`` is None. ``assumed`` are
    later months, taken to come out as this one may; ``quarters`` has None where a month waits.
    """

    months: tuple[Month, ...]
    missing: tuple[Month, ...]
    assumed: tuple[Month, ...]
    quarters: Column[Quarter | None] | None


@dataclass(frozen=True, slots=True)
class RenewalAhead:
    """The chance that the contract may be renewed: ``good`` months of those known, of ``needed``.

    ``unknown`` are the months of the year beside this one whose score is not known; ``ungiven``
    those of them that are over and whose result was not given.
    """

    good: int
    known: int
    needed: int
    of: int
    unknown: int
    ungiven: int
    probability: float


def quarter_ahead(
    possible: Possible, results: Sequence[MonthResult], seed: int
) -> QuarterAhead | None:
    """What the quarter may come to; None for a contract without points.

    The quarter is the contract's own, counted from its first month. Every replication is settled
    by ``settled_quarter``, each distinct one once.
    """
    known = possible.months.known
    if possible.score is None:
        return None
    months = _months_of(known)
    by_month = {result.month: result for result in results}
    missing = tuple(m for m in months if m < known.month and m not in by_month)
    later = tuple(m for m in months if m > known.month)
    if missing:
        return QuarterAhead(months, missing, later, None)
    return QuarterAhead(months, (), later, _quarters(possible, months, by_month, seed))


def _months_of(known: Known) -> tuple[Month, ...]:
    first = Month.of(known.contract.effective_from)
    into = months_between(first, known.month) % QUARTER_MONTHS
    return tuple(known.month.plus(place - into) for place in range(QUARTER_MONTHS))


def _quarters(
    possible: Possible, months: tuple[Month, ...], given: dict[Month, MonthResult], seed: int
) -> Column[Quarter | None]:
    """Each replication with later months drawn from what this one may come to."""
    known, score = possible.months.known, possible.score
    if score is None:
        raise ValueError("a contract without points has no score")
    weighted = known.contract.reading("quarter_score") == "weighted_by_calls"
    arrived = _arrived(possible) if weighted else np.zeros(len(score.places), dtype=np.int64)
    rng = generator(seed, LATER)
    own = np.arange(len(score.places))
    rows = [own if m == known.month else rng.permutation(own) for m in months if m >= known.month]
    keys = np.column_stack([c for row in rows for c in (score.places[row], arrived[row])])
    first, kind = rows_alike(keys)
    values = []
    for key in keys[first].tolist():
        scores = [score.values[place] for place in key[::2]]
        ours = iter(zip(scores, key[1::2], strict=True))
        group = [given[m] if m < known.month else _result(known, m, *next(ours)) for m in months]
        waits = any(result.score is None for result in group)
        values.append(None if waits else settled_quarter(known.contract, group))
    return Column(tuple(values), kind)


def _arrived(possible: Possible) -> Ints:
    """Calls of the month, by which its score is weighed."""
    months = possible.months
    so_far = months.known.counted.counts.get("arrived", 0)
    more = months.drawn.rest.counts.get("arrived")
    return so_far + (more.sum(axis=1) if more is not None else months.drawn.sample_base * 0)


def _result(known: Known, month: Month, score: Points, arrived: int) -> MonthResult:
    contract = known.contract
    return MonthResult(contract.id, contract.version, month, score, arrived)


def renewal_ahead(
    possible: Possible, results: Sequence[MonthResult], seed: int
) -> RenewalAhead | None:
    """The chance of enough good months in the contract year; None where nothing asks for them.

    Formula: months not known are good with a probability drawn from Beta(1/2 + good, 1/2 + bad)
    of the known ones with this one, so that good months make good months likely.
    """
    known, score = possible.months.known, possible.score
    rule = renewal_rule(known.contract)
    if rule is None or score is None:
        return None
    begins = Month.of(known.contract.effective_from)
    year = contract_year(begins, known.month)
    given = [r for r in _of_year(results, begins, year) if r.month != known.month]
    scores = [result.score for result in given if result.score is not None]
    good, others = rule.state(scores).good, len(scores)
    is_good = score.map(lambda value: value is not None and value >= rule.score)
    now = np.array(is_good.values, dtype=np.int64)[is_good.places]
    rng = generator(seed, GOOD)
    shares = rng.beta(0.5 + good + now, 0.5 + others + 1 - good - now)
    unknown = max(0, rule.of - others - 1)
    total = good + now + rng.binomial(unknown, shares)
    chance = float((total >= rule.months).mean())
    past = months_between(begins, known.month) % 12
    before = sum(result.month < known.month for result in given)
    return RenewalAhead(good, others, rule.months, rule.of, unknown, past - before, chance)


def _of_year(results: Sequence[MonthResult], begins: Month, year: int) -> list[MonthResult]:
    """The results with a score of one year of the contract."""
    return [
        result
        for result in results
        if result.score is not None and contract_year(begins, result.month) == year
    ]


def coefficient_shares(quarters: Column[Quarter | None]) -> dict[Fraction, float]:
    """The probability of each coefficient of the quarter, the highest first."""
    found = quarters.map(lambda q: q.coefficient if q is not None else None)
    values = sorted({value for value in found.values if value is not None}, reverse=True)
    return {value: found.share(lambda other, one=value: other == one) for value in values}  # type: ignore[misc]
