"""Reading deliverables: their moves, and the versions of what was written for them."""

from __future__ import annotations

from jieting.apps.deliverables import refusals
from jieting.apps.deliverables.models import Document
from jieting.apps.moves.queries import all_moves, move_of, move_row, moves_of
from jieting.domain.books.kinds.deliverable import DELIVERABLE
from jieting.domain.books.move import Move
from jieting.domain.errors import Refused


def deliverable_of(contract_id: str, number: int) -> Move:
    """The move of a deliverable. Errors: Refused where the contract has none of that number."""
    row = move_row(contract_id, number)
    if row is None or row.kind != DELIVERABLE.name:
        raise Refused(refusals.unknown(number))
    return move_of(row)


def deliverables_of(contract_id: str) -> list[Move]:
    """Every deliverable of a contract, the first opened first."""
    return moves_of(all_moves(contract_id).filter(kind=DELIVERABLE.name).order_by("number"))


def draft_of(contract_id: str, number: int) -> Document | None:
    """What is being written; None where nothing is."""
    found = Document.objects.filter(contract_id=contract_id, number=number)
    return found.filter(state=Document.State.DRAFT).first()


def submitted_of(contract_id: str, number: int) -> list[Document]:
    """The versions that were handed in, the last first."""
    found = Document.objects.filter(contract_id=contract_id, number=number)
    return list(found.filter(state=Document.State.SUBMITTED).order_by("-version"))


def last_submitted(contract_id: str, number: int) -> Document | None:
    """The version that was handed in last; None where none was."""
    return next(iter(submitted_of(contract_id, number)), None)
