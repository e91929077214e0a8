"""Calls for the worked examples of the figures."""

from __future__ import annotations

from jieting.domain.calls.call import OFFERED, Call, Direction, Outcome, Rating
from jieting.domain.periods import SECOND, Instant

NINE: Instant = 1_790_816_400 * SECOND
"""2026-10-01 09:00:00 in Asia/Shanghai."""


def example_call(
    number: int,
    outcome: Outcome,
    wait_s: int = 5,
    rating: Rating | None = None,
    talk_s: int | None = None,
) -> Call:
    """Call ``number`` of an example: arrives a minute after the one before, one second of IVR."""
    arrived = NINE + number * 60 * SECOND
    queued = arrived + SECOND if outcome in OFFERED else None
    decided = arrived + SECOND + wait_s * SECOND
    answered = decided if outcome is Outcome.ANSWERED else None
    return Call(
        call_id=str(number),
        direction=Direction.INBOUND,
        arrived_at=arrived,
        queued_at=queued,
        answered_at=answered,
        ended_at=decided + (talk_s or 0) * SECOND,
        outcome=outcome,
        queue="hotline" if queued is not None else "",
        agent="A01" if answered is not None else "",
        talk_s=talk_s,
        rating=rating,
        recording="y" if answered is not None else "",
        source="example",
    )


def example_calls(*outcomes: Outcome, wait_s: int = 5) -> tuple[Call, ...]:
    """One example call per outcome, in order."""
    return tuple(example_call(i, outcome, wait_s) for i, outcome in enumerate(outcomes, start=1))
