"""A roster: each person's shift on each day, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass

from jieting.domain.rostering.problem import Rows


@dataclass(frozen=True, slots=True)
class Cost:
    """What a roster costs, by aim, in the problem's whole units; the total is their sum."""

    under: int = 0
    over: int = 0
    wishes: int = 0
    fairness: int = 0
    changed: int = 0
    overtime: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.under + self.over + self.wishes + self.fairness + self.changed + self.overtime


@dataclass(frozen=True, slots=True)
class Roster:
    """Who works what. ``bound`` is a proven lower bound of the cost; None where none is known.

    ``made_by`` says which way found it, ``seconds`` how long that took.
    """

    rows: Rows
    bound: int | None = None
    made_by: str = ""
    seconds: float = 0.0
