"""Do a records file and a month fit the contract? What does not is told before anything counts."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.contracts.load_records import overlapping
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Exclusion, Records, Report, SelfAssessment
from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.periods import Month, local, shown, start_of_day
from jieting.domain.said import say


def fit_findings(contract: Contract, month: Month, records: Records) -> list[Finding]:
    """Errors and warnings about records and month under this contract."""
    return [
        *_whole_days(contract, records),
        *overlapping(records),
        *_effective(contract, month),
        *_other_months(contract, month, records),
    ]


def _whole_days(contract: Contract, records: Records) -> Iterator[Finding]:
    """A contract that leaves out whole days cannot take a window that cuts one."""
    if contract.exclusion_unit != "day":
        return
    for exclusion in records.exclusion:
        if exclusion.day is None and not _is_whole_days(exclusion, contract):
            yield Finding(
                "not_a_whole_day",
                say(
                    "The exclusion from {start} to {end} is not a whole day.",
                    start=shown(exclusion.period.start, contract.zone),
                    end=shown(exclusion.period.end, contract.zone),
                ),
                say("This contract leaves out whole days only."),
                say("Write day = … instead of from and to."),
                Place(records.file, exclusion.line, "from"),
            )


def _is_whole_days(exclusion: Exclusion, contract: Contract) -> bool:
    ends = (exclusion.period.start, exclusion.period.end)
    zone = contract.zone
    return all(start_of_day(local(at, zone).date(), zone) == at for at in ends)


def _effective(contract: Contract, month: Month) -> Iterator[Finding]:
    if not contract.effective_from <= month.first_day < contract.effective_to:
        yield Finding(
            "not_effective",
            say(
                "{month} lies outside the contract's dates, {start} to {end}.",
                month=month,
                start=contract.effective_from,
                end=contract.effective_to,
            ),
            say("Other targets or readings may have held in that month."),
            say("Use the version of the contract that was in force."),
            Place(contract.file, None, "effective_from"),
            Severity.WARNING,
        )


def _other_months(contract: Contract, month: Month, records: Records) -> Iterator[Finding]:
    """Dated records that belong to no part of this month: told, since they change nothing."""
    ours = records.of_month(month, contract.zone)
    elsewhere = False
    for array in (
        "exclusion",
        "complaint",
        "training",
        "spot_check",
        "report",
        "self_assessment",
        "confidentiality_finding",
        "violation",
    ):
        kept = {id(record) for record in getattr(ours, array)}
        other = [r for r in getattr(records, array) if id(r) not in kept]
        elsewhere = elsewhere or bool(other)
        if other:
            yield Finding(
                "other_month",
                say(
                    "{count} records of [[{array}]] do not belong to {month}.",
                    count=len(other),
                    array=array,
                    month=month,
                ),
                say("They change nothing in this assessment."),
                say("Nothing needs doing if they are meant for other months."),
                Place(records.file, other[0].line, array),
                Severity.NOTE,
            )
    if elsewhere:
        yield from _undated(ours)
    yield from _guessed(contract, month, ours)


def _undated(ours: Records) -> Iterator[Finding]:
    """Spot checks without a date beside records of other months: they count in each of them."""
    undated = [check for check in ours.spot_check if check.date is None]
    if undated:
        yield Finding(
            "spot_check_undated",
            say("{count} spot checks have no date.", count=len(undated)),
            say("The file tells of several months, and each of them loses their points."),
            say("Write date = … in each [[spot_check]]."),
            Place(ours.file, undated[0].line, "date"),
            Severity.WARNING,
        )


def _guessed(contract: Contract, month: Month, ours: Records) -> Iterator[Finding]:
    """A report taken for this month although its deadline does not look back on it."""
    after = month.period(contract.zone).end
    reports: tuple[Report | SelfAssessment, ...] = (*ours.report, *ours.self_assessment)
    for record in reports:
        if record.month is None and record.due_at < after:
            yield Finding(
                "month_of_report",
                say(
                    "Due {due}, within the month itself, it is taken for {month}.",
                    due=shown(record.due_at, contract.zone),
                    month=month,
                ),
                say("A report names its month only by its deadline here."),
                say('Write month = "{month}" if that is right.', month=month),
                Place(ours.file, record.line, "due_at"),
                Severity.NOTE,
            )
