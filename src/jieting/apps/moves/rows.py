"""Between rows and the domain: a move with its acts, read and written."""

from __future__ import annotations

from collections.abc import Iterable

from jieting.apps.base.instants import to_instant
from jieting.apps.moves import models
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.move import Act, Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract


def to_move(row: models.Move, acts: Iterable[models.Act], about: int | None) -> Move:
    """The row with its acts as the domain knows it."""
    return Move(
        row.number,
        row.kind,
        row.state,
        row.facts,
        tuple(to_act(act) for act in sorted(acts, key=lambda act: act.number)),
        about,
    )


def to_act(row: models.Act) -> Act:
    """One act as the domain knows it."""
    return Act(
        row.number,
        row.step,
        row.state,
        Side(row.side),
        row.by,
        to_instant(row.at),
        row.facts,
        row.text,
    )


def stand(row: models.Move, move: Move, terms: Contract) -> None:
    """Write into the row what follows from the move: whether it is open, for whom, until when."""
    kind = KINDS[move.kind]
    side = kind.waits_for(move)
    clock = kind.clock(move, terms) if kind.is_open(move) else None
    row.state, row.facts = move.state, dict(move.facts)
    row.is_open = kind.is_open(move)
    row.waits_for = side.value if side is not None else ""
    row.due_at = clock.due_at if clock is not None else None
    row.revision = len(move.acts)
