"""A move: something that one side does and the other answers, with every act that was taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jieting.domain.contracts.board.standing import Side
from jieting.domain.periods import Instant

Facts = Mapping[str, Any]
"""What is known of a move: the answers of all its steps by their fields' names, as JSON."""


@dataclass(frozen=True, slots=True)
class Act:
    """One step that was taken: by whom, for which side, when, and what it said.

    ``state`` is that of the move after it; ``facts`` are the answers of this step alone.
    """

    number: int
    step: str
    state: str
    side: Side
    by: str
    at: Instant
    facts: Facts
    text: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A move as it stands: ``facts`` are the latest answers; ``acts`` all that was done, in order.

    The first act opened it. ``about`` is the number of the move that it is about, such as the
    complaint from which a violation came, or what a dispute disputes.
    """

    number: int
    kind: str
    state: str
    facts: Facts
    acts: tuple[Act, ...]
    about: int | None = None

    @property
    def opened(self) -> Act:
        """The act that opened it."""
        return self.acts[0]

    @property
    def ref(self) -> str:
        """How records, pages and letters name it."""
        return f"M-{self.number}"

    def last(self, *steps: str) -> Act | None:
        """The latest act of these steps; None where none was taken."""
        return next((act for act in reversed(self.acts) if act.step in steps), None)
