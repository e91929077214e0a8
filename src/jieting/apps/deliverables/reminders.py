"""Reminding of deadlines so many days before; what was missed the moves tell of themselves."""

from __future__ import annotations

from datetime import datetime

from jieting.apps.accounts.roles import Right
from jieting.apps.base.instants import to_instant
from jieting.apps.deliverables.links import page_of
from jieting.apps.notices.actions import notify
from jieting.domain.books.move import Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract
from jieting.domain.periods import DAY, shown
from jieting.domain.said import say


def remind(*, at: datetime, contract_id: str, move: Move, terms: Contract) -> None:
    """Tell those who hand in, each reminder once; of several that have come, the latest alone."""
    now, facts = to_instant(at), move.facts
    due_at = int(facts["due_at"])
    come = [days for days in _days(terms, move) if due_at - days * DAY <= now <= due_at]
    if not come:
        return
    notify(
        at=at,
        contract_id=contract_id,
        event="deliverables.clock.near",
        words=say(
            "{title} of {month} is due {due}.",
            title=facts["title"],
            month=facts["month"],
            due=shown(due_at, terms.zone),
        ),
        url=page_of(contract_id, move),
        side=Side.SUPPLIER,
        right=Right.SUBMIT_REPORTS,
        due_at=due_at,
        once=f"{move.ref}/{due_at}/reminder/{min(come)}",
    )


def _days(terms: Contract, move: Move) -> tuple[int, ...]:
    """The reminders of the deliverable; none where the contract no longer names it."""
    facts = move.facts
    for each in terms.deliverables:
        if each.kind == facts["deliverable"] and each.title == facts["title"]:
            return each.remind_days
    return ()
