"""Writing: keep a contract's records, and keep what was counted of a month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction

from jieting.apps.assessment.basis import RECORDS_NAME, Basis, basis_of, latest_records
from jieting.apps.assessment.counting import counted_sheet
from jieting.apps.assessment.models import MonthSheet, RecordsFile
from jieting.apps.audit.actions import audited, looked
from jieting.apps.base.actor import Actor
from jieting.apps.base.jobs import later_job
from jieting.apps.base.live import changed
from jieting.apps.calls.columns import kept_months
from jieting.apps.contracts.queries import latest_terms
from jieting.domain.contracts.fit import fit_findings
from jieting.domain.contracts.load_records import load_records
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.periods import Month
from jieting.domain.said import say

LARGEST_RECORDS = 2_000_000
"""Characters of a records file; years of a hotline's records need a tenth of it."""
LONGEST_NOTE = 200
COUNT_JOB = "assessment.count_month"
AHEAD_JOB = "assessment.count_ahead"


def keep_records(
    *, by: Actor, at: datetime, contract_id: str, text: str, note: str = ""
) -> RecordsFile:
    """The contract's records from now on; those before stay in the history.

    Errors: BadInput with every finding at once, where any of them is an error.
    """
    terms = latest_terms(contract_id)
    checked_records(text, terms)
    digest = sha256(text.encode()).hexdigest()
    with audited("assessment.records.kept", by=by, at=at, contract=contract_id) as entry:
        _one_at_a_time(f"records/{contract_id}")
        before = latest_records(contract_id)
        kept = RecordsFile.objects.create(
            contract_id=contract_id,
            number=before.number + 1 if before else 1,
            text=text,
            digest=digest,
            note=note[:LONGEST_NOTE],
            kept_at=at,
            kept_by=by.name,
        )
        entry.object = f"records {kept.number}"
        entry.detail.update(digest=digest, note=kept.note)
        changed(contract_id, "records")
        recount(contract_id, [str(month.month) for month in kept_months(contract_id)])
    return kept


def checked_records(text: str, terms: Contract) -> tuple[Records, list[Finding]]:
    """The records in a text and what is told of them. Errors: BadInput where any is an error."""
    if len(text) > LARGEST_RECORDS:
        raise BadInput(_too_long())
    records, warnings = load_records(text, RECORDS_NAME, terms.zone)
    # Whether records fit a contract depends on no month, but for the notes, which pages tell.
    errors = [f for f in fit_findings(terms, Month.of(terms.effective_from), records) if f.is_error]
    if errors:
        raise BadInput([*warnings, *errors])
    return records, warnings


def recount(contract_id: str, months: Iterable[str]) -> None:
    """Have months counted again in the background; those that are fresh by then stay."""
    for month in months:
        later_job(COUNT_JOB, contract_id=contract_id, month=month)


def count_month(
    *, by: Actor, at: datetime, contract_id: str, month: Month
) -> tuple[Basis, MonthSheet]:
    """Count the month and keep its sheet, unless what is kept is fresh; what it stands on.

    One counter works at a month; whoever comes meanwhile waits and finds it counted.
    Errors: Refused where no version of the contract was in force.
    """
    with transaction.atomic():
        _one_at_a_time(f"count/{contract_id}/{month}")
        basis = basis_of(contract_id, month)
        kept = MonthSheet.objects.filter(contract_id=contract_id, month=str(month))
        fresh = kept.filter(basis=basis.counted).first()
        return basis, fresh or _keep_sheet(basis, by, at)


def _keep_sheet(basis: Basis, by: Actor, at: datetime) -> MonthSheet:
    found = counted_sheet(basis)
    with audited(
        "assessment.month.counted",
        by=by,
        at=at,
        contract=basis.contract_id,
        object=f"month {basis.month}",
        basis=basis.counted,
        calls=found["calls"],
    ):
        kept, _ = MonthSheet.objects.update_or_create(
            contract_id=basis.contract_id,
            month=str(basis.month),
            defaults={"basis": basis.counted, "sheet": found, "counted_at": at},
        )
        changed(basis.contract_id, f"month:{basis.month}")
    return kept


def _one_at_a_time(what: str) -> None:
    """Wait until nobody else is at ``what``; until the transaction ends nobody else will be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])


def _too_long() -> Finding:
    return Finding(
        "records_too_long",
        say("The records have more than {most} characters.", most=LARGEST_RECORDS),
        say("So much is more than the records of many years."),
        say("Check that it is a records file; take out records of years long settled."),
        Place(RECORDS_NAME),
    )


def month_exported(*, by: Actor, at: datetime, month: Basis, form: str) -> None:
    """Note that the lists of calls behind a month leave the product."""
    looked(
        "assessment.month.exported",
        by=by,
        at=at,
        contract=month.contract_id,
        object=f"month {month.month}",
        form=form,
        basis=month.digest,
    )
