"""Retention of uploads: callers' numbers do not lie in files longer than an import needs them."""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta

from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.apps.calls.imports.folders import Folder
from jieting.apps.calls.models import Import
from jieting.installation.home import home

DAYS_VARIABLE = "JIETING_UPLOAD_DAYS"
"""Days after which an upload that nobody kept or discarded is discarded; 14 where not set."""
ENDED = (Import.State.COMMITTED, Import.State.UNDONE, Import.State.DISCARDED)
WAITING = (Import.State.UPLOADED, Import.State.CHECKED, Import.State.FAILED)
_ORPHAN_S = 86_400


def clear_uploads(*, by: Actor, at: datetime) -> int:
    """Remove files of ended imports, forgotten uploads and folders of none; returns how many.

    The files of an import go when it ends; this finds those that a crash left.
    """
    days = int(os.environ.get(DAYS_VARIABLE, "14"))
    forgotten = Import.objects.filter(state__in=WAITING, changed_at__lt=at - timedelta(days=days))
    cleared = 0
    for row in list(forgotten):
        with audited(
            "calls.import.forgotten",
            by=by,
            at=at,
            contract=row.contract_id,
            object=f"import {row.pk}",
            days=days,
        ):
            row.state, row.changed_at, row.file_there = Import.State.DISCARDED, at, False
            row.save(update_fields=["state", "changed_at", "file_there"])
        cleared += 1
    return cleared + _sweep()


def _sweep() -> int:
    """Remove what lies on disk and belongs to no running import."""
    states = dict(Import.objects.values_list("folder", "state"))
    cleared = 0
    for path in home().uploads.iterdir():
        folder, state = Folder(path.name), states.get(path.name)
        if state in ENDED and (folder.source is not None or folder.calls.exists()):
            folder.remove_personal()
            cleared += 1
        elif state is None and path.stat().st_mtime < time.time() - _ORPHAN_S:
            folder.remove()
            cleared += 1
    return cleared
