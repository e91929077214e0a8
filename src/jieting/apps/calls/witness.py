"""The witness of kept calls: each import holds the calls whose digest the audit log keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils import timezone

from jieting.apps.audit.findings import row_changed, row_gone, row_unknown
from jieting.apps.audit.witnesses import Statement, Witness, register
from jieting.apps.calls.digest import digest_of_import
from jieting.apps.calls.line_days import left_open
from jieting.apps.calls.models import Call, Import
from jieting.domain.errors import Finding


def compare(statements: Sequence[Statement]) -> Iterator[Finding]:
    """Imports whose calls were changed, removed or added; calls for which no entry vouches."""
    imports = {f"import {row.pk}": row for row in Import.objects.order_by("pk")}
    for statement in statements:
        row = imports.pop(statement.object, None)
        if row is None or row.contract_id != statement.contract:
            yield row_gone(statement)
        elif not _is_the_same(row, statement):
            yield row_changed(statement)
    late = {row.pk for row in left_open(timezone.now())}
    for name, row in imports.items():
        if row.is_line and row.state == Import.State.RUNNING and row.pk not in late:
            continue  # its calls still come in; the entry that closes the day vouches for them
        # Nothing stands of these: never kept, or undone. So no call may be theirs.
        if row.state == Import.State.COMMITTED or Call.objects.filter(brought_by=row).exists():
            yield row_unknown(row.contract_id, name)


def register_witness() -> None:
    """Called once the apps are ready."""
    register(
        Witness(
            "calls.imports",
            frozenset({"calls.import.committed", "calls.line.day_closed"}),
            compare,
            ends=frozenset({"calls.import.undone"}),
        )
    )


def _is_the_same(row: Import, statement: Statement) -> bool:
    kept = statement.detail.get("calls_digest")
    committed = row.state == Import.State.COMMITTED
    return committed and kept == row.calls_digest == digest_of_import(row.pk)
