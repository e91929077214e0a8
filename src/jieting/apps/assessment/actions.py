"""Writing: keep a contract's records, and keep what was counted of a month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from jieting.apps.assessment.basis import (
    RECORDS_NAME,
    Basis,
    basis_of,
    latest_records,
    read_records,
)
from jieting.apps.assessment.counting import counted_sheet
from jieting.apps.assessment.models import MonthSheet, RecordsFile
from jieting.apps.audit.actions import audited, looked
from jieting.apps.base.actor import Actor
from jieting.apps.base.jobs import later_job
from jieting.apps.base.live import changed
from jieting.apps.base.turns import one_at_a_time
from jieting.apps.calls.columns import kept_months
from jieting.apps.contracts.queries import latest_terms
from jieting.domain.contracts.fit import fit_findings
from jieting.domain.contracts.load_records import load_records
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Record, Records
from jieting.domain.errors import BadInput, Finding, Place, Refused
from jieting.domain.periods import Month
from jieting.domain.said import say

LARGEST_RECORDS = 2_000_000
"""Characters of a records file; years of a hotline's records need a tenth of it."""
LONGEST_NOTE = 200
OWN = ("training", "evaluation")
"""Arrays that the supplier alone writes down."""
DECIDED = tuple(f.name for f in fields(Records) if f.name not in (*OWN, "file"))
"""Arrays that come of moves: each record has been put before the other side."""
COUNT_JOB = "assessment.count_month"
AHEAD_JOB = "assessment.count_ahead"


def keep_records(
    *, by: Actor, at: datetime, contract_id: str, text: str, note: str = ""
) -> RecordsFile:
    """The contract's records from now on; those before stay in the history.

    A person keeps what the supplier alone writes down; the rest comes of moves, on which the other
    side has its say. What the system kept of it, as of the time before the product, stays as it is.
    Errors: BadInput with every finding at once, where any of them is an error; Refused where a
    person changed what only moves may change.
    """
    terms = latest_terms(contract_id)
    records, _ = checked_records(text, terms)
    if by.way in ("page", "api"):
        refuse_decided(contract_id, records, terms)
    digest = sha256(text.encode()).hexdigest()
    with audited("assessment.records.kept", by=by, at=at, contract=contract_id) as entry:
        one_at_a_time(f"records/{contract_id}")
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


def refuse_decided(contract_id: str, records: Records, terms: Contract) -> None:
    """Refused where decided records differ from those that are kept, with every kind that does."""
    kept, _ = read_records(latest_records(contract_id), terms.zone)
    differing = [name for name in DECIDED if _said(records, name) != _said(kept, name)]
    if differing:
        raise Refused([_comes_of_moves(name, records) for name in differing])


def _said(records: Records, array: str) -> list[Record]:
    """The records of an array without their lines, which an edit elsewhere moves."""
    return [replace(record, line=None) for record in getattr(records, array)]


def _comes_of_moves(array: str, records: Records) -> Finding:
    found = getattr(records, array)
    return Finding(
        "records_of_moves",
        say("Records of the kind {array} were added, changed or taken out.", array=array),
        say("The other side has its say on them, so they come of moves and of nothing else."),
        say("Open a move instead; leave these records as they are."),
        Place(RECORDS_NAME, found[0].line if found else None, array),
    )


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
        one_at_a_time(f"count/{contract_id}/{month}")
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
