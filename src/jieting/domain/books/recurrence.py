"""Recurrence: a violation that comes again soon after an earlier one was accepted as put right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jieting.domain.books.kind import OVERTURN
from jieting.domain.books.move import Move
from jieting.domain.periods import DAY, Instant

WATCH_DAYS = 30
"""Days of 24 hours for which an accepted rectification is watched.

The contracts name none. A month is what both sides meet and settle in: what has not come back in
that time is taken for put right, and a later one stands for itself.
"""
ACCEPTED = "accepted"


def watched_until(move: Move) -> Instant | None:
    """The end of the watch over an accepted rectification; None where none is accepted."""
    accepted = move.last("accept", OVERTURN.name)
    if move.state != ACCEPTED or accepted is None:
        return None
    return accepted.at + WATCH_DAYS * DAY


def recurs(later: Move, earlier: Move) -> bool:
    """Whether ``later`` is the earlier violation again.

    It is of the same category and was received from the acceptance of the earlier one until the
    end of its watch, both included. One that was withdrawn is no violation.
    """
    until = watched_until(earlier)
    if until is None or later.number == earlier.number or later.state == "withdrawn":
        return False
    received: Instant = later.facts["received_at"]
    same = later.facts["category"] == earlier.facts["category"]
    return same and until - WATCH_DAYS * DAY <= received <= until


def came_before(move: Move, others: Iterable[Move]) -> Iterator[Move]:
    """The earlier violations of which this one is a recurrence."""
    return (other for other in others if other.kind == "violation" and recurs(move, other))


def came_again(move: Move, others: Iterable[Move]) -> Iterator[Move]:
    """The later violations that are a recurrence of this one."""
    return (other for other in others if other.kind == "violation" and recurs(other, move))
