"""A month of today's books as it would be drawn up: its texts, its result, and what is open."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from jieting.apps.assessment.basis import RECORDS_NAME, Basis, records_in_force_text
from jieting.apps.assessment.queries import (
    AssessedMonth,
    assessed_month,
    calls_of_months,
    current_month,
    judged_month,
    sheet_of,
)
from jieting.apps.contracts.queries import effective_text, terms_of, version_of_month
from jieting.apps.moves.queries import move_of, moves_about_month
from jieting.apps.sealing import refusals
from jieting.documents.given import given
from jieting.documents.records_file import records_toml
from jieting.documents.write import write_statement
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.seal import canonical, digest, findings_of_bundle
from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.load_records import load_records
from jieting.domain.errors import Refused
from jieting.domain.periods import Month
from jieting.domain.said import Said, verbatim
from jieting.language import Language

LANGUAGE = "zh"
"""The language of what is sealed: a bundle has one result and one statement."""
OpenItem = dict[str, Any]
"""What is open in a month: its ``kind`` (move or line), its ``ref``, and ``what`` by language."""


@dataclass(frozen=True)
class Books:
    """A month of today's books, frozen in memory; ``basis`` names all that a seal would hold."""

    month: AssessedMonth
    contract_text: str
    records_text: str
    sheet: dict[str, Any]
    result: str
    own_records: str
    open_items: tuple[OpenItem, ...]
    basis: str


def books_of(contract_id: str, month: Month) -> Books:
    """The month as it would be drawn up now; counted first where it has to be.

    Errors: those of ``current_month``; Refused where the books change while they are read.
    """
    return _books(current_month(contract_id, month).basis)


@lru_cache(maxsize=16)
def _books(basis: Basis) -> Books:
    """The books that stand on a basis, made once in a process: it names all that is in them."""
    contract_id, month = basis.contract_id, basis.month
    found = current_month(contract_id, month)
    if found.basis != basis:
        raise Refused(refusals.changed_meanwhile(month))
    sheet = sheet_of(found)
    version = version_of_month(contract_id, month)
    contract_text = effective_text(version)
    terms = load_contract(contract_text, f"{contract_id}.toml")[0]
    if sheet is None or terms != found.terms or terms_of(version) != found.terms:
        raise Refused(refusals.changed_meanwhile(month))
    records_text = records_in_force_text(contract_id, found.terms) or ""
    records = load_records(records_text, RECORDS_NAME, terms.zone)[0]
    named = sorted(found.called)
    again = judged_month(
        replace(found.basis, terms=terms, records=records),
        sheet,
        found.counted_at,
        found.called,
    )
    result = result_of(again)
    own = records_toml(again.own_records, terms.zone)
    open_items = tuple(open_items_of(again))
    return Books(
        month=again,
        contract_text=contract_text,
        records_text=records_text,
        sheet={**sheet, "named": named},
        result=result,
        own_records=own,
        open_items=open_items,
        basis=digest(canonical([contract_text, found.basis.calls, own, result, open_items])),
    )


def result_of(month: AssessedMonth) -> str:
    """The result of a month as ``jieting assess --format json`` writes it."""
    plain = replace(month.assessed, alternatives=None)
    return str(write_statement(given(plain, "json", LANGUAGE, ""), "json", LANGUAGE))


def statement_of(month: AssessedMonth, prepared_at: str) -> bytes:
    """The statement of a month as PDF, as it comes out of the bundle again."""
    findings = findings_of_bundle(month.assessed.findings)
    plain = replace(month.assessed, alternatives=None, findings=findings)
    made = write_statement(given(plain, "pdf", LANGUAGE, prepared_at), "pdf", LANGUAGE)
    return made if isinstance(made, bytes) else made.encode()


def prepared_at(month: AssessedMonth, at: datetime) -> str:
    """The minute at which a statement is made, in the contract's time zone."""
    return at.astimezone(month.terms.zone).strftime("%Y-%m-%d %H:%M")


def open_items_of(month: AssessedMonth) -> Iterator[OpenItem]:
    """Moves that touch the month and are not decided, and lines that wait for a record."""
    for row in moves_about_month(month.contract_id, month.month, month.terms):
        if row.is_open:
            kind = KINDS[row.kind]
            words = Said(
                "{title}: {summary}",
                {"title": kind.title, "summary": kind.summary(move_of(row), month.terms)},
            )
            yield _open_item("move", f"M-{row.number}", words)
    titles = {clause.id: clause.title for clause in month.terms.clauses}
    for clause in month.statement.month.waiting:
        yield _open_item("line", clause, verbatim(titles[clause]))


def _open_item(kind: str, ref: str, words: Said) -> OpenItem:
    what = {lang: Language(lang).render(words) for lang in ("en", "zh")}
    return {"kind": kind, "ref": ref, "what": what}


def sealed_result(month: AssessedMonth) -> dict[str, Any]:
    """The result of an assessed month as values."""
    found: dict[str, Any] = json.loads(_kept_result(month.basis))
    return found


@lru_cache(maxsize=64)
def _kept_result(basis: Basis) -> str:
    """The result of the month that stands on a basis, made once in a process."""
    of_now = assessed_month if basis.frozen is not None else current_month
    return result_of(of_now(basis.contract_id, basis.month))


def kept_calls(contract_id: str, month: Month) -> int:
    """How many calls of the month are kept."""
    return sum(kept.calls for kept in calls_of_months(contract_id) if kept.month == month)
