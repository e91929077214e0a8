"""Addresses of the pages of moves, and the way to them from the contract."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from jieting.domain.said import Said, say, verbatim

Crumbs = list[tuple[Said, str | None]]


def move_url(contract_id: str, number: int) -> str:
    """The page of a move."""
    return reverse("move", args=[contract_id, number])


def crumbs(contract: Any, *after: Said) -> Crumbs:
    """From the contract to its moves and on; the last one is the page itself."""
    way: Crumbs = [
        (verbatim(contract.title), reverse("board", args=[contract.pk])),
        (say("Moves"), reverse("moves", args=[contract.pk])),
    ]
    return [*way, *((title, None) for title in after)]
