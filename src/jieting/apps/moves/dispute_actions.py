"""Raising a dispute about another move's decision, or about a line of a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from jieting.apps.base.actor import Actor
from jieting.apps.base.turns import one_at_a_time
from jieting.apps.contracts.queries import latest_terms, side_of
from jieting.apps.moves import dispute_refusals, models, refusals
from jieting.apps.moves.actions import open_move
from jieting.apps.moves.dispute_lines import stands_at
from jieting.apps.moves.dispute_queries import disputable, disputes_of_line, disputes_of_move
from jieting.apps.moves.evidence import Attachment
from jieting.apps.moves.queries import move_of, move_row, moves_of
from jieting.domain.books.kind import Kind
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.kinds.dispute import NAME, STANDS, outcome
from jieting.domain.books.move import Act, Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import Refused
from jieting.domain.periods import Month


def raise_dispute(
    *,
    by: Actor,
    at: datetime,
    contract_id: str,
    subject: int,
    reason: str,
    text: str = "",
    files: Sequence[Attachment] = (),
) -> models.Move:
    """Ask for a second review of the decision in the move ``subject``.

    It is made on the side that decided, by somebody who did not. Errors: Refused where nothing is
    decided, a dispute is open, or one's own side has had its second review; as ``open_move``.
    """
    with transaction.atomic():
        one_at_a_time(f"moves/{contract_id}")
        row = move_row(contract_id, subject)
        if row is None:
            raise Refused(refusals.unknown_move(subject))
        move, kind = move_of(row), KINDS[row.kind]
        decision = disputable(kind, move)
        if decision is None:
            raise Refused(dispute_refusals.nothing_decided(move))
        _not_again(by, contract_id, move, decision)
        facts = {"reason": reason, **_about(kind, move, decision, latest_terms(contract_id))}
        return _open(by, at, contract_id, facts, text, files, subject)


def raise_line_dispute(
    *,
    by: Actor,
    at: datetime,
    contract_id: str,
    month: Month,
    clause: str,
    reason: str,
    text: str = "",
    files: Sequence[Attachment] = (),
) -> models.Move:
    """Ask for a second look at a line, figure or limit of a month; the purchaser reviews it.

    Errors: as ``raise_dispute``; BadInput for a clause that the contract has not.
    """
    # Before the lock: a month that has gone stale is counted anew, which takes its time.
    stood = stands_at(contract_id, month, clause)
    with transaction.atomic():
        one_at_a_time(f"moves/{contract_id}")
        running = disputes_of_line(contract_id, month, clause).filter(is_open=True).first()
        if running is not None:
            raise Refused(dispute_refusals.disputed_already(f"M-{running.number}"))
        facts = {
            "month": str(month),
            "clause": clause,
            "stood": stood,
            "reason": reason,
            "reviewed_by": Side.PURCHASER.value,
        }
        return _open(by, at, contract_id, facts, text, files, None)


def _open(
    by: Actor,
    at: datetime,
    contract_id: str,
    facts: dict[str, Any],
    text: str,
    files: Sequence[Attachment],
    about: int | None,
) -> models.Move:
    return open_move(
        by=by,
        at=at,
        contract_id=contract_id,
        kind=NAME,
        facts=facts,
        text=text,
        files=files,
        about=about,
        prepared=True,
    )


def _about(kind: Kind, move: Move, decision: Act, terms: Contract) -> dict[str, Any]:
    """What the dispute keeps of its subject: the first version, and who reviews it."""
    upheld = kind.disputed.get(move.state, move.state)
    return {
        "subject": move.number,
        "first": outcome(kind, move.state),
        "decision": decision.number,
        "reviewed_by": decision.side.value,
        "months": [str(month) for month in kind.months(move, terms)],
        "if_upheld": upheld if upheld != move.state else "",
    }


def _not_again(by: Actor, contract_id: str, move: Move, decision: Act) -> None:
    side = side_of(contract_id, by.party)
    for dispute in moves_of(disputes_of_move(contract_id, move.number)):
        if KINDS[NAME].is_open(dispute):
            raise Refused(dispute_refusals.disputed_already(dispute.ref))
        is_same = dispute.facts["decision"] == decision.number and dispute.opened.side is side
        if is_same and dispute.state == STANDS:
            raise Refused(dispute_refusals.stands_already(dispute.ref))
