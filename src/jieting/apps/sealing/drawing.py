"""Drawing up: a month of today's books becomes a row that both sides sign, or do not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from jieting import __version__
from jieting.apps.assessment.basis import basis_of
from jieting.apps.base.actor import Actor
from jieting.apps.calls.columns import imports_of_columns
from jieting.apps.sealing import refusals
from jieting.apps.sealing.books import LANGUAGE, Books, kept_calls, prepared_at, statement_of
from jieting.apps.sealing.models import Seal
from jieting.apps.sealing.store import calls_bytes, files_of
from jieting.documents.bundle_check import public_key, sign_hash
from jieting.domain.books.seal import (
    CALLS,
    FIRST,
    FORM,
    file_entry,
    manifest_hash,
    pretty,
    statement_digest,
)
from jieting.domain.contracts.board.standing import Side
from jieting.domain.errors import Refused
from jieting.domain.periods import Month
from jieting.installation.keys import key


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks to be drawn up."""

    by: Actor
    at: datetime
    contract_id: str
    month: Month
    side: Side
    leave_open: bool
    reason: str


def drawn(asked: Asked, books: Books, number: int) -> Seal:
    """The row of a month drawn up, not yet saved.

    Errors: Refused where its calls changed while they were written down.
    """
    period = asked.month.period(books.month.terms.zone)
    imports = imports_of_columns(asked.contract_id, period)
    calls = calls_bytes(asked.contract_id, period, imports)
    if basis_of(asked.contract_id, asked.month).calls != books.month.basis.calls:
        raise Refused(refusals.changed_meanwhile(asked.month))
    prepared = prepared_at(books.month, asked.at)
    row = Seal(
        contract_id=asked.contract_id,
        month=str(asked.month),
        number=number,
        state=Seal.State.DRAWN,
        reason=asked.reason.strip(),
        version=books.month.version,
        contract_text=books.contract_text,
        records_text=books.records_text,
        sheet=books.sheet,
        result=books.result,
        open_items=list(books.open_items),
        statement_pdf=statement_of(books.month, prepared),
        calls=kept_calls(asked.contract_id, asked.month),
        calls_digest=file_entry(calls)["sha256"],
        imports=imports,
        basis=books.basis,
        drawn_by=asked.by.name,
        drawn_side=asked.side.value,
        drawn_at=asked.at,
    )
    row.statement = {
        "contract": row.contract_id,
        "drawn_at": _moment(asked.at),
        "drawn_by": row.drawn_by,
        "files": {name: file_entry(content) for name, content in files_of(row, calls).items()},
        "language": LANGUAGE,
        "month": row.month,
        "number": number,
        "prepared_at": prepared,
        "product": __version__,
        "reason": row.reason,
        "version": row.version,
    }
    row.statement_digest = statement_digest(row.statement)
    return row


def finish(row: Seal, last: Seal | None, signed_at: datetime, signatures: bytes) -> None:
    """Give a seal that both have signed its place in the contract's chain, and its manifest."""
    row.state = Seal.State.SIGNED
    row.ended_at = signed_at
    row.place = 1 if last is None or last.place is None else last.place + 1
    row.previous = FIRST if last is None else last.hash
    manifest = {
        "form": FORM,
        "place": row.place,
        "previous": row.previous,
        "signatures": file_entry(signatures),
        "signed_at": _moment(signed_at),
        "statement": row.statement,
        "statement_digest": row.statement_digest,
    }
    row.hash = manifest_hash(manifest)
    seed = key("seal")
    signed = {"hash": row.hash, "key": public_key(seed), "signature": sign_hash(seed, row.hash)}
    row.manifest = pretty({**manifest, **signed}).decode()
    row.bundle = f"{row.contract_id}-{row.month}-{row.number}-{row.hash[:16]}.zip"


def signed_calls(row: Seal, period_calls: bytes) -> bytes | None:
    """The calls where they are still those that were drawn up; None where they are not."""
    told = row.statement["files"][CALLS]
    return period_calls if file_entry(period_calls) == told else None


def installation_key() -> str:
    """The public half of the key with which this installation signs sealed months."""
    return public_key(key("seal"))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
