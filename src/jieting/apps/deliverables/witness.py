"""The witness of documents: what was handed in is what the audit log names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jieting.apps.audit.findings import row_changed, row_gone, row_unknown
from jieting.apps.audit.witnesses import Statement, Witness, register
from jieting.apps.deliverables.models import Document
from jieting.apps.deliverables.packing import digest_of
from jieting.domain.errors import Finding


def compare(statements: Sequence[Statement]) -> Iterator[Finding]:
    """Documents that were changed, removed or put in without an entry."""
    submitted = Document.objects.filter(state=Document.State.SUBMITTED).order_by("pk")
    rows = {(d.contract_id, f"document {d.number}.{d.version}"): d for d in submitted}
    for statement in statements:
        row = rows.pop((statement.contract, statement.object), None)
        if row is None:
            yield row_gone(statement)
        elif not row.digest == statement.detail.get("digest") == digest_of(row.content):
            yield row_changed(statement)
    for contract, name in rows:
        yield row_unknown(contract, name)


def register_witness() -> None:
    """Called once the apps are ready."""
    begins = frozenset({"deliverables.document.submitted"})
    register(Witness("documents", begins, compare))
