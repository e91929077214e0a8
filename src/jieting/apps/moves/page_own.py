"""Buttons of one move's page that lead to pages of its kind alone, or to a dispute of it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from jieting.apps.moves.dispute_queries import may_dispute
from jieting.apps.moves.page_viewer import Viewer
from jieting.domain.books.kind import Kind
from jieting.domain.books.move import Move
from jieting.domain.said import say


def own_pages(viewer: Viewer, kind: Kind, move: Move) -> list[dict[str, Any]]:
    """The buttons, each with its words and address."""
    at = [viewer.contract_id, move.number]
    found = [{"title": title, "url": reverse(name, args=at)} for name, title in kind.pages]
    if may_dispute(viewer, kind, move):
        found.append({"title": say("Dispute it"), "url": reverse("move_dispute", args=at)})
    return found
