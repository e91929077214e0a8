"""The witnesses of contracts: versions, agreements and amendments are those of the audit log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TypeVar

from jieting.apps.audit.findings import row_changed, row_gone, row_unknown
from jieting.apps.audit.witnesses import Statement, Witness, register
from jieting.apps.contracts import agreeing, amending
from jieting.apps.contracts.models import Amendment, ReadingAgreement, Version
from jieting.domain.errors import Finding

Row = TypeVar("Row", ReadingAgreement, Amendment)


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


def compare_agreements(statements: Sequence[Statement]) -> Iterator[Finding]:
    """Agreements to readings that were changed, removed or put in without an entry."""
    found = ReadingAgreement.objects.order_by("pk")
    rows = {(row.contract_id, agreeing.object_of(row)): row for row in found}
    yield from _compared(statements, rows, agreeing.digest_of)


def compare_amendments(statements: Sequence[Statement]) -> Iterator[Finding]:
    """Amendments that were changed, removed or put in without an entry."""
    found = Amendment.objects.order_by("pk")
    rows = {(row.contract_id, amending.object_of(row)): row for row in found}
    yield from _compared(statements, rows, amending.digest_of)


def register_witness() -> None:
    """Called once the apps are ready."""
    register(Witness("contracts.versions", frozenset({"contracts.version.added"}), compare))
    agreed, back = frozenset({"contracts.reading.agreed"}), {"contracts.reading.taken_back"}
    register(Witness("contracts.agreements", agreed, compare_agreements, frozenset(back)))
    steps = ("proposed", "agreed", "refused", "withdrawn")
    begins = frozenset(f"contracts.amendment.{step}" for step in steps)
    register(Witness("contracts.amendments", begins, compare_amendments))


def _compared(
    statements: Sequence[Statement],
    rows: Mapping[tuple[str, str], Row],
    digest_of: Callable[[Row], str],
) -> Iterator[Finding]:
    left = dict(rows)
    for statement in statements:
        row = left.pop((statement.contract, statement.object), None)
        if row is None:
            yield row_gone(statement)
        elif digest_of(row) != statement.detail.get("digest"):
            yield row_changed(statement)
    for contract, name in left:
        yield row_unknown(contract, name)


def _is_the_same(version: Version, statement: Statement) -> bool:
    digest = sha256(version.text.encode()).hexdigest()
    said = statement.detail
    return (
        digest == version.digest == said.get("digest")
        and str(version.effective_from) == said.get("effective_from")
        and str(version.effective_to or "") == said.get("effective_to", "")
    )
