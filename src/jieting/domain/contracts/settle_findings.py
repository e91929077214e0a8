"""What speaks against settling the given months: refusals, and warnings about a settlement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.settlement import QUARTER_MONTHS, MonthResult
from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.periods import Month, months_between
from jieting.domain.said import say


def refusals(contract: Contract, given: tuple[MonthResult, ...]) -> list[Finding]:
    """Why these months cannot be settled together; empty where they can."""
    return [*not_ours(contract, given), *_twice(given), *_waiting(contract, given)]


def warnings(
    contract: Contract, given: tuple[MonthResult, ...], groups: Sequence[tuple[MonthResult, ...]]
) -> tuple[Finding, ...]:
    """What should be looked at before a settlement is signed."""
    return (
        *_versions(contract, given),
        *_unsettled(contract, given, groups),
        *_astride(contract, groups),
    )


def not_ours(contract: Contract, given: tuple[MonthResult, ...]) -> Iterator[Finding]:
    """A finding for each month that belongs to another contract."""
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


def no_quarter(given: tuple[MonthResult, ...]) -> Finding:
    """The refusal of months that make no quarter."""
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


def _unsettled(
    contract: Contract,
    given: tuple[MonthResult, ...],
    groups: Sequence[tuple[MonthResult, ...]],
) -> Iterator[Finding]:
    settled = {result.month for group in groups for result in group}
    for result in given:
        if contract.is_scored and result.month not in settled:
            yield Finding(
                "month_unsettled",
                say("{month} is part of no complete quarter.", month=result.month),
                say("Nothing is payable for it yet."),
                say("Give the other months of its quarter too."),
                Place(result.file),
                Severity.WARNING,
            )


def _astride(contract: Contract, groups: Sequence[tuple[MonthResult, ...]]) -> Iterator[Finding]:
    """A warning for three months that are not one of the contract's own quarters."""
    first = Month.of(contract.effective_from)
    for group in groups:
        if months_between(first, group[0].month) % QUARTER_MONTHS:
            yield Finding(
                "quarter_astride",
                say(
                    "{first} to {last} lies across two quarters of the contract year.",
                    first=group[0].month,
                    last=group[-1].month,
                ),
                say("Each month would be paid in another quarter too."),
                say("Check that these are the three months to be settled together."),
                Place(group[0].file),
                Severity.WARNING,
            )
