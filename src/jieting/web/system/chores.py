"""What the installation does by itself every day: note the audit log's end, clear what is over."""

from __future__ import annotations

import structlog
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from jieting.apps.audit.queries import head
from jieting.apps.base.jobs import job

LOG = structlog.get_logger("jieting.audit")
FINISHED_KEPT = "14 days"
_REMOVE = f"""
DELETE FROM procrastinate_jobs
WHERE status IN ('succeeded', 'cancelled', 'aborted') AND NOT EXISTS (
    SELECT 1 FROM procrastinate_events
    WHERE job_id = procrastinate_jobs.id AND at > now() - interval '{FINISHED_KEPT}')
"""  # noqa: S608 - our own constant


@job("system.note_audit_head", every="5 16 * * *")
def note_audit_head() -> None:
    """Write the end of the audit log to the log of the machine, from which it can be compared."""
    newest = head()
    if newest is not None:
        LOG.info("audit head", number=newest.number, hash=newest.hash)


@job("system.clear", every="35 18 * * *")
def clear() -> None:
    """Remove sessions that have ended and jobs that were done long ago."""
    SessionStore.clear_expired()
    with connection.cursor() as cursor:
        # The notes of periodic jobs point to them, and would keep them.
        cursor.execute("UPDATE procrastinate_periodic_defers SET job_id = NULL")
        cursor.execute(_REMOVE)
