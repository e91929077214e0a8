"""Background work of deliverables: what becomes due is opened, what was missed is noted."""

from __future__ import annotations

from datetime import UTC, datetime

from jieting.apps.base.actor import system
from jieting.apps.base.jobs import job
from jieting.apps.contracts.queries import contract_ids
from jieting.apps.deliverables.due import DUE_JOB, open_due


@job(DUE_JOB, every="1 * * * *", waits_once=True)
def open_all_due() -> None:
    """Look at every contract: hourly, and a minute after the hour, when most deadlines end."""
    for contract_id in contract_ids():
        open_due(by=system("deliverables"), at=datetime.now(UTC), contract_id=contract_id)
