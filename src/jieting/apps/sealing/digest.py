"""The digest of a seal: everything that was drawn up, and every signature under it."""

from __future__ import annotations

from typing import Any

from jieting.apps.base.instants import to_instant
from jieting.apps.sealing.models import Seal, Signature
from jieting.domain.books.seal import canonical, digest

_BESIDE = ("id", "statement_pdf", "drawn_at", "ended_at", "statement")


def digest_of(row: Seal) -> str:
    """SHA-256 over every column of the seal and its signatures."""
    names = sorted(f.attname for f in Seal._meta.concrete_fields if f.attname not in _BESIDE)
    columns: dict[str, Any] = {name: getattr(row, name) for name in names}
    columns["statement_pdf"] = digest(bytes(row.statement_pdf))
    columns["drawn_at"] = to_instant(row.drawn_at)
    columns["ended_at"] = None if row.ended_at is None else to_instant(row.ended_at)
    columns["statement"] = digest(canonical(row.statement))
    signed = Signature.objects.filter(seal=row).order_by("side")
    return digest(canonical([columns, [_signature(each) for each in signed]]))


def _signature(row: Signature) -> list[Any]:
    at = to_instant(row.at)
    return [row.side, row.by, row.name, row.role, at, row.statement, row.with_second_factor]


def named(row: Seal) -> str:
    """A seal as the audit log names it: ``seal 2026-10-0.7``."""
    return f"seal {row.month}-{row.number}.{row.pk}"
