"""Who answered calls in a period: calls, days and the first and last call of each agent."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import connection

from jieting.domain.periods import Instant, Period

_ASKED = (
    "SELECT agent, count(*), count(DISTINCT (to_timestamp(arrived_at / 1000000) AT TIME ZONE %s)"
    "::date), min(arrived_at), max(arrived_at) FROM calls_call WHERE contract_id = %s"
    " AND arrived_at >= %s AND arrived_at < %s AND agent <> '' AND outcome = 'answered'"
    " AND direction = 'inbound' GROUP BY agent ORDER BY agent"
)


@dataclass(frozen=True, slots=True)
class AgentCalls:
    """An agent who answered inbound calls; ``days`` are the local days of their arrivals."""

    agent: str
    calls: int
    days: int
    first: Instant
    last: Instant


def agents_of(contract_id: str, period: Period, zone: ZoneInfo) -> list[AgentCalls]:
    """Every agent who answered an inbound call that arrived in ``period``, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [str(zone), contract_id, period.start, period.end])
        return [AgentCalls(*row) for row in cursor.fetchall()]
