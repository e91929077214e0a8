"""Writing documents: a draft that several people may write to, none over another's words."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime

from jieting.apps.accounts.access import may_act
from jieting.apps.accounts.roles import Right
from jieting.apps.audit.actions import Draft, audited
from jieting.apps.base.actor import Actor
from jieting.apps.base.live import changed
from jieting.apps.contracts.queries import side_of
from jieting.apps.deliverables import contents, refusals
from jieting.apps.deliverables.contents import Content, Typed
from jieting.apps.deliverables.models import Document
from jieting.apps.deliverables.queries import deliverable_of, last_submitted
from jieting.domain.books.kinds.deliverable import MAY_SUBMIT
from jieting.domain.books.move import Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.errors import BadInput, Refused


def save(
    *, by: Actor, at: datetime, contract_id: str, number: int, revision: int, typed: Typed
) -> Document:
    """Keep what was typed; ``revision`` is the one that the person has seen, 0 for none.

    Errors: Refused where it may not be written to, or another saved meanwhile; BadInput where a
    changed value has no reason.
    """
    with _saving(by, at, contract_id, number) as entry:
        row = draft_for(by=by, at=at, contract_id=contract_id, number=number, revision=revision)
        write(row, by, at, typed)
        entry.object = f"document {number}.{row.version}"
        entry.detail["revision"] = row.revision
    return row


def refresh(
    *, by: Actor, at: datetime, contract_id: str, number: int, revision: int, typed: Typed
) -> Document:
    """Take the figures from the books again, and keep what was typed.

    Errors: as ``save``; a value without a reason is kept as it is and told when it is handed in.
    """
    with _saving(by, at, contract_id, number) as entry:
        row = draft_for(by=by, at=at, contract_id=contract_id, number=number, revision=revision)
        move = deliverable_of(contract_id, number)
        row.content = {**row.content, **contents.taken(contract_id, move, at)}
        row.content, _ = contents.written_into(row.content, typed)
        _keep(row, by, at)
        entry.object = f"document {number}.{row.version}"
        entry.detail["revision"] = row.revision
    return row


def draft_for(*, by: Actor, at: datetime, contract_id: str, number: int, revision: int) -> Document:
    """The draft of a deliverable, locked; made where there is none. Errors: as ``save``."""
    row = _draft(contract_id, number)
    # Looked at once the draft is ours: whoever handed it in a moment ago has finished.
    move = writable(by, contract_id, number)
    if row is None:
        made, _ = Document.objects.get_or_create(
            contract_id=contract_id,
            number=number,
            version=next_version(contract_id, number),
            defaults={
                "content": fresh(contract_id, move, at),
                "revision": 0,
                "edited_by": by.name,
                "edited_at": at,
            },
        )
        row = _draft(contract_id, number) or made
    if row.revision != revision:
        raise Refused(refusals.edited_meanwhile(row.edited_by))
    return row


def write(row: Document, by: Actor, at: datetime, typed: Typed) -> None:
    """Put what was typed into a locked draft. Errors: BadInput with all that is wrong with it."""
    row.content, findings = contents.written_into(row.content, typed)
    if findings:
        raise BadInput(findings)
    _keep(row, by, at)


def writable(by: Actor, contract_id: str, number: int) -> Move:
    """The move of a deliverable that may be written to. Errors: Refused with every reason."""
    move = deliverable_of(contract_id, number)
    against = []
    is_supplier = side_of(contract_id, by.party) is Side.SUPPLIER
    if not (is_supplier and may_act(by, Right.SUBMIT_REPORTS)):
        against.append(refusals.not_yours())
    if move.state not in MAY_SUBMIT:
        against.append(refusals.not_now(move))
    if against:
        raise Refused(against)
    return move


def fresh(contract_id: str, move: Move, at: datetime) -> Content:
    """A new draft: from the books of now, with the words of the version that was returned."""
    before = last_submitted(contract_id, move.number)
    content = contents.taken(contract_id, move, at)
    return {**content, **contents.empty(contract_id, move, before.content if before else None)}


def next_version(contract_id: str, number: int) -> int:
    """The version that is written to or will be."""
    before = last_submitted(contract_id, number)
    return before.version + 1 if before else 1


def _saving(
    by: Actor, at: datetime, contract_id: str, number: int
) -> AbstractContextManager[Draft]:
    return audited(
        "deliverables.document.saved",
        by=by,
        at=at,
        contract=contract_id,
        object=f"document {number}",
    )


def _keep(row: Document, by: Actor, at: datetime) -> None:
    row.revision, row.edited_by, row.edited_at = row.revision + 1, by.name, at
    row.save()
    changed(row.contract_id, f"move:{row.number}")


def _draft(contract_id: str, number: int) -> Document | None:
    found = Document.objects.select_for_update(of=("self",)).filter(
        contract_id=contract_id, number=number, state=Document.State.DRAFT
    )
    return found.first()
