"""The Call: one request for service by telephone, with exactly one outcome."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jieting.domain.periods import Instant


class Direction(StrEnum):
    """Who called: the citizen (inbound) or the hotline (outbound)."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class Outcome(StrEnum):
    """How a call ended, exactly one of six."""

    SERVED_BY_IVR = "served_by_ivr"
    """Reached a self-service answer and did not ask for an agent."""
    ABANDONED_IN_IVR = "abandoned_in_ivr"
    """Hung up in the menu before an answer and before a queue."""
    ANSWERED = "answered"
    """Bridged to an agent."""
    ABANDONED = "abandoned"
    """Hung up while queued."""
    OVERFLOWED = "overflowed"
    """Left the queue by rule: timeout, key pressed, no agents."""
    REJECTED = "rejected"
    """Arrived and never entered: closed, full, blocked."""


OFFERED = (Outcome.ANSWERED, Outcome.ABANDONED, Outcome.OVERFLOWED)
"""Outcomes of calls that entered a queue."""


class Rating(StrEnum):
    """What the caller said of the service after the call, best first; an unrated call has none."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    BASICALLY_SATISFIED = "basically_satisfied"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"


@dataclass(frozen=True, slots=True)
class Call:
    """One call as a row of the call table.

    Times are instants (whole microseconds, UTC); text that does not apply is empty; numbers and
    times that do not apply are None. ``caller`` is masked, unless
    its reader was asked for whole numbers. ``recording`` is empty for none, ``y`` or a reference.
    ``call_id`` is unique within ``source``.
    """

    call_id: str
    direction: Direction
    arrived_at: Instant
    ended_at: Instant
    outcome: Outcome
    queue: str = ""
    caller: str = ""
    queued_at: Instant | None = None
    answered_at: Instant | None = None
    agent: str = ""
    talk_s: int | None = None
    hold_s: int | None = None
    wrap_up_s: int | None = None
    rating: Rating | None = None
    recording: str = ""
    source: str = ""
    source_ref: str = ""


SIMULATED = "simulated"
"""The source of calls that a simulation made; everything shown of them says so."""

OBLIGATORY = ("call_id", "direction", "arrived_at", "ended_at", "outcome")
"""Columns that every file must have."""

COLUMNS: dict[str, str] = {
    "call_id": "string",
    "direction": "string",
    "queue": "string",
    "caller": "string",
    "arrived_at": "int64",
    "queued_at": "int64",
    "answered_at": "int64",
    "ended_at": "int64",
    "outcome": "string",
    "agent": "string",
    "talk_s": "int64",
    "hold_s": "int64",
    "wrap_up_s": "int64",
    "rating": "string",
    "recording": "string",
    "source": "string",
    "source_ref": "string",
}
"""The call table: column to type; int64 times are instants, empty text is '' and never null."""

TIME_COLUMNS = ("arrived_at", "queued_at", "answered_at", "ended_at")
DURATION_COLUMNS = ("talk_s", "hold_s", "wrap_up_s")
