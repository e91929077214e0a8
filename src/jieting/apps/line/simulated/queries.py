"""Whether a contract's line is simulated, which every page of it then says."""

from __future__ import annotations

from jieting.apps.line.models import PlanRevision, Switch


def switch_is_simulated(contract_id: str) -> bool:
    """True where the switch that runs the contract's line is a simulated one."""
    if not Switch.objects.filter(simulated=True, connected=True).exists():
        return False
    return PlanRevision.objects.filter(contract_id=contract_id).exists()
