"""Writing calls: imports from the upload to the undo, for pages, API and demonstrations alike."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.apps.base.jobs import later_job
from jieting.apps.base.live import changed
from jieting.apps.calls import guards
from jieting.apps.calls.digest import digest_of_import
from jieting.apps.calls.imports import refusals
from jieting.apps.calls.imports.folders import Folder
from jieting.apps.calls.imports.limits import check_upload
from jieting.apps.calls.imports.steps import check_import, commit_import
from jieting.apps.calls.imports.told import as_named
from jieting.apps.calls.imports.upload import Received, receive
from jieting.apps.calls.imports.work import is_at_work, lock_calls_of
from jieting.apps.calls.models import Call, Import, SavedMapping
from jieting.apps.calls.months import count_months, months_of
from jieting.domain.errors import BadInput, Refused
from jieting.switches.mapping_file import parse_mapping

__all__ = [
    "ask_check",
    "ask_commit",
    "check_import",
    "commit_import",
    "discard_import",
    "import_file",
    "import_received",
    "resume_import",
    "run_import_now",
    "save_mapping",
    "undo_import",
]
State = Import.State
CHECK_JOB = "calls.import.check"
COMMIT_JOB = "calls.import.commit"


def import_file(
    *,
    by: Actor,
    at: datetime,
    contract_id: str,
    file_name: str,
    path: Path | None = None,
    stream: BinaryIO | None = None,
    mapping_name: str = "",
    mapping_text: str = "",
) -> Import:
    """A file on its way in, copied from ``path`` or ``stream``; nothing of it is read yet.

    Errors: BadInput where it is empty, too large, of a wrong kind or a bomb, or the mapping bad.
    """
    if stream is not None:
        received = receive(stream, file_name)
    elif path is not None:
        with path.open("rb") as file:
            received = receive(file, file_name)
    else:
        raise ValueError("an import needs a path or a stream")
    return import_received(
        by=by,
        at=at,
        contract_id=contract_id,
        received=received,
        mapping_name=mapping_name,
        mapping_text=mapping_text,
    )


def import_received(
    *,
    by: Actor,
    at: datetime,
    contract_id: str,
    received: Received,
    mapping_name: str = "",
    mapping_text: str = "",
) -> Import:
    """As ``import_file``, for a file that was received already; it is removed where refused."""
    try:
        kind = check_upload(received.path)
        if mapping_text:
            parse_mapping(mapping_text, mapping_name)
        with audited(
            "calls.import.uploaded",
            by=by,
            at=at,
            contract=contract_id,
            file=received.shown_name,
            file_digest=received.digest,
            bytes=received.size,
        ) as entry:
            imported = Import.objects.create(
                contract_id=contract_id,
                state=State.UPLOADED,
                file_name=received.shown_name,
                file_digest=received.digest,
                file_bytes=received.size,
                folder=received.folder.name,
                kind=kind,
                mapping_name=mapping_name,
                mapping_text=mapping_text,
                made_by_id=by.user_id,
                made_by_name=by.name,
                made_at=at,
                changed_at=at,
            )
            entry.object = _object(imported.pk)
            changed(contract_id, "imports")
    except BadInput as error:
        received.folder.remove()
        named = as_named(error.findings, received.path, received.shown_name)
        raise BadInput(tuple(named)) from error
    except BaseException:
        received.folder.remove()
        raise
    return imported


def ask_check(
    *,
    by: Actor,
    at: datetime,
    import_id: int,
    mapping_name: str | None = None,
    mapping_text: str = "",
    in_background: bool = True,
) -> Import:
    """Have an import read on trial, by another mapping where ``mapping_name`` is not None.

    Errors: BadInput where the mapping is bad; Refused where the import is past its trial.
    """
    if mapping_text:
        parse_mapping(mapping_text, mapping_name or "")
    with transaction.atomic():
        row = _locked(import_id)
        if row.state not in (State.UPLOADED, State.CHECKED, State.FAILED) or not row.file_there:
            raise Refused(refusals.not_now(row))
        mapping = row.mapping_text if mapping_name is None else mapping_text
        with audited(
            "calls.import.check_asked",
            by=by,
            at=at,
            contract=row.contract_id,
            object=_object(row.pk),
            mapping_digest=sha256(mapping.encode()).hexdigest() if mapping else "",
        ):
            if mapping_name is not None:
                row.mapping_name, row.mapping_text = mapping_name, mapping_text
            _begin(row, State.CHECKING, by, at)
            if in_background:
                later_job(CHECK_JOB, import_id=row.pk)
    return row


def ask_commit(*, by: Actor, at: datetime, import_id: int, in_background: bool = True) -> Import:
    """Have the calls of a checked import kept. Errors: Refused where it is not checked."""
    with transaction.atomic():
        row = _locked(import_id)
        if row.state != State.CHECKED:
            raise Refused(refusals.not_now(row))
        with audited(
            "calls.import.commit_asked",
            by=by,
            at=at,
            contract=row.contract_id,
            object=_object(row.pk),
            calls=row.kept,
        ):
            _begin(row, State.COMMITTING, by, at)
            if in_background:
                later_job(COMMIT_JOB, import_id=row.pk)
    return row


def resume_import(*, by: Actor, at: datetime, import_id: int) -> Import:
    """Take up work that was interrupted. Errors: Refused where there is none, or it is running."""
    with transaction.atomic():
        row = _locked(import_id)
        jobs: dict[str, str] = {State.CHECKING: CHECK_JOB, State.COMMITTING: COMMIT_JOB}
        if row.state not in jobs or is_at_work(row.pk):
            raise Refused(refusals.not_now(row))
        with audited(
            "calls.import.resumed",
            by=by,
            at=at,
            contract=row.contract_id,
            object=_object(row.pk),
            state=row.state,
        ):
            row.changed_at = at
            row.save(update_fields=["changed_at"])
            later_job(jobs[row.state], import_id=row.pk)
    return row


def run_import_now(*, by: Actor, at: datetime, import_id: int, keep: bool = True) -> Import:
    """Check an import and, if ``keep``, keep its good calls, all in this process and at once.

    What went wrong stands in the row that is returned: state ``failed`` and ``failure``.
    """
    ask_check(by=by, at=at, import_id=import_id, in_background=False)
    check_import(import_id=import_id, at=at)
    row = Import.objects.get(pk=import_id)
    if keep and row.state == State.CHECKED:
        ask_commit(by=by, at=at, import_id=import_id, in_background=False)
        commit_import(import_id=import_id, at=at)
        row.refresh_from_db()
    return row


def discard_import(*, by: Actor, at: datetime, import_id: int) -> Import:
    """Give up an import of which nothing was kept; its file goes at once.

    Errors: Refused while it is being worked on, and once it was kept.
    """
    with transaction.atomic():
        row = _locked(import_id)
        stopped = row.state in (State.UPLOADED, State.CHECKED, State.FAILED)
        interrupted = row.state in (State.CHECKING, State.COMMITTING) and not is_at_work(row.pk)
        if not (stopped or interrupted):
            raise Refused(refusals.not_now(row))
        with audited(
            "calls.import.discarded",
            by=by,
            at=at,
            contract=row.contract_id,
            object=_object(row.pk),
        ):
            _end(row, State.DISCARDED, at)
    return row


def undo_import(*, by: Actor, at: datetime, import_id: int, reason: str) -> Import:
    """Take the calls of a kept import out of the books again, as long as nothing depends on them.

    Errors: Refused where a guard objects, the reason is empty, or the import is not kept.
    """
    with transaction.atomic():
        contract_id = Import.objects.values_list("contract_id", flat=True).get(pk=import_id)
        lock_calls_of(contract_id)
        row = _locked(import_id)
        if row.is_line:
            raise Refused(refusals.of_the_line(row))
        if row.state != State.COMMITTED:
            raise Refused(refusals.not_now(row))
        if not reason.strip():
            raise Refused(refusals.no_reason(row))
        months = months_of(row.pk, contract_id)
        gone = (contract_id, row.pk, tuple(months.arrived))
        objections = [guard(*gone) for guard in guards.undo_guards]
        if found := [finding for finding in objections if finding is not None]:
            raise Refused(found)
        with audited(
            "calls.import.undone",
            by=by,
            at=at,
            contract=contract_id,
            object=_object(row.pk),
            reason=reason.strip(),
            calls_digest=digest_of_import(row.pk),
            months=list(months.arrived),
        ) as entry:
            count_months(contract_id, months, -1)
            entry.detail["calls"] = Call.objects.filter(brought_by=row).delete()[0]
            _end(row, State.UNDONE, at)
    return row


def save_mapping(*, by: Actor, at: datetime, contract_id: str, name: str, text: str) -> None:
    """Save a mapping under a name, in place of the one that had it. Errors: BadInput."""
    parse_mapping(text, name)
    with audited(
        "calls.mapping.saved",
        by=by,
        at=at,
        contract=contract_id,
        object=name,
        digest=sha256(text.encode()).hexdigest(),
    ):
        SavedMapping.objects.update_or_create(
            contract_id=contract_id, name=name, defaults={"text": text, "saved_at": at}
        )


def _locked(import_id: int) -> Import:
    """The import, its row held until the commit, so that two requests come one after the other."""
    return Import.objects.select_for_update().get(pk=import_id)


def _begin(row: Import, state: str, by: Actor, at: datetime) -> None:
    row.state, row.changed_at, row.failure = state, at, None
    row.done, row.total = 0, 0
    # Rights were asked at the door; the job needs but the name for the log.
    names = [name for name in Actor.__dataclass_fields__ if name != "roles"]
    row.asked_by = {name: getattr(by, name) for name in names}
    row.save()
    _tell(row)


def _end(row: Import, state: str, at: datetime) -> None:
    row.state, row.changed_at, row.file_there = state, at, False
    row.save(update_fields=["state", "changed_at", "file_there"])
    _tell(row)
    transaction.on_commit(Folder(row.folder).remove_personal)


def _tell(row: Import) -> None:
    changed(row.contract_id, f"import:{row.pk}")
    changed(row.contract_id, "imports")


def _object(import_id: int) -> str:
    return f"import {import_id}"
