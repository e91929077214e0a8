"""Months settled: a quarter's score, coefficient and payable amount; renewal; breaches. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from jieting.domain.contracts.assess import coefficient_of
from jieting.domain.contracts.clauses.renewal import Renewal, RenewalState
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.contracts.rectification import Rectification, rectifications
from jieting.domain.errors import Finding, Place, Refused, Severity
from jieting.domain.periods import Instant, Month
from jieting.domain.quantities import plain, round_half_up
from jieting.domain.said import Said, say

QUARTER_MONTHS = 3
SCORE_PLACES = 2
MONEY_PLACES = 2


@dataclass(frozen=True, slots=True)
class MonthLimit:
    """A pass/fail clause of an assessed month; the findings are words already."""

    clause: str
    met: bool | None
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthResult:
    """An assessed month as its JSON tells it; ``file`` says where it was read."""

    contract: str
    version: str
    month: Month
    score: Fraction | None
    arrived: int
    waiting: tuple[str, ...] = ()
    limits: tuple[MonthLimit, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months settled; without points ``score`` and ``coefficient`` are None."""

    months: tuple[Month, ...]
    score: Fraction | None
    coefficient: Fraction | None
    fee: Fraction
    payable: Fraction
    why: Said


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit not kept in a month, and the remedy that the contract allows."""

    month: Month
    clause: str
    findings: tuple[str, ...]
    remedy: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the given months lead to."""

    contract: Contract
    months: tuple[MonthResult, ...]
    quarters: tuple[Quarter, ...]
    renewal: RenewalState | None
    breaches: tuple[Breach, ...]
    rectifications: tuple[Rectification, ...]
    findings: tuple[Finding, ...]


def settle(
    contract: Contract, months: Sequence[MonthResult], records: Records, now: Instant
) -> Settlement:
    """The settlement of assessed months; ``now`` says where open rectification clocks stand.

    Errors: Refused, with everything at once, where a month belongs to another contract, stands
    twice, waits for a record, or where no three months make a quarter.
    """
    given = tuple(sorted(months, key=lambda m: m.month))
    refusals = [*_not_ours(contract, given), *_twice(given), *_waiting(contract, given)]
    groups = list(_quarters(contract, given))
    if not groups and not refusals and contract.is_scored:
        refusals.append(_no_quarter(given))
    if refusals:
        raise Refused(refusals)
    return Settlement(
        contract,
        given,
        tuple(_settled(contract, group) for group in groups),
        _renewal(contract, given),
        tuple(_breaches(contract, given)),
        rectifications(contract, records, now),
        tuple(_versions(contract, given)),
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
        by_quarter.setdefault(_months_between(first, result.month) // 3, []).append(result)
    yield from (tuple(g) for _, g in sorted(by_quarter.items()) if len(g) == QUARTER_MONTHS)


def _months_between(first: Month, later: Month) -> int:
    return (later.year - first.year) * 12 + later.month - first.month


def _settled(contract: Contract, group: tuple[MonthResult, ...]) -> Quarter:
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


def _renewal(contract: Contract, given: tuple[MonthResult, ...]) -> RenewalState | None:
    """Renewal after the given months of the contract year."""
    scores = [r.score for r in given if r.score is not None]
    for clause in contract.clauses:
        for rule in clause.rules:
            if isinstance(rule, Renewal):
                return rule.state(scores)
    return None


def _breaches(contract: Contract, given: tuple[MonthResult, ...]) -> Iterator[Breach]:
    remedies = {clause.id: clause.remedy for clause in contract.clauses}
    for result in given:
        for limit in result.limits:
            if limit.met is False:
                remedy = remedies.get(limit.clause, "")
                yield Breach(result.month, limit.clause, limit.findings, remedy)


def _not_ours(contract: Contract, given: tuple[MonthResult, ...]) -> Iterator[Finding]:
    for result in given:
        if result.contract != contract.id:
            yield Finding(
                "other_contract",
                say(
                    "This month is of contract {other}, not {ours}.",
                    other=result.contract,
                    ours=contract.id,
                ),
                say("Months of two contracts cannot be settled together."),
                say("Give the months of one contract."),
                Place(result.file),
            )


def _twice(given: tuple[MonthResult, ...]) -> Iterator[Finding]:
    for first, second in pairwise(given):
        if first.month == second.month:
            yield Finding(
                "month_twice",
                say("{month} is given twice, also in {file}.", month=second.month, file=first.file),
                say("It would weigh double."),
                say("Give each month once."),
                Place(second.file),
            )


def _waiting(contract: Contract, given: tuple[MonthResult, ...]) -> Iterator[Finding]:
    for result in given:
        if contract.is_scored and result.score is None:
            yield Finding(
                "month_waits",
                say(
                    "{month} has no score: {clauses} wait for a record.",
                    month=result.month,
                    clauses=", ".join(result.waiting) or "-",
                ),
                say("A quarter is settled only from complete months."),
                say("Add the missing records and assess the month again."),
                Place(result.file),
            )


def _no_quarter(given: tuple[MonthResult, ...]) -> Finding:
    return Finding(
        "no_quarter",
        say("{months} make no quarter.", months=", ".join(str(r.month) for r in given)),
        say("Payment is settled for three consecutive months."),
        say("Give the three months of one quarter."),
    )


def _versions(contract: Contract, given: tuple[MonthResult, ...]) -> Iterator[Finding]:
    for result in given:
        if result.version != contract.version:
            yield Finding(
                "other_version",
                say(
                    "{month} was assessed under version {other}; the contract given is {ours}.",
                    month=result.month,
                    other=result.version,
                    ours=contract.version,
                ),
                say("Fee and brackets are taken from the version given."),
                say("Check that this version holds for the whole quarter."),
                Place(result.file),
                Severity.WARNING,
            )
