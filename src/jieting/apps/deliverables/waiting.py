"""What waits for the supplier although its move is decided: a document that was returned."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.apps.accounts.roles import Right
from jieting.apps.base.waiting import Waiting, register_waiting
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.deliverables.links import page_of
from jieting.apps.deliverables.queries import deliverables_of
from jieting.domain.books.kinds.deliverable import DELIVERABLE, RETURNED
from jieting.domain.contracts.board.standing import Side
from jieting.domain.said import say


def returned(contract_id: str, side: Side) -> Iterator[Waiting]:
    """The documents that were returned and may be handed in again."""
    if side is not Side.SUPPLIER:
        return
    for move in deliverables_of(contract_id):
        if move.state == RETURNED:
            yield Waiting(
                title=say("Returned: hand in again"),
                about=DELIVERABLE.summary(move, latest_terms(contract_id)),
                url=page_of(contract_id, move),
                since=move.acts[-1].at,
                right=Right.SUBMIT_REPORTS,
            )


def register() -> None:
    """Called once the apps are ready."""
    register_waiting(returned)
