"""Addresses of deliverables."""

from __future__ import annotations

from django.urls import reverse

from jieting.domain.books.move import Move
from jieting.domain.contracts.deliverables import SELF_ASSESSMENT


def page_of(contract_id: str, move: Move) -> str:
    """The page on which a deliverable is written, handed in and looked through."""
    name = (
        "deliverable_self" if move.facts["deliverable"] == SELF_ASSESSMENT else "deliverable_report"
    )
    return reverse(name, args=[contract_id, move.number])
