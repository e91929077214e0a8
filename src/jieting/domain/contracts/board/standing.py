"""Where a clause stands in a month: its state, why, what is next, and whose move it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from jieting.domain.contracts.model import Clause, FigureUse
from jieting.domain.figures import Figure
from jieting.domain.periods import Instant
from jieting.domain.said import Said


class State(StrEnum):
    """How a clause stands. A running month is judged on what the books hold so far."""

    BREACHED = "breached"
    """Points are lost, a limit or target is broken, or a deadline has passed."""
    WAITING = "waiting"
    """The month is over and a record or a decision is missing without which it is not judged."""
    AT_RISK = "at_risk"
    """Nothing is lost yet, and a little more of what usually happens would lose something.

    The month is still running and one of these holds: the figure is less than one step from its
    edge, or fewer than ``rates.NEAR_CALLS`` calls away; a bad day may grow into a run; the clock
    of a violation runs; something due within ``look.SOON`` is not there.
    """
    NOT_DUE = "not_due"
    """Nothing can be said yet, or nothing in the books ever says it."""
    MET = "met"
    """Kept: so far in a running month, for good in one that is over."""


WORST_FIRST = tuple(State)
"""The states of a clause's rules make one: the worst."""


class Side(StrEnum):
    """Whose move it is."""

    SUPPLIER = "supplier"
    PURCHASER = "purchaser"
    BOTH = "both"

    @property
    def other(self) -> Side:
        """The side across the table; of both it is both."""
        return {Side.SUPPLIER: Side.PURCHASER, Side.PURCHASER: Side.SUPPLIER}.get(self, self)

    def is_moved_by(self, other: Side) -> bool:
        """Whether the side ``other`` can make a move of this side."""
        return self in (other, Side.BOTH)


@dataclass(frozen=True, slots=True)
class Move:
    """Something that a side should do, or may check, and until when.

    ``due_at`` None: there is no deadline. ``is_check`` marks what the other side only may do.
    ``refs`` name the records, or the moves of the books, in which it is done.
    """

    side: Side
    what: Said
    due_at: Instant | None = None
    is_check: bool = False
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Aspect:
    """What one rule contributes to where its clause stands.

    ``still_open`` are points that the assessment counts as lost today and that can still be won,
    such as those of a training not held yet. ``next_at`` is when the rule looks again.
    """

    state: State
    why: tuple[Said, ...] = ()
    moves: tuple[Move, ...] = ()
    still_open: Fraction = Fraction(0)
    next_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """Points of a row: ``earned`` as assessed today, None while it waits for a record.

    ``reachable`` is what it comes to if everything that is still open is done; rates as they are.
    """

    full: Fraction
    earned: Fraction | None
    reachable: Fraction


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure that the clause is judged by."""

    use: FigureUse
    figure: Figure


@dataclass(frozen=True, slots=True)
class Standing:
    """A clause in a month. ``is_counted`` is False where nothing in the books decides it."""

    clause: Clause
    state: State
    why: tuple[Said, ...]
    is_counted: bool
    figures: tuple[ShownFigure, ...] = ()
    points: Points | None = None
    moves: tuple[Move, ...] = ()
    next_at: Instant | None = None

    @property
    def side(self) -> Side | None:
        """Whose move it is: that of what must be done first; None where it is nobody's."""
        return next((move.side for move in self.moves if not move.is_check), None)
