"""Whether a contract's line is simulated, which every page of it then says; what came so far."""

from __future__ import annotations

from typing import Any

from jieting.apps.line.models import LineCall, PlanRevision, Switch


def switch_is_simulated(contract_id: str) -> bool:
    """True where the switch that runs the contract's line is a simulated one."""
    if not Switch.objects.filter(simulated=True, connected=True).exists():
        return False
    return PlanRevision.objects.filter(contract_id=contract_id).exists()


def has_line_calls() -> bool:
    """Whether any call ever came over a line."""
    return LineCall.objects.exists()


def last_rated(contract_id: str, system: str) -> tuple[str, dict[str, Any]] | None:
    """The last call that was rated, with the event that says so; None where there is none."""
    rows = LineCall.objects.filter(contract_id=contract_id, system=system, counted=True)
    row = rows.order_by("-arrived_at").first()
    if row is None:
        return None
    return row.call, next(event for event in row.events if event["kind"] == "rated")
