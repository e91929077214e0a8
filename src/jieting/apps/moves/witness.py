"""The witness of moves: each is the one whose digest the audit log keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jieting.apps.audit.findings import row_changed, row_gone, row_unknown
from jieting.apps.audit.witnesses import Statement, Witness, register
from jieting.apps.moves.digest import digest_of
from jieting.apps.moves.models import Move
from jieting.domain.errors import Finding


def compare(statements: Sequence[Statement]) -> Iterator[Finding]:
    """Moves that were changed, removed or put in without an entry."""
    rows = {(m.contract_id, f"move {m.number}"): m for m in Move.objects.order_by("pk")}
    for statement in statements:
        row = rows.pop((statement.contract, statement.object), None)
        if row is None:
            yield row_gone(statement)
        elif not row.digest == statement.detail.get("digest") == digest_of(row):
            yield row_changed(statement)
    for contract, name in rows:
        yield row_unknown(contract, name)


def register_witness() -> None:
    """Called once the apps are ready."""
    begins = frozenset({"moves.opened", "moves.step_taken"})
    register(Witness("moves", begins, compare))
