"""A counted month judged: what statements, pages and exports of a month are made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from jieting.analytics.counted import CountedMonth, Reading, reading_of
from jieting.analytics.evidence import EvidenceTable
from jieting.analytics.month import MonthAssessed, judge
from jieting.analytics.named_calls import missing_calls, no_calls
from jieting.domain.contracts.assess import Assessment, Counted, assess
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Exclusion, Records
from jieting.domain.contracts.what_if import Alternative, what_if
from jieting.domain.errors import Finding
from jieting.domain.periods import Month, shown


@dataclass(frozen=True)
class Assessed:
    """Everything that a statement of a month is made from."""

    month: MonthAssessed
    alternatives: tuple[Alternative, ...] | None
    findings: tuple[Finding, ...]
    evidence: tuple[EvidenceTable, ...]
    exclusions: tuple[Exclusion, ...]
    simulated: bool


def assessed(
    contract: Contract,
    month: Month,
    records: Records,
    counted: CountedMonth,
    found: Iterable[Finding] = (),
    evidence: tuple[EvidenceTable, ...] = (),
) -> Assessed:
    """The month judged from what was counted; ``found`` are the findings there were before.

    The month under other readings is there where they were counted.
    """
    result = judge(contract, month, records, counted.month)
    alternatives = None
    if counted.readings is not None:
        others = _alternatives(result.assessment, month, records, counted.readings)
        alternatives = tuple(others)
    return Assessed(
        result,
        alternatives,
        (*found, *_findings(contract, month, records, counted)),
        evidence,
        records.of_month(month, contract.zone).exclusion,
        counted.simulated,
    )


def _alternatives(
    base: Assessment, month: Month, records: Records, readings: Mapping[Reading, Counted]
) -> Iterator[Alternative]:
    def again(other: Contract) -> Assessment:
        return assess(other, month, readings[reading_of(base.contract, other)], records)

    return what_if(base, again)


def _findings(
    contract: Contract, month: Month, records: Records, counted: CountedMonth
) -> Iterator[Finding]:
    """Records without their calls, and a month without any."""
    yield from missing_calls(counted.not_there, records.file)
    counts = counted.month.counted.counts
    if not counts["arrived"] + counts["excluded"]:
        span = (counted.first, counted.last)
        first, last = (shown(at, contract.zone) if at is not None else "-" for at in span)
        yield from no_calls(counted.calls, first, last, str(month))
