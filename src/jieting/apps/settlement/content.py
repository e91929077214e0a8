"""What a statement says, frozen in plain values; and the settlement read back from them."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from jieting.apps.assessment.queries import calls_of_months, records_of
from jieting.apps.base.instants import to_instant
from jieting.apps.contracts.queries import effective_text, version_of_month
from jieting.apps.settlement.books import Books, signed_terms, text_digest
from jieting.apps.settlement.models import Statement
from jieting.documents.records_file import records_toml
from jieting.domain.books.quarter import quarter_months
from jieting.domain.books.seal import FIRST, canonical, digest
from jieting.domain.books.statement import (
    Booked,
    OnTheBooks,
    SignatureLine,
    booked,
    booked_from,
    result_from,
    result_json,
)
from jieting.domain.contracts.clauses.renewal import RenewalState
from jieting.domain.contracts.load_records import load_records
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.contracts.settle import renewal_state, settle
from jieting.domain.contracts.settlement import MonthResult, Settlement
from jieting.domain.periods import Month


def content_of(books: Books, first: Month, number: int, at: datetime) -> tuple[str, dict[str, Any]]:
    """The contract's text and the content of the statement that the books give now.

    Errors: Refused where a month waits; KeyError where one is not sealed.
    """
    months = quarter_months(first)
    text = effective_text(version_of_month(books.contract_id, months[-1]))
    terms, seals = books.terms_of(first), tuple(books.revisions[m][-1] for m in months)
    found = booked(books.account(first), seals, number, to_instant(at), last_hash(books))
    renewal = renewal_state(terms, year_so_far(books, months[-1]), books.begins)
    content = {
        "contract": books.contract_id,
        "contract_digest": text_digest(text),
        "first_month": str(first),
        "version": terms.version,
        "simulated": is_simulated(books.contract_id, months),
        "months": [result_json(seal.result) for seal in seals],
        "renewal": None if renewal is None else asdict(renewal),
        "violations": _violations(books.contract_id, terms, months[-1]),
        "booked": found.as_json(),
    }
    return text, content


def content_digest(content: dict[str, Any]) -> str:
    """What a person signs."""
    return digest(canonical(content))


def last_hash(books: Books) -> str:
    """The hash of the latest signed statement."""
    return books.signed[-1].hash if books.signed else FIRST


def year_so_far(books: Books, until: Month) -> tuple[MonthResult, ...]:
    """The sealed months up to one, each as it was sealed last."""
    known = (month for month in sorted(books.revisions) if month <= until)
    return tuple(books.revisions[month][-1].result for month in known)


def settlement_of(row: Statement) -> Settlement:
    """The settlement that a statement froze."""
    terms, content = signed_terms(row), row.content
    months = [result_from(values) for values in content["months"]]
    records, _ = load_records(content["violations"], "records.toml", terms.zone)
    found = settle(terms, months, records, booked_of(row).drawn_at)
    renewal = content["renewal"]
    return replace(found, renewal=None if renewal is None else RenewalState(**renewal))


def booked_of(row: Statement) -> Booked:
    """The account that a statement froze."""
    return booked_from(row.content["booked"])


def on_the_books(row: Statement) -> OnTheBooks:
    """The account with the signatures that it has."""
    lines = sorted(row.signatures.all(), key=lambda each: (each.at, each.side))
    return OnTheBooks(
        booked_of(row),
        tuple(SignatureLine(s.side, s.by, s.name, s.role, to_instant(s.at)) for s in lines),
    )


def is_simulated(contract_id: str, months: tuple[Month, ...]) -> bool:
    """True where any call of these months was made by a simulation."""
    return any(kept.simulated for kept in calls_of_months(contract_id) if kept.month in months)


def _violations(contract_id: str, terms: Contract, last: Month) -> str:
    """The violations received until the end of a quarter, as a records file."""
    end = last.period(terms.zone).end
    known = (each for each in records_of(contract_id).violation if each.received_at < end)
    return records_toml(Records(violation=tuple(known)), terms.zone)
