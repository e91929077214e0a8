"""The witness of contract versions: each text is the one whose digest the audit log keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from jieting.apps.audit.findings import row_changed, row_gone, row_unknown
from jieting.apps.audit.witnesses import Statement, Witness, register
from jieting.apps.contracts.models import Version
from jieting.domain.errors import Finding


def compare(statements: Sequence[Statement]) -> Iterator[Finding]:
    """Versions that were changed, removed or put in without an entry."""
    rows = {(v.contract_id, f"version {v.name}"): v for v in Version.objects.order_by("pk")}
    for statement in statements:
        version = rows.pop((statement.contract, statement.object), None)
        if version is None:
            yield row_gone(statement)
        elif not _is_the_same(version, statement):
            yield row_changed(statement)
    for contract, name in rows:
        yield row_unknown(contract, name)


def register_witness() -> None:
    """Called once the apps are ready."""
    begins = frozenset({"contracts.version.added"})
    register(Witness("contracts.versions", begins, compare))


def _is_the_same(version: Version, statement: Statement) -> bool:
    digest = sha256(version.text.encode()).hexdigest()
    said = statement.detail
    return (
        digest == version.digest == said.get("digest")
        and str(version.effective_from) == said.get("effective_from")
        and str(version.effective_to or "") == said.get("effective_to", "")
    )
