"""The witness of statements: each is what the audit log vouches for, and follows the one before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jieting.apps.audit.findings import row_changed, row_gone, row_unknown
from jieting.apps.audit.witnesses import Statement as Said
from jieting.apps.audit.witnesses import Witness, register
from jieting.apps.settlement.digest import digest_of, hash_of
from jieting.apps.settlement.models import Statement
from jieting.domain.errors import Finding

EVENTS = (
    "settlement.statement.drawn",
    "settlement.statement.replaced",
    "settlement.statement.signed",
)


def compare(statements: Sequence[Said]) -> Iterator[Finding]:
    """Statements that were changed, removed or put in without an entry."""
    rows = {(s.contract_id, f"statement {s.number}"): s for s in Statement.objects.order_by("pk")}
    for said in statements:
        row = rows.pop((said.contract, said.object), None)
        if row is None:
            yield row_gone(said)
        elif said.detail.get("digest") != digest_of(row) or not _hash_holds(row):
            yield row_changed(said)
    for contract, name in rows:
        yield row_unknown(contract, name)


def _hash_holds(row: Statement) -> bool:
    return row.state != Statement.State.SIGNED or row.hash == hash_of(row)


def register_witness() -> None:
    """Called once the apps are ready."""
    register(Witness("settlement", frozenset(EVENTS), compare))
