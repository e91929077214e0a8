"""What the audit administrator does leaves its line, too."""

from __future__ import annotations

from datetime import datetime

from jieting.apps.audit.actions import looked
from jieting.apps.base.actor import Actor


def note_export(*, by: Actor, at: datetime, entries: int, search: dict[str, str]) -> None:
    """Note that a part of the log leaves the product: how many entries, found by what."""
    looked("audit.log.exported", by=by, at=at, entries=entries, search=search)
