"""The inbound calls of a period and who took them: lists from which an inspection draws."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from jieting.apps.calls.models import Call
from jieting.domain.periods import Period

_NOT_RECORDED = ("", "n")


def inbound_ids(contract_id: str, period: Period, *, recorded: bool = False) -> list[str]:
    """The call_ids of inbound calls that arrived in a period; of recorded ones alone if asked."""
    found = _inbound(contract_id, period)
    if recorded:
        found = found.exclude(recording__in=_NOT_RECORDED)
    return list(found.values_list("call_id", flat=True))


def agents_of(contract_id: str, period: Period) -> list[str]:
    """The agents who took inbound calls that arrived in a period."""
    found = _inbound(contract_id, period).exclude(agent="")
    return list(found.values_list("agent", flat=True).order_by("agent").distinct())


def arrived_of(contract_id: str, period: Period, call_ids: Iterable[str]) -> list[str]:
    """Those of some calls that arrived in a period."""
    found = Call.objects.filter(
        contract_id=contract_id,
        call_id__in=list(call_ids),
        arrived_at__gte=period.start,
        arrived_at__lt=period.end,
    )
    return list(found.values_list("call_id", flat=True))


def _inbound(contract_id: str, period: Period) -> QuerySet[Call]:
    return Call.objects.filter(
        contract_id=contract_id,
        direction="inbound",
        arrived_at__gte=period.start,
        arrived_at__lt=period.end,
    )
