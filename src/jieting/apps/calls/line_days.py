"""Closing days of the line: from then on the audit log vouches for their calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.apps.base.instants import to_instant
from jieting.apps.base.live import changed
from jieting.apps.calls.digest import digest_of_import
from jieting.apps.calls.line_calls import line_turn
from jieting.apps.calls.line_months import settle_months, unsettled_contracts
from jieting.apps.calls.models import Import
from jieting.apps.calls.months import months_of, zone_of
from jieting.domain.periods import SECOND, Instant, Period, day_period, local

CLOSED_AFTER: Instant = 2 * 3_600 * SECOND
"""How long after its end a day is closed: calls that began in it may still be going on."""
_COUNTED = """
SELECT outcome, count(*), min(arrived_at), max(arrived_at) FROM calls_call
WHERE brought_by_id = %s GROUP BY outcome ORDER BY outcome
"""


def close_line_days(*, by: Actor, at: datetime) -> list[int]:
    """Close every day of the line that ended long enough ago; the numbers of their imports.

    A call that comes later opens a further batch of its day, which is closed the next time.
    """
    for contract_id in unsettled_contracts():
        settle_months(contract_id=contract_id)
    over = [row.pk for row in _open_days() if day_end(row) + CLOSED_AFTER <= to_instant(at)]
    return [pk for pk in over if close_line_day(by=by, at=at, import_id=pk)]


def close_line_day(*, by: Actor, at: datetime, import_id: int) -> bool:
    """Close one day of the line; False where somebody else was faster."""
    with transaction.atomic():
        contract_id = Import.objects.values_list("contract_id", flat=True).get(pk=import_id)
        line_turn(contract_id)
        row = Import.objects.select_for_update().get(pk=import_id)
        if row.state != Import.State.RUNNING:
            return False
        with audited(
            "calls.line.day_closed",
            by=by,
            at=at,
            contract=contract_id,
            object=f"import {row.pk}",
            day=row.file_name,
        ) as entry:
            _count(row)
            row.months = list(months_of(row.pk, contract_id).arrived)
            row.calls_digest = digest_of_import(row.pk)
            row.state, row.changed_at = Import.State.COMMITTED, at
            row.save()
            entry.detail |= {
                "calls": row.kept,
                "months": row.months,
                "calls_digest": row.calls_digest,
            }
            changed(contract_id, "imports")
            changed(contract_id, f"import:{row.pk}")
    return True


def day_end(row: Import) -> Instant:
    """The instant at which the local day of a batch ends."""
    return day_period(date.fromisoformat(row.file_name), zone_of(row.contract_id)).end


def open_days(contract_id: str, period: Period) -> list[str]:
    """Days of a period of which the line's calls still run."""
    zone = zone_of(contract_id)
    first, last = (f"{local(t, zone):%Y-%m-%d}" for t in (period.start, period.end - 1))
    mine = Import.objects.filter(contract_id=contract_id, kind=Import.LINE)
    found = mine.filter(state=Import.State.RUNNING, file_name__range=(first, last))
    return list(found.order_by("file_name").values_list("file_name", flat=True))


def left_open(at: datetime) -> Sequence[Import]:
    """Days that should have been closed long ago: nobody vouches for their calls."""
    late = at - timedelta(days=3)
    return [row for row in _open_days() if day_end(row) < to_instant(late)]


def _open_days() -> Sequence[Import]:
    running = Import.objects.filter(kind=Import.LINE, state=Import.State.RUNNING)
    return list(running.order_by("file_name", "pk"))


def _count(row: Import) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, [row.pk])
        found = cursor.fetchall()
    row.outcomes = {outcome: calls for outcome, calls, _, _ in found}
    row.kept = row.rows = row.done = row.total = sum(row.outcomes.values())
    row.first_arrived_at = min((first for _, _, first, _ in found), default=None)
    row.last_arrived_at = max((last for _, _, _, last in found), default=None)
