"""The witness of seals: rows, signatures and bundles are those that the audit log vouches for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jieting.apps.audit.findings import row_changed, row_gone, row_unknown
from jieting.apps.audit.witnesses import Statement, Witness, register
from jieting.apps.sealing.digest import digest_of, named
from jieting.apps.sealing.models import Seal
from jieting.apps.sealing.store import bundle_fault
from jieting.domain.errors import Finding


def compare(statements: Sequence[Statement]) -> Iterator[Finding]:
    """Seals that were changed, removed or put in without an entry; bundles that are not theirs."""
    rows = {(row.contract_id, named(row)): row for row in Seal.objects.order_by("pk")}
    for statement in statements:
        row = rows.pop((statement.contract, statement.object), None)
        if row is None:
            yield row_gone(statement)
        elif digest_of(row) != statement.detail.get("digest"):
            yield row_changed(statement)
        elif row.state == Seal.State.SIGNED and (fault := bundle_fault(row)) is not None:
            yield fault
    for contract, name in rows:
        yield row_unknown(contract, name)


def register_witness() -> None:
    """Called once the apps are ready."""
    begins = frozenset({"sealing.seal.drawn", "sealing.seal.signed", "sealing.seal.withdrawn"})
    register(Witness("sealing.seals", begins, compare))
