"""Imports of programs: the same bytes are one import; checked and kept in one go."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jieting.apps.base.actor import Actor
from jieting.apps.base.jobs import later_job
from jieting.apps.calls import actions
from jieting.apps.calls.imports.upload import Received
from jieting.apps.calls.models import Import

RUN_JOB = "calls.import.run"
State = Import.State
_GONE = (State.FAILED, State.UNDONE, State.DISCARDED)


def known_import(contract_id: str, digest: str) -> Import | None:
    """The newest import of the same bytes that was neither given up nor undone."""
    same = Import.objects.filter(contract_id=contract_id, file_digest=digest)
    return same.exclude(state__in=_GONE).order_by("-pk").first()


def bring(
    *, by: Actor, at: datetime, contract_id: str, received: Received, mapping: tuple[str, str]
) -> tuple[Import, bool]:
    """An import of what was received, and whether it is new; the same bytes are not taken twice.

    Errors: BadInput where the file or the mapping (its name and text) is refused.
    """
    known = known_import(contract_id, received.digest)
    if known is not None:
        received.folder.remove()
        return known, False
    name, text = mapping
    made = actions.import_received(
        by=by,
        at=at,
        contract_id=contract_id,
        received=received,
        mapping_name=name,
        mapping_text=text,
    )
    return made, True


def go_on(*, by: Actor, at: datetime, row: Import, keep: bool) -> Import:
    """Have an import checked in the background and, where ``keep``, its calls kept after that."""
    if row.state == State.UPLOADED:
        with transaction.atomic():
            asked = actions.ask_check(by=by, at=at, import_id=row.pk, in_background=not keep)
            if keep:
                later_job(RUN_JOB, import_id=row.pk)
        return asked
    if row.state == State.CHECKED and keep:
        return actions.ask_commit(by=by, at=at, import_id=row.pk)
    return row


def run(*, import_id: int, at: datetime) -> Import:
    """Check an import and keep its calls, going on from wherever it stopped before."""
    row = Import.objects.get(pk=import_id)
    if row.state == State.CHECKING:
        actions.check_import(import_id=import_id, at=at)
        row.refresh_from_db()
    if row.state == State.CHECKED and row.asked_by:
        actions.ask_commit(
            by=Actor(**row.asked_by), at=at, import_id=import_id, in_background=False
        )
        row.refresh_from_db()
    if row.state == State.COMMITTING:
        actions.commit_import(import_id=import_id, at=at)
        row.refresh_from_db()
    return row
