"""The digests of a statement: the one the audit log keeps, and the hash that chains it."""

from __future__ import annotations

from typing import Any

from jieting.apps.base.instants import to_instant
from jieting.apps.settlement.books import text_digest
from jieting.apps.settlement.models import Signature, Statement
from jieting.domain.books.seal import canonical, digest


def digest_of(row: Statement) -> str:
    """SHA-256 over all that a statement holds, its signatures included."""
    ended = None if row.ended_at is None else to_instant(row.ended_at)
    head = [row.contract_id, row.number, row.first_month, row.state, row.digest]
    drawn = [row.drawn_by, row.drawn_side, to_instant(row.drawn_at), ended]
    texts = [digest(canonical(row.content)), text_digest(row.contract_text)]
    chain = [row.previous, row.hash]
    return digest(canonical([head, drawn, texts, chain, _signatures(row)]))


def hash_of(row: Statement) -> str:
    """The hash of a signed statement: its content, the one before it, and both signatures."""
    return digest(canonical([row.contract_id, row.digest, row.previous, _signatures(row)]))


def _signatures(row: Statement) -> list[list[Any]]:
    signed = Signature.objects.filter(statement=row).order_by("side")
    return [
        [s.side, s.by, s.name, s.role, to_instant(s.at), s.digest, s.with_second_factor]
        for s in signed
    ]
