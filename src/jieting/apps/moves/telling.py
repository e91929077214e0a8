"""Telling people of moves: of every act, and of deadlines that come near or pass."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from jieting.apps.accounts.queries import person
from jieting.apps.accounts.roles import Right
from jieting.apps.base.actor import Actor
from jieting.apps.base.addresses import address
from jieting.apps.base.instants import to_instant
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.moves import hooks, models
from jieting.apps.moves.queries import all_moves, move_of
from jieting.apps.notices.actions import notify
from jieting.domain.books.kind import Clock, Kind, steps_open_to
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.move import Move
from jieting.domain.books.reminding import Stage, clock_began, stage_of
from jieting.domain.contracts.board.standing import Side
from jieting.domain.said import Said, say

WAITS, ACTED, CLOCK = "moves.waits", "moves.acted", "moves.clock"
_SIDES = (Side.SUPPLIER, Side.PURCHASER)
_STAGES = {
    Stage.HALF: say("half of the time is gone"),
    Stage.NEAR: say("two hours are left, or less"),
    Stage.OVERDUE: say("the time is over"),
}


def register_telling() -> None:
    """Called once the apps are ready."""
    hooks.register_told(told)


def told(contract_id: str, row: models.Move, move: Move, by: Actor, at: datetime) -> None:
    """Tell of an act: who must act now, the other side, and who took part in the move."""
    kind = KINDS[move.kind]
    waits = kind.waits_for(move)
    words = _act_words(kind, move, by)
    url = _url(contract_id, move.number)
    inform = partial(notify, at=at, contract_id=contract_id, url=url, by=by)
    reached: set[int] = set()
    for side in _SIDES:
        if waits in (side, Side.BOTH):
            turn = say("{act}. It is your side's turn.", act=words)
            right = _right(kind, move, side)
            reached |= inform(event=WAITS, words=turn, side=side, right=right, due_at=row.due_at)
        elif side is not move.acts[-1].side:
            reached |= inform(event=ACTED, words=words, side=side, right=Right.DECIDE_MOVES)
    inform(event=ACTED, words=words, only={act.by for act in move.acts}, but=reached)


def remind(contract_id: str, number: int, at: datetime) -> bool:
    """Tell of a deadline that has come near or passed, once for each stage of it; whether it did.

    Within the caller's transaction.
    """
    row = all_moves(contract_id).filter(number=number).select_related("about").first()
    if row is None or not row.is_open:
        return False
    move, terms = move_of(row), latest_terms(contract_id)
    kind = KINDS[move.kind]
    clock = kind.clock(move, terms)
    if clock is None:
        return False
    began = clock_began(kind, move, terms, clock)
    stage = stage_of(began, clock.due_at, to_instant(at))
    return stage is not None and _tell_stage(contract_id, kind, move, clock, stage, at)


def _tell_stage(
    contract_id: str, kind: Kind, move: Move, clock: Clock, stage: Stage, at: datetime
) -> bool:
    """What is missed concerns the other side too; what is near only who must act."""
    side = Side.BOTH if stage is Stage.OVERDUE else clock.side
    right = _right(kind, move, clock.side) if clock.side in _SIDES else None
    if stage is Stage.OVERDUE:
        right = Right.DECIDE_MOVES if right is Right.DECIDE_MOVES else Right.MAKE_MOVES
    words = say(
        "{kind} {ref}, {what}: {stage}",
        kind=kind.title, ref=move.ref, what=clock.what, stage=_STAGES[stage],
    )  # fmt: skip
    return bool(
        notify(
            at=at,
            contract_id=contract_id,
            event=f"{CLOCK}.{stage}",
            words=words,
            url=_url(contract_id, move.number),
            side=side,
            right=right,
            due_at=clock.due_at,
            once=f"{move.ref}/{clock.due_at}/{clock.side}/{stage}",
        )
    )


def _act_words(kind: Kind, move: Move, by: Actor) -> Said:
    """What was done, without a word of what was written: it may name a caller."""
    done = kind.opened if len(move.acts) == 1 else kind.step(move.acts[-1].step).done
    who = say("the system") if by.user_id is None else person(by.name) or by.name
    return say("{kind} {ref}: {done} by {by}", kind=kind.title, ref=move.ref, done=done, by=who)


def _right(kind: Kind, move: Move, side: Side) -> Right:
    """What a person of the side needs for one of the steps that are open to it."""
    steps = steps_open_to(kind, move, side, "")
    if steps and all(step.decides for step in steps):
        return Right.DECIDE_MOVES
    return Right.MAKE_MOVES


def _url(contract_id: str, number: int) -> str:
    return address("move", contract_id, number)
