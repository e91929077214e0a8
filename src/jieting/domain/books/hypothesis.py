"""What the books would hold if a decision on a move were taken now: the moves that come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

from jieting.domain.books.field import Ask, Field
from jieting.domain.books.kind import Consequence
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.move import Act, Facts, Move
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
    """Every decision that can be taken on the move as it stands, as if at ``at``.

    What a decision asks is answered as the move has it, else by each choice in turn; a decision
    that asks for words or times is left out, for nobody knows them yet.
    """
    kind = KINDS[move.kind]
    for step in kind.steps:
        if step.decides and step.to is not None and move.state in step.sources:
            asked = kind.step_in(step.name, move)
            for facts in _answers(asked.fields, move.facts):
                yield _decided(_with_act(move, asked.name, step.to, at, facts), contract, find)


def _answers(fields: Iterable[Field], known: Facts) -> Iterator[Facts]:
    """Every way in which the fields that must be answered can be."""
    required = [field for field in fields if field.required]
    given = {f.name: known[f.name] for f in required if f.name in known}
    asked = [field for field in required if field.name not in known]
    if all(field.ask is Ask.CHOICE for field in asked):
        for values in product(*(field.values for field in asked)):
            names = (field.name for field in asked)
            yield {**given, **dict(zip(names, values, strict=True))}


def _decided(after: Move, contract: Contract, find: MoveOf) -> Hypothesis:
    """All that follows from the move's last act, and from what follows, as the books do it."""
    changed, opened, ahead = [after], [], [after]
    while ahead:
        move = ahead.pop()
        at = move.acts[-1].at
        for consequence in KINDS[move.kind].follow(move, contract):
            if consequence.kind:
                opened.append(_opened(consequence, move, at))
                ahead.append(opened[-1])
            elif (other := find(consequence.number or 0)) is not None:
                state = consequence.state or other.state
                changed.append(_with_act(other, consequence.step, state, at, consequence.facts))
                ahead.append(changed[-1])
    return Hypothesis(after.state, tuple(changed), tuple(opened))


def _with_act(move: Move, step: str, state: str, at: Instant, facts: Facts) -> Move:
    act = Act(len(move.acts) + 1, step, state, Side.PURCHASER, "", at, facts)
    return replace(move, state=state, facts={**move.facts, **facts}, acts=(*move.acts, act))


def _opened(consequence: Consequence, move: Move, at: Instant) -> Move:
    state = KINDS[consequence.kind].start(consequence.facts)
    act = Act(1, "open", state, consequence.side, "", at, consequence.facts)
    return Move(0, consequence.kind, state, consequence.facts, (act,), move.number)
