"""Months settled: a quarter's score, coefficient and payable amount; renewal; breaches. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from jieting.domain.contracts.assess import coefficient_of
from jieting.domain.contracts.clauses.renewal import Renewal, RenewalState
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.contracts.rectification import rectifications
from jieting.domain.contracts.settle_findings import no_quarter, refusals, warnings
from jieting.domain.contracts.settlement import (
    MONEY_PLACES,
    QUARTER_MONTHS,
    SCORE_PLACES,
    Breach,
    MonthResult,
    Quarter,
    Settlement,
)
from jieting.domain.errors import Refused
from jieting.domain.periods import Instant, Month, months_between
from jieting.domain.quantities import plain, round_half_up
from jieting.domain.said import say


def settle(
    contract: Contract, months: Sequence[MonthResult], records: Records, now: Instant
) -> Settlement:
    """The settlement of assessed months; ``now`` says where open rectification clocks stand.

    Errors: Refused, with everything at once, where a month belongs to another contract, stands
    twice, waits for a record, or where no three months make a quarter.
    """
    given = tuple(sorted(months, key=lambda m: m.month))
    against = refusals(contract, given)
    groups = list(_quarters(contract, given))
    if not groups and not against and contract.is_scored:
        against.append(no_quarter(given))
    if against:
        raise Refused(against)
    return Settlement(
        contract,
        given,
        tuple(settled_quarter(contract, group) for group in groups),
        renewal_state(contract, given, Month.of(contract.effective_from)),
        tuple(breaches_of(contract, given)),
        rectifications(contract, records, now),
        warnings(contract, given, groups),
    )


def _quarters(
    contract: Contract, given: tuple[MonthResult, ...]
) -> Iterator[tuple[MonthResult, ...]]:
    """Complete quarters: three months given alone, else those of the contract year in order."""
    if len(given) == QUARTER_MONTHS and given[0].month.plus(2) == given[2].month:
        yield given
        return
    first = Month.of(contract.effective_from)
    by_quarter: dict[int, list[MonthResult]] = {}
    for result in given:
        by_quarter.setdefault(months_between(first, result.month) // 3, []).append(result)
    yield from (tuple(g) for _, g in sorted(by_quarter.items()) if len(g) == QUARTER_MONTHS)


def settled_quarter(contract: Contract, group: Sequence[MonthResult]) -> Quarter:
    """What these months of one quarter come to; fewer than three tell where it stands so far."""
    months = tuple(result.month for result in group)
    fee = contract.fee.amount
    if not contract.is_scored:
        why = say("The contract has no coefficient: the fee is payable unless it is suspended.")
        return Quarter(months, None, None, fee, fee, why)
    score = quarter_score(contract, group)
    coefficient = coefficient_of(contract, score) or Fraction(0)
    payable = Fraction(round_half_up(fee * coefficient, MONEY_PLACES))
    why = say(
        "{scores} give {score}; coefficient {coefficient}; {fee} × {coefficient} = {payable}",
        scores=" / ".join(plain(r.score or 0, SCORE_PLACES) for r in group),
        score=plain(score, SCORE_PLACES),
        coefficient=plain(coefficient),
        fee=plain(fee, MONEY_PLACES),
        payable=plain(payable, MONEY_PLACES),
    )
    return Quarter(months, score, coefficient, fee, payable, why)


def quarter_score(contract: Contract, group: Sequence[MonthResult]) -> Fraction:
    """The quarter's score under the reading quarter_score, rounded half up to two decimals.

    Edge: weighted by calls, a quarter without any call is the plain mean.
    """
    scores = [result.score or Fraction(0) for result in group]
    weights = [Fraction(result.arrived) for result in group]
    reading = contract.reading("quarter_score")
    if reading == "worst":
        exact = min(scores)
    elif reading == "weighted_by_calls" and any(weights):
        weighted = sum((s * w for s, w in zip(scores, weights, strict=True)), Fraction(0))
        exact = weighted / sum(weights, Fraction(0))
    else:
        exact = sum(scores, Fraction(0)) / len(scores)
    return Fraction(round_half_up(exact, SCORE_PLACES))


def renewal_state(
    contract: Contract, given: Sequence[MonthResult], begins: Month
) -> RenewalState | None:
    """Renewal after the given months of one contract year, that of the last month.

    Years are counted from ``begins``, the first month of the contract in any version.
    """
    last = contract_year(begins, given[-1].month) if given else 0
    scores = [
        r.score for r in given if r.score is not None and contract_year(begins, r.month) == last
    ]
    rule = renewal_rule(contract)
    return rule.state(scores) if rule is not None and given else None


def renewal_rule(contract: Contract) -> Renewal | None:
    """The rule by which the contract is renewed; None where it has none."""
    for clause in contract.clauses:
        for rule in clause.rules:
            if isinstance(rule, Renewal):
                return rule
    return None


def contract_year(begins: Month, month: Month) -> int:
    """Which year of the contract a month lies in, from 0; years begin where the contract does."""
    return months_between(begins, month) // 12


def breaches_of(contract: Contract, given: Sequence[MonthResult]) -> Iterator[Breach]:
    """Every limit that was not kept in these months, with the remedy of its clause."""
    remedies = {clause.id: clause.remedy for clause in contract.clauses}
    for result in given:
        for limit in result.limits:
            if limit.met is False:
                remedy = remedies.get(limit.clause, "")
                yield Breach(result.month, limit.clause, limit.findings, remedy)
