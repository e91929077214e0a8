"""What the line tells the recordings: facts, calls that were recorded, how long they are kept."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Func, IntegerField

from jieting.apps.contracts.queries import contract_ids
from jieting.apps.line.models import Fact, LineCall
from jieting.apps.line.plan_now import plan_now
from jieting.apps.recordings.hooks import (
    Recorded,
    Told,
    register_days,
    register_facts,
    register_recorded_calls,
)
from jieting.domain.line.facts import FactKind
from jieting.domain.periods import Instant

_OF_RECORDING = f'$[*] ? (@.kind == "{FactKind.RECORDING}")'


def register() -> None:
    """Called once the apps are ready."""
    register_facts(facts_of)
    register_recorded_calls(recorded_calls)
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


def recorded_calls(system: str, since: Instant) -> Iterator[Recorded]:
    """Calls of a switch that arrived since an instant, are over and were recorded."""
    told = Func(
        F("events"),
        template=f"jsonb_array_length(jsonb_path_query_array(%(expressions)s, '{_OF_RECORDING}'))",
        output_field=IntegerField(),
    )
    # By contract, as the calls are indexed by.
    rows = LineCall.objects.filter(
        contract_id__in=contract_ids(), arrived_at__gte=since, system=system, over=True
    )
    found = rows.annotate(told=told).filter(told__gt=0).values_list("contract_id", "call", "told")
    for contract_id, call, recordings in found.iterator():
        yield Recorded(contract_id, call, recordings)


def days_of(contract_id: str) -> int | None:
    """For how many days the plan of a contract keeps recordings; None where it records nothing."""
    plan = plan_now(contract_id)
    return plan.recording.keep_days if plan is not None and plan.recording is not None else None
