"""What the line tells the recordings: the facts of a call, and how long the plan keeps them."""

from __future__ import annotations

from jieting.apps.line.models import Fact, LineCall
from jieting.apps.line.plan_now import plan_now
from jieting.apps.recordings.hooks import Told, register_days, register_facts


def register() -> None:
    """Called once the apps are ready."""
    register_facts(facts_of)
    register_days(days_of)


def facts_of(system: str, call: str) -> list[Told]:
    """The facts of a call in order; its events where the facts are kept no more."""
    rows = Fact.objects.filter(system=system, call=call).order_by("at", "key")
    found = [(kind, at, data) for kind, at, data in rows.values_list("kind", "at", "data")]
    return found or [
        (str(event["kind"]), int(event["at"]), event.get("data", {}))
        for events in LineCall.objects.filter(system=system, call=call).values_list("events")
        for event in events[0]
    ]


def days_of(contract_id: str) -> int | None:
    """For how many days the plan of a contract keeps recordings; None where it records nothing."""
    plan = plan_now(contract_id)
    return plan.recording.keep_days if plan is not None and plan.recording is not None else None
