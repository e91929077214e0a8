"""Background work of the assessment."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from jieting.apps.assessment import actions
from jieting.apps.base.actor import system
from jieting.apps.base.jobs import job
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
