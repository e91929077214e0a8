"""Background work of calls: the long steps of imports, old uploads, and days of the line."""

from __future__ import annotations

from datetime import UTC, datetime

from jieting.apps.base.actor import system
from jieting.apps.base.jobs import job
from jieting.apps.calls import actions, api_actions, line_days, line_months, retention


@job(actions.CHECK_JOB, tries=3, one_at_a_time="import:{import_id}", waits_once=True)
def check_import(*, import_id: int) -> None:
    """Read an import on trial."""
    actions.check_import(import_id=import_id, at=datetime.now(UTC))


@job(actions.COMMIT_JOB, tries=3, one_at_a_time="import:{import_id}", waits_once=True)
def commit_import(*, import_id: int) -> None:
    """Keep the calls of an import."""
    actions.commit_import(import_id=import_id, at=datetime.now(UTC))


@job(api_actions.RUN_JOB, tries=3, one_at_a_time="import:{import_id}", waits_once=True)
def run_import(*, import_id: int) -> None:
    """Check an import of a program and keep its calls."""
    api_actions.run(import_id=import_id, at=datetime.now(UTC))


@job("calls.uploads.clear", every="40 3 * * *")
def clear_uploads() -> None:
    """Remove what uploads left behind and nobody may keep."""
    retention.clear_uploads(by=system("clear uploads"), at=datetime.now(UTC))


@job(line_months.SETTLE_JOB, one_at_a_time="line-settle/{contract_id}", waits_once=True)
def settle_line(*, contract_id: str) -> None:
    """Have months counted again into which calls came over the line."""
    line_months.settle_months(contract_id=contract_id)


@job("calls.line.close_days", every="25 * * * *")
def close_line_days() -> None:
    """Close days of the line that are over."""
    line_days.close_line_days(by=system("close days of the line"), at=datetime.now(UTC))
