"""What the page of a disputed line says of its disputes."""

from __future__ import annotations

from typing import Any

from jieting.apps.moves.dispute_queries import disputes_of_line
from jieting.apps.moves.page_links import move_url
from jieting.domain.books.kinds import KINDS
from jieting.domain.periods import Month
from jieting.domain.said import say


def line_disputes(contract_id: str, month: Month, clause: str) -> list[dict[str, Any]]:
    """Each dispute about the line: how it stands, and its page."""
    return [
        {
            "text": say(
                "Disputed in {ref}: {state}",
                ref=f"M-{row.number}", state=KINDS[row.kind].states[row.state],
            ),
            "href": move_url(contract_id, row.number),
        }
        for row in disputes_of_line(contract_id, month, clause)
    ]  # fmt: skip
