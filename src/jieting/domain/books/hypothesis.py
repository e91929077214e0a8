"""What the books would hold if a decision on a move were taken now: the moves that come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from jieting.domain.books.kind import Consequence, Kind, Step
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.move import Act, Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Record
from jieting.domain.periods import Instant, Month

MoveOf = Callable[[int], Move | None]
"""The move of a number; None where there is none."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One decision as if it had been taken: ``outcome`` is the state that it leads to.

    ``changed`` are the moves that stand otherwise then, the decided one first; ``opened`` those
    that come to be, without a number.
    """

    outcome: str
    changed: tuple[Move, ...]
    opened: tuple[Move, ...]

    def records(self, contract: Contract) -> Iterator[tuple[str, Record]]:
        """The records of all these moves: array and record."""
        for move in (*self.changed, *self.opened):
            yield from KINDS[move.kind].records(move, contract)

    def months(self, contract: Contract) -> tuple[Month, ...]:
        """The months that these moves touch, in order."""
        moves = (*self.changed, *self.opened)
        return tuple(sorted({m for move in moves for m in KINDS[move.kind].months(move, contract)}))


def decisions(move: Move, contract: Contract, at: Instant, find: MoveOf) -> Iterator[Hypothesis]:
    """Every decision that can be taken on the move as it stands, as if at ``at``."""
    kind = KINDS[move.kind]
    for step in kind.steps:
        if step.decides and step.to is not None and move.state in step.sources:
            yield _decided(kind, step, move, contract, at, find)


def _decided(
    kind: Kind, step: Step, move: Move, contract: Contract, at: Instant, find: MoveOf
) -> Hypothesis:
    after = _with_act(move, step.name, step.to or move.state, at)
    changed, opened = [after], []
    for consequence in kind.follow(after, contract):
        if consequence.kind:
            opened.append(_opened(consequence, move, at))
        elif (other := find(consequence.number or 0)) is not None:
            state = consequence.state or other.state
            changed.append(_with_act(other, consequence.step, state, at))
    return Hypothesis(after.state, tuple(changed), tuple(opened))


def _with_act(move: Move, step: str, state: str, at: Instant) -> Move:
    act = Act(len(move.acts) + 1, step, state, Side.PURCHASER, "", at, {})
    return replace(move, state=state, acts=(*move.acts, act))


def _opened(consequence: Consequence, move: Move, at: Instant) -> Move:
    state = KINDS[consequence.kind].start(consequence.facts)
    act = Act(1, "open", state, consequence.side, "", at, consequence.facts)
    return Move(0, consequence.kind, state, consequence.facts, (act,), move.number)
