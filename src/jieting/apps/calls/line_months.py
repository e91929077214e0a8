"""Months while calls come over the line: counts at once, revisions about once a minute.

A revision makes every reader count the month anew. So while calls stream into the running month,
its row keeps how many changes the revision does not tell, and a job tells them together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import F

from jieting.apps.base.jobs import later_job
from jieting.apps.base.live import changed
from jieting.apps.calls.models import MonthOfCalls
from jieting.apps.calls.months import tell_changed
from jieting.domain.calls.call import SIMULATED
from jieting.domain.periods import Instant, local

SETTLE_JOB = "calls.line.settle"
SETTLED_AFTER_S = 60
CALLS_A_SECOND = 5_000
"""A month of more calls takes longer to count, so it is counted less often: one second for each."""
LONGEST_S = 240
_ADD = """
INSERT INTO calls_monthofcalls AS m (contract_id, month, revision, calls, simulated, unsettled,
    unsettled_since)
VALUES (%s, %s, 0, %s, %s, %s, %s)
ON CONFLICT (contract_id, month) DO UPDATE SET calls = m.calls + excluded.calls,
    simulated = m.simulated + excluded.simulated, unsettled = m.unsettled + excluded.unsettled,
    unsettled_since = coalesce(m.unsettled_since, excluded.unsettled_since)
RETURNING unsettled, calls
"""


@dataclass(slots=True)
class LineMonths:
    """What some calls change in each month of their contract's zone."""

    zone: ZoneInfo
    calls: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    simulated: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    ended: set[str] = field(default_factory=set)

    def add(self, arrived: Instant, ended: Instant, source: str, sign: int) -> None:
        """One more call, or with -1 one less."""
        month = self._month(arrived)
        self.calls[month] += sign
        self.simulated[month] += sign if source == SIMULATED else 0
        if (last := self._month(ended)) != month:
            self.ended.add(last)

    def _month(self, at: Instant) -> str:
        return f"{local(at, self.zone):%Y-%m}"


def tell_months(contract_id: str, months: LineMonths, at: datetime) -> None:
    """Count what came; the running month's revision follows a minute or so later.

    Another month is told at once: nobody waits for more calls of it.
    """
    running = f"{at.astimezone(months.zone):%Y-%m}"
    for month in sorted(months.calls):
        waits = month == running
        row = [contract_id, month, months.calls[month], months.simulated[month], int(waits)]
        unsettled, calls = _add(row, at if waits else None)
        if waits and unsettled == 1:
            later_job(SETTLE_JOB, at=at + settled_after(calls), contract_id=contract_id)
    _revise(contract_id, sorted({*months.calls, *months.ended} - {running}))


def settle_months(*, contract_id: str) -> None:
    """Let the revisions tell what came since the last time."""
    with transaction.atomic():
        due = MonthOfCalls.objects.select_for_update().filter(
            contract_id=contract_id, unsettled__gt=0
        )
        _revise(contract_id, list(due.values_list("month", flat=True)))
        changed(contract_id, "imports")


def unsettled_contracts() -> list[str]:
    """Contracts whose revisions do not tell everything."""
    found = MonthOfCalls.objects.filter(unsettled__gt=0)
    return list(found.values_list("contract_id", flat=True).distinct())


def settled_after(calls: int) -> timedelta:
    """How long a month of so many calls may wait to be counted again."""
    return timedelta(seconds=min(LONGEST_S, SETTLED_AFTER_S + calls // CALLS_A_SECOND))


def _add(row: list[Any], at: datetime | None) -> tuple[int, int]:
    """Count calls of a month; what its revision does not tell now, and how many calls it has."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [*row, at])
        unsettled, calls = cursor.fetchone()
        return int(unsettled), int(calls)


def _revise(contract_id: str, months: Iterable[str]) -> None:
    if not (found := list(months)):
        return
    MonthOfCalls.objects.filter(contract_id=contract_id, month__in=found).update(
        revision=F("revision") + 1, unsettled=0, unsettled_since=None
    )
    tell_changed(contract_id, found)
