"""Months of calls: how many are kept, and the revision that grows when one comes or goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import F

from jieting.apps.base.live import changed
from jieting.apps.calls.guards import months_changed
from jieting.apps.calls.models import MonthOfCalls
from jieting.apps.contracts.queries import zone_of_contract
from jieting.domain.calls.call import SIMULATED
from jieting.domain.periods import Instant, Month, local


@dataclass(frozen=True, slots=True)
class Months:
    """What an import holds in each month of its contract's zone.

    ``arrived`` are (calls, simulated calls) by the month of arrival; ``ended`` are further months
    into which some of them lasted.
    """

    arrived: dict[str, tuple[int, int]]
    ended: tuple[str, ...]


_SPANS = "unnest(%s::text[], %s::bigint[], %s::bigint[]) AS span(month, first, after)"
_ARRIVED = f"""
SELECT span.month, count(c.id), count(c.id) FILTER (WHERE c.source = %s)
FROM {_SPANS}
LEFT JOIN calls_call c
    ON c.brought_by_id = %s AND c.arrived_at >= span.first AND c.arrived_at < span.after
GROUP BY span.month ORDER BY span.month
"""  # noqa: S608 - the spans are a constant
_ENDED = f"""
SELECT span.month FROM {_SPANS}
WHERE EXISTS (SELECT FROM calls_call c WHERE c.brought_by_id = %s
    AND c.arrived_at < span.first AND c.ended_at >= span.first)
"""  # noqa: S608 - the spans are a constant


def zone_of(contract_id: str) -> ZoneInfo:
    """The zone in which a contract's days and months are."""
    return zone_of_contract(contract_id)


def months_of(import_id: int, contract_id: str) -> Months:
    """The months of the calls that an import holds, by the domain's own borders."""
    zone = zone_of(contract_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(arrived_at), max(ended_at) FROM calls_call WHERE brought_by_id = %s",
            [import_id],
        )
        first, last = cursor.fetchone()
        borders = month_borders(first, last, zone)
        cursor.execute(_ARRIVED, [SIMULATED, *borders, import_id])
        arrived = {month: (calls, of) for month, calls, of in cursor.fetchall() if calls}
        cursor.execute(_ENDED, [*borders, import_id])
        ended = tuple(row[0] for row in cursor.fetchall() if row[0] not in arrived)
    return Months(arrived, ended)


def month_borders(first: Instant | None, last: Instant | None, zone: ZoneInfo) -> list[list[Any]]:
    """Names, first instants and instants after, of every month from ``first`` to ``last``."""
    months: list[Month] = []
    if first is not None and last is not None:
        month, end = (Month.of(local(at, zone).date()) for at in (first, last))
        while month <= end:
            months.append(month)
            month = month.plus(1)
    periods = [month.period(zone) for month in months]
    return [[str(m) for m in months], [p.start for p in periods], [p.end for p in periods]]


def count_months(contract_id: str, months: Months, sign: int) -> None:
    """Add (1) or take away (-1) an import's calls; every month's revision grows."""
    for month, (calls, simulated) in months.arrived.items():
        MonthOfCalls.objects.get_or_create(contract_id=contract_id, month=month)
        MonthOfCalls.objects.filter(contract_id=contract_id, month=month).update(
            revision=F("revision") + 1,
            calls=F("calls") + sign * calls,
            simulated=F("simulated") + sign * simulated,
        )
    # A call that lasted into the next month changes what that month shows of its first minutes.
    MonthOfCalls.objects.filter(contract_id=contract_id, month__in=months.ended).update(
        revision=F("revision") + 1
    )
    tell_changed(contract_id, (*months.arrived, *months.ended))


def tell_changed(contract_id: str, months: Sequence[str]) -> None:
    """Tell open pages and later apps that calls of these months came or went."""
    for month in months:
        changed(contract_id, f"calls:{month}")
    for tell in months_changed:
        tell(contract_id, months)
