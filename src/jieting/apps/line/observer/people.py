"""Who is behind a telephone: extensions and names from the plans of all lines."""

from __future__ import annotations

import time

from jieting.apps.line.models import PlanRevision
from jieting.apps.line.plan_now import plan_now
from jieting.domain.errors import BadInput

LOOK_EVERY_S = 30.0


class People:
    """Names of agents by extension, which are unique in an installation."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self._looked_at = float("-inf")

    def name(self, extension: str) -> str:
        """The agent's name; the extension where no plan knows it."""
        return self.names.get(extension, extension)

    def look(self) -> None:
        """Read the plans again where it is time; a plan that cannot be read tells nothing."""
        now = time.monotonic()
        if now - self._looked_at < LOOK_EVERY_S:
            return
        self._looked_at = now
        found: dict[str, str] = {}
        contracts = PlanRevision.objects.order_by("contract_id").values_list(
            "contract_id", flat=True
        )
        for contract in contracts.distinct():
            try:
                plan = plan_now(contract)
            except BadInput:
                continue
            if plan is not None:
                found |= {one.extension: one.name for one in plan.agents.values()}
        self.names = found
