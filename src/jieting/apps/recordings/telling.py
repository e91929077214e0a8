"""Telling people of recordings: what is due for deletion, once a week."""

from __future__ import annotations

from datetime import datetime

from jieting.apps.accounts.roles import Right
from jieting.apps.base.addresses import address
from jieting.apps.notices.actions import notify
from jieting.apps.recordings.retention import dry_run
from jieting.domain.contracts.board.standing import Side
from jieting.domain.said import say


def tell_due(contract_id: str, at: datetime) -> int:
    """Tell who may delete how many recordings are due; within the caller's transaction.

    How many there are; nothing is deleted by it.
    """
    found = dry_run(contract_id, at)
    if not found.due:
        return 0
    year, week, _ = found.today.isocalendar()
    notify(
        at=at,
        contract_id=contract_id,
        event="recordings.due",
        words=say("{n} recordings are due for deletion.", n=len(found.due)),
        url=address("recordings", contract_id),
        side=Side.SUPPLIER,
        right=Right.DELETE_RECORDINGS,
        once=f"recordings/due/{year}-{week}",
    )
    return len(found.due)
