"""Background work of the assessment."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from jieting.apps.assessment import actions, queries
from jieting.apps.base.actor import system
from jieting.apps.base.jobs import job
from jieting.apps.contracts.queries import contract_ids
from jieting.domain.errors import Refused
from jieting.domain.periods import Month


@job(actions.COUNT_JOB, one_at_a_time="count/{contract_id}/{month}", waits_once=True)
def count_month(*, contract_id: str, month: str) -> None:
    """Count a month whose calls or records have changed; one without a contract stays uncounted."""
    with suppress(Refused):
        actions.count_month(
            by=system("assessment"),
            at=datetime.now(UTC),
            contract_id=contract_id,
            month=Month.parse(month),
        )


@job(actions.AHEAD_JOB, waits_once=True)
def count_ahead() -> None:
    """Have every stale month counted, as after an upgrade, before somebody waits for its page."""
    for contract_id in contract_ids():
        with suppress(Refused):
            actions.recount(contract_id, map(str, queries.stale_months(contract_id)))
