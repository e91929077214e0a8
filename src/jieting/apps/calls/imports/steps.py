"""The two long steps of an import, run by a worker: trial and keeping; each safe to run twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import structlog
from django.db import Error as DatabaseError
from django.db import transaction

from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor, system
from jieting.apps.base.live import changed
from jieting.apps.base.packed import packed
from jieting.apps.calls.digest import digest_of_import
from jieting.apps.calls.imports import refusals, staging
from jieting.apps.calls.imports.folders import Folder
from jieting.apps.calls.imports.read import Read, read_on_trial
from jieting.apps.calls.imports.work import Work, at_work, lock_calls_of
from jieting.apps.calls.models import Import
from jieting.apps.calls.months import count_months, months_of, zone_of
from jieting.domain.calls.reading import LISTED_AT_MOST
from jieting.domain.errors import BadInput, Finding

State = Import.State
_log = structlog.get_logger()
_FAILURES_SHOWN = 200


def check_import(*, import_id: int, at: datetime) -> None:
    """Read an import on trial and compare it with what is stored; nothing of it is kept yet.

    Does nothing where the import does not wait for it, or another worker is at it.
    """
    row = Import.objects.get(pk=import_id)
    with at_work(row.contract_id, import_id) as work:
        row.refresh_from_db()
        if work is None or row.state != State.CHECKING:
            return
        try:
            found = read_on_trial(
                Folder(row.folder),
                row.file_name,
                zone_of(row.contract_id),
                row.mapping_text,
                work.tell,
            )
            _compare(row, found, at)
        except BadInput as error:
            _fail(row, error.findings, at)
        except DatabaseError:
            raise  # tried again later
        except Exception as error:
            # Files come from anywhere: whatever one does to a library, the person is told.
            _log.exception("import.check_failed", import_id=import_id)
            _fail(row, (refusals.cannot_read(row, error),), at)


def commit_import(*, import_id: int, at: datetime) -> None:
    """Keep the new calls of an import, all or none, in one transaction.

    A worker that dies on the way leaves nothing, and the next one begins anew. Does nothing where
    the import does not wait for it, or another worker is at it.
    """
    row = Import.objects.get(pk=import_id)
    with at_work(row.contract_id, import_id) as work:
        row.refresh_from_db()
        if work is None or row.state != State.COMMITTING:
            return
        if not Folder(row.folder).calls.is_file():
            _fail(row, (refusals.calls_gone(row),), at)
            return
        _keep(row, work, at)


def _compare(row: Import, found: Read, at: datetime) -> None:
    """Settle what the import would change, and write it into its row."""
    folder = Folder(row.folder)
    with audited(
        "calls.import.checked",
        by=_asker(row),
        at=at,
        contract=row.contract_id,
        object=f"import {row.pk}",
    ) as entry:
        staging.stage(folder.calls)
        staging.meet(row.contract_id)
        new = staging.compared()
        folder.write_findings(sorted([*found.findings, *_contradicting(row)], key=_line))
        row.months = list(staging.months_of_new(new, zone_of(row.contract_id)))
        row.kind, row.encoding = found.kind, found.encoding
        row.rows, row.repeated = found.rows, found.repeated
        row.left_out, row.bad = found.left_out, found.bad
        _put_counts(row, new)
        entry.detail = _counts(row)
        _finish(row, State.CHECKED, at)


def _keep(row: Import, work: Work, at: datetime) -> None:
    with audited(
        "calls.import.committed",
        by=_asker(row),
        at=at,
        contract=row.contract_id,
        object=f"import {row.pk}",
        file_digest=row.file_digest,
    ) as entry:
        lock_calls_of(row.contract_id)
        rows = staging.stage(Folder(row.folder).calls)
        staging.meet(row.contract_id)
        new = staging.compared()
        taken = staging.take(row.contract_id, row.pk, rows, work.tell)
        if taken != new.new:
            raise RuntimeError(f"{taken} calls were taken over, not {new.new}")
        months = months_of(row.pk, row.contract_id)
        count_months(row.contract_id, months, 1)
        row.months = list(months.arrived)
        row.calls_digest = digest_of_import(row.pk)
        _put_counts(row, new)
        entry.detail |= {**_counts(row), "calls_digest": row.calls_digest}
        row.file_there = False
        _finish(row, State.COMMITTED, at)
        transaction.on_commit(Folder(row.folder).remove_personal)


def _put_counts(row: Import, new: staging.Compared) -> None:
    row.kept, row.known, row.contradicting = new.new, new.known, new.contradicting
    row.outcomes = new.outcomes
    row.first_arrived_at, row.last_arrived_at = new.first_arrived_at, new.last_arrived_at
    row.done = row.total = new.new + new.known + new.contradicting


def _counts(row: Import) -> dict[str, Any]:
    names = ("rows", "kept", "known", "contradicting", "repeated", "left_out", "bad", "months")
    return {name: getattr(row, name) for name in names}


def _line(found: tuple[Finding, str]) -> int:
    return found[0].place.line or 0


def _contradicting(row: Import) -> Iterator[tuple[Finding, str]]:
    for one in staging.contradictions(LISTED_AT_MOST):
        number = one.source_ref.removeprefix("row ")
        line = int(number) if number.isascii() and number.isdigit() else None
        found = refusals.contradicts(row.file_name, line, one.call_id, one.columns, one.brought_by)
        yield found, ""


def _fail(row: Import, findings: Sequence[Finding], at: datetime) -> None:
    """Write down why the import cannot be used; nothing of it was kept."""
    with audited(
        "calls.import.failed",
        by=_asker(row),
        at=at,
        contract=row.contract_id,
        object=f"import {row.pk}",
        codes=sorted({finding.code for finding in findings}),
    ):
        row.failure = [packed(finding) for finding in findings[:_FAILURES_SHOWN]]
        _finish(row, State.FAILED, at)


def _finish(row: Import, state: str, at: datetime) -> None:
    row.state, row.changed_at = state, at
    row.save()
    changed(row.contract_id, f"import:{row.pk}")
    changed(row.contract_id, "imports")


def _asker(row: Import) -> Actor:
    """Who asked for the step; the system where nobody is known."""
    return Actor(**row.asked_by) if row.asked_by else system("import")
