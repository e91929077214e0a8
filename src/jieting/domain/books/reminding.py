"""Reminders of a move's clock: half of its time gone, two hours left, missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from jieting.domain.books.kind import Clock, Kind
from jieting.domain.books.move import Move
from jieting.domain.contracts.model import Contract
from jieting.domain.periods import SECOND, Instant

NEAR: Instant = 2 * 3600 * SECOND
"""So long before a deadline it is near."""


class Stage(StrEnum):
    """How far a clock has run; each is worth one reminder."""

    HALF = "half"
    NEAR = "near"
    OVERDUE = "overdue"


def stage_of(began: Instant, due_at: Instant, now: Instant) -> Stage | None:
    """The latest stage that a clock has reached; None while less than half of it is gone.

    Edge: the deadline itself is still in time. Stages that nobody looked at are not told later.
    """
    if now > due_at:
        return Stage.OVERDUE
    if due_at - now <= NEAR:
        return Stage.NEAR
    return Stage.HALF if 2 * (now - began) >= due_at - began else None


def clock_began(kind: Kind, move: Move, contract: Contract, clock: Clock) -> Instant:
    """When the running clock began: with the act since which the same deadline has stood."""
    began = move.acts[-1].at
    for earlier in reversed(tuple(_as_it_was(move))):
        found = kind.clock(earlier, contract) if kind.is_open(earlier) else None
        if found is None or (found.due_at, found.side) != (clock.due_at, clock.side):
            break
        began = earlier.acts[-1].at
    return began


def _as_it_was(move: Move) -> Iterator[Move]:
    """The move after each of its acts, the first act first."""
    facts: dict[str, object] = {}
    for number, act in enumerate(move.acts, 1):
        facts |= act.facts
        yield replace(move, state=act.state, facts=dict(facts), acts=move.acts[:number])
