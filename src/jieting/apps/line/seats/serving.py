"""Who serves queues now, in every contract of the installation, with the telephone of each."""

from __future__ import annotations

from jieting.apps.base.instants import to_instant
from jieting.apps.line.gate.gate import Serving
from jieting.apps.line.models import Seat
from jieting.apps.line.plan_now import plan_now
from jieting.apps.line.seats.words import OUT
from jieting.domain.errors import BadInput
from jieting.domain.line.plan import Plan


def serving_now() -> list[Serving]:
    """Everybody who wants to be in a queue, paused or not, or whom the switch still has in one."""
    plans: dict[str, Plan | None] = {}
    found: list[Serving] = []
    seats = Seat.objects.exclude(wanted=OUT, confirmed=OUT).order_by("since", "pk")
    for seat in seats:
        if seat.contract_id not in plans:
            plans[seat.contract_id] = _plan(seat.contract_id)
        plan = plans[seat.contract_id]
        agent = plan.agents.get(seat.agent) if plan is not None else None
        if agent is not None:
            found.append(
                Serving(
                    contract_id=seat.contract_id,
                    agent=seat.agent,
                    queue=seat.queue,
                    extension=agent.extension,
                    since=to_instant(seat.since),
                )
            )
    return found


def _plan(contract_id: str) -> Plan | None:
    """The plan of a line; one that cannot be read keeps nobody of another line from signing in."""
    try:
        return plan_now(contract_id)
    except BadInput:
        return None
