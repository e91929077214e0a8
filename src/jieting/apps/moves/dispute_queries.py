"""Reading disputes: those about a move or a line, and who may not review one."""

from __future__ import annotations

from django.db.models import QuerySet

from jieting.apps.accounts.access import may_act
from jieting.apps.accounts.roles import Right
from jieting.apps.moves import models, refusals
from jieting.apps.moves.page_viewer import Viewer
from jieting.apps.moves.queries import all_moves, move_of, move_row, moves_of
from jieting.domain.books.kind import Kind, Step
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.kinds.dispute import (
    NAME,
    REVIEWS,
    deciders_of,
    decision_on,
    is_of_line,
)
from jieting.domain.books.move import Act, Move
from jieting.domain.errors import Finding
from jieting.domain.periods import Month


def disputes_of_move(contract_id: str, number: int) -> QuerySet[models.Move]:
    """Every dispute about a move, the first first."""
    found = all_moves(contract_id).filter(kind=NAME, about__number=number)
    return found.order_by("number")


def disputes_of_line(contract_id: str, month: Month, clause: str) -> QuerySet[models.Move]:
    """Every dispute about a line of a month, the first first."""
    found = all_moves(contract_id).filter(
        kind=NAME, about=None, facts__month=str(month), facts__clause=clause
    )
    return found.order_by("number")


def disputable(kind: Kind, move: Move) -> Act | None:
    """The decision in a move that a dispute could turn; None where there is none."""
    decision = decision_on(kind, move)
    stands = {move.state, kind.disputed.get(move.state, move.state)}
    return decision if set(kind.outcomes) - stands else None


def may_dispute(viewer: Viewer, kind: Kind, move: Move) -> bool:
    """Whether a button offers the viewer to dispute the move."""
    if viewer.side is None or not may_act(viewer.actor, Right.MAKE_MOVES):
        return False
    if disputable(kind, move) is None:
        return False
    return not disputes_of_move(viewer.contract_id, move.number).filter(is_open=True).exists()


def second_reviewer(contract_id: str, move: Move, step: Step, person: str) -> Finding | None:
    """The rule that a review is never made by who decided before: an objection to its steps."""
    if move.kind != NAME or step.name not in REVIEWS:
        return None
    if is_of_line(move.facts):
        took_part = any(_took_part(one, person) for one in _of_same_line(contract_id, move))
        return refusals.same_person(move, step) if took_part else None
    row = move_row(contract_id, move.facts["subject"])
    if row is None:
        return refusals.unknown_move(move.facts["subject"])
    subject = move_of(row)
    is_decider = person in deciders_of(KINDS[subject.kind], subject)
    return refusals.same_person(subject, step) if is_decider else None


def _of_same_line(contract_id: str, move: Move) -> list[Move]:
    facts = move.facts
    return moves_of(disputes_of_line(contract_id, Month.parse(facts["month"]), facts["clause"]))


def _took_part(dispute: Move, person: str) -> bool:
    """Of a line nobody took the first decision; who answered for it has, so has a reviewer."""
    judged = REVIEWS | {"answer"}
    return any(act.step in judged and act.by == person for act in dispute.acts)
