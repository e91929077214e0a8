"""Handing in and looking through: one transaction makes the files, freezes and takes the step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.apps.deliverables import contents, refusals, writing
from jieting.apps.deliverables.contents import Typed
from jieting.apps.deliverables.handing import handing_in
from jieting.apps.deliverables.models import Document
from jieting.apps.deliverables.packing import digest_of
from jieting.apps.deliverables.queries import deliverable_of
from jieting.apps.moves.actions import take_step
from jieting.apps.moves.evidence import Attachment
from jieting.documents.printed import printed
from jieting.documents.write import lay_out
from jieting.domain.books.kinds.deliverable import ITEM_END, RETURN, SUBMIT
from jieting.domain.books.move import Move
from jieting.domain.contracts.deliverables import OTHER
from jieting.domain.errors import BadInput, Refused

FORMS = ("docx", "pdf")


def submit(
    *,
    by: Actor,
    at: datetime,
    contract_id: str,
    number: int,
    revision: int,
    typed: Typed,
    lang: str,
    files: Sequence[Attachment] = (),
    incomplete: bool = False,
    text: str = "",
) -> Document:
    """Hand in what was written, with the files made of it and those that are attached.

    ``incomplete`` says that parts are left empty knowingly. Errors: as ``writing.save``; Refused
    too where the books have moved since the figures were taken; BadInput for empty parts.
    """
    with audited(
        "deliverables.document.submitted",
        by=by,
        at=at,
        contract=contract_id,
        object=f"document {number}",
    ) as entry:
        row = writing.draft_for(
            by=by, at=at, contract_id=contract_id, number=number, revision=revision
        )
        move = deliverable_of(contract_id, number)
        writing.write(row, by, at, typed)
        _ready(contract_id, move, row, at, files, incomplete)
        made = [*_files(contract_id, move, row, lang), *files]
        row.state, row.submitted_at = Document.State.SUBMITTED, at
        row.digest = digest_of(row.content)
        row.save()
        entry.object = f"document {number}.{row.version}"
        entry.detail["digest"] = row.digest
        with handing_in():
            take_step(
                by=by,
                at=at,
                contract_id=contract_id,
                number=number,
                step=SUBMIT,
                facts={"version": row.version},
                text=text,
                files=made,
            )
    return row


def return_it(
    *,
    by: Actor,
    at: datetime,
    contract_id: str,
    number: int,
    revision: int,
    text: str,
    missing: Sequence[str] = (),
    untrue: Mapping[str, str] | None = None,
) -> None:
    """Return what was handed in: missing contents, or untrue items with what is untrue in each.

    Errors: BadInput where an untrue item has no reason; else those of a step of a move.
    """
    marked = {clause: why.strip() for clause, why in (untrue or {}).items()}
    found = [refusals.no_untrue_reason(clause) for clause, why in marked.items() if not why]
    if found:
        raise BadInput(found)
    take_step(
        by=by,
        at=at,
        contract_id=contract_id,
        number=number,
        step=RETURN,
        revision=revision,
        facts={
            "missing": [item.strip() for item in missing if item.strip()],
            "untrue_items": [f"{clause}{ITEM_END}{why}" for clause, why in marked.items()],
        },
        text=text,
    )


def _ready(
    contract_id: str,
    move: Move,
    row: Document,
    at: datetime,
    files: Sequence[Attachment],
    incomplete: bool,
) -> None:
    """Refused or BadInput where the document cannot go out as it is."""
    if contents.has_moved(row.content, contents.taken(contract_id, move, at)):
        raise Refused(refusals.books_moved())
    if contents.kind_of(move) == OTHER:
        if not files:
            raise BadInput(refusals.no_files())
        return
    missing = contents.empty_parts(row.content)
    if missing and not incomplete:
        raise BadInput([refusals.empty_part(title) for title in missing])


def _files(contract_id: str, move: Move, row: Document, lang: str) -> list[Attachment]:
    """The document as Word and PDF; none of one that is written outside the product."""
    if contents.kind_of(move) == OTHER:
        return []
    document = contents.document(contract_id, move, row.content, row.version)
    page = printed(document, lang, digest_of(row.content))
    name = f"{contract_id}-{move.facts['month']}-{contents.kind_of(move)}-v{row.version}"
    return [Attachment(f"{name}.{form}", _bytes(lay_out(page, form))) for form in FORMS]


def _bytes(content: bytes | str) -> bytes:
    return content.encode() if isinstance(content, str) else content
