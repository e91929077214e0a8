"""What waits for a side of a contract, from every app that has something to decide or hand in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from jieting.domain.contracts.board.standing import Side
from jieting.domain.periods import Instant
from jieting.domain.said import Said


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for somebody: what, about what, since when and until when, and where.

    ``right`` names the right that a person needs to do it; empty where any of the side may.
    """

    title: Said
    about: Said
    url: str
    since: Instant
    due_at: Instant | None = None
    right: str = ""


Source = Callable[[str, Side], Iterable[Waiting]]
"""Takes a contract's id and a side; what waits for that side there."""

_sources: list[Source] = []


def register_waiting(source: Source) -> None:
    """Have a source asked whenever somebody looks what waits; called in ``AppConfig.ready``."""
    _sources.append(source)


def waiting_for(contract_id: str, side: Side) -> list[Waiting]:
    """Everything that waits for a side, the first deadline first, then the oldest."""
    found = [waiting for source in _sources for waiting in source(contract_id, side)]
    return sorted(found, key=lambda w: (w.due_at is None, w.due_at or 0, w.since))
