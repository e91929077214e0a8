"""What a call's page shows of its recordings."""

from __future__ import annotations

from typing import Protocol

from jieting.apps.accounts.access import Standing
from jieting.apps.accounts.roles import Right
from jieting.apps.calls.call_parts import CallPart, register_part
from jieting.apps.calls.rows import clock, duration
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.recordings.queries import recordings_of


class Named(Protocol):
    """A call, as far as its recordings need to know it; ``source`` is the switch that told it."""

    call_id: str
    source: str


def recordings_part(contract_id: str, call: Named, viewer: Standing) -> CallPart | None:
    """The recordings of a call and the way to hear them; nothing where there is none."""
    rows = recordings_of(contract_id, call.source, call.call_id)
    if not rows:
        return None
    zone = latest_terms(contract_id).zone
    shown = [
        {
            "pk": row.pk,
            "state": row.state,
            "part": row.part,
            "began": clock(row.began_at, zone),
            "length": duration(row.milliseconds // 1000),
            "certificate": row.certificate.number if row.certificate is not None else None,
        }
        for row in rows
    ]
    may_hear = viewer.may(Right.HEAR_RECORDINGS)
    context = {"contract_id": contract_id, "rows": shown, "may_hear": may_hear}
    return CallPart("recordings/call_part.html", context)


def register() -> None:
    """Called once the apps are ready."""
    register_part(recordings_part)
