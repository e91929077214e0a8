"""The witness of records: each records file is the one whose digest the audit log keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from jieting.apps.assessment.models import RecordsFile
from jieting.apps.audit.findings import row_changed, row_gone, row_unknown
from jieting.apps.audit.witnesses import Statement, Witness, register
from jieting.domain.errors import Finding


def compare(statements: Sequence[Statement]) -> Iterator[Finding]:
    """Records files that were changed, removed or put in without an entry."""
    known = set()
    for statement in statements:
        known.add((statement.contract, statement.object))
        row = _row(statement)
        if row is None:
            yield row_gone(statement)
        elif sha256(row.text.encode()).hexdigest() != statement.detail.get("digest"):
            yield row_changed(statement)
    for contract, number in RecordsFile.objects.order_by("pk").values_list("contract_id", "number"):
        if (contract, f"records {number}") not in known:
            yield row_unknown(contract, f"records {number}")


def register_witness() -> None:
    """Called once the apps are ready."""
    begins = frozenset({"assessment.records.kept"})
    register(Witness("assessment.records", begins, compare))


def _row(statement: Statement) -> RecordsFile | None:
    number = statement.object.removeprefix("records ")
    if not number.isdigit():
        return None
    mine = RecordsFile.objects.filter(contract_id=statement.contract, number=int(number))
    found: RecordsFile | None = mine.first()
    return found
