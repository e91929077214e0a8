"""A check of the whole log as background work: asked for on a page, done by a worker."""

from __future__ import annotations

from datetime import datetime

from jieting.apps.audit.actions import audited
from jieting.apps.audit.models import Verification
from jieting.apps.audit.queries import highest_number, verify
from jieting.apps.base.actor import Actor
from jieting.apps.base.jobs import later_job
from jieting.apps.base.packed import packed

JOB = "audit.log.verify"
KEPT = 200
"""So many findings of a check are kept for its page; all are counted."""


def ask(*, by: Actor, at: datetime) -> Verification:
    """Ask for a check; one that waits or runs already is given instead of a second."""
    running = Verification.objects.exclude(state=Verification.State.DONE).first()
    if running is not None:
        return running
    with audited("audit.log.verification_asked", by=by, at=at) as entry:
        made = Verification.objects.create(asked_at=at, asked_by=by.name, total=highest_number())
        entry.object = f"verification {made.pk}"
        later_job(JOB, verification_id=made.pk)
    return made


def run(*, by: Actor, at: datetime, verification_id: int) -> Verification:
    """Do a check that was asked for, and keep what it found. Done twice, it changes nothing."""
    asked = Verification.objects.get(pk=verification_id)
    if asked.state == Verification.State.DONE:
        return asked
    _progress(verification_id, 0, highest_number())
    done = verify(progress=lambda entries: _progress(verification_id, entries))
    with audited(
        "audit.log.verified",
        by=by,
        at=at,
        object=f"verification {asked.pk}",
        entries=done.entries,
        errors=done.errors,
        found=done.found,
        head=str(done.head or ""),
    ):
        Verification.objects.filter(pk=verification_id).update(
            state=Verification.State.DONE,
            finished_at=at,
            entries=done.entries,
            head=str(done.head or ""),
            errors=done.errors,
            found=done.found,
            findings=[packed(finding) for finding in done.findings[:KEPT]],
        )
    asked.refresh_from_db()
    return asked


def _progress(verification_id: int, entries: int, total: int | None = None) -> None:
    """How far a check is: nothing of business, so it leaves no line of its own in the log."""
    changes: dict[str, object] = {"state": Verification.State.RUNNING, "entries": entries}
    if total is not None:
        changes["total"] = total
    Verification.objects.filter(pk=verification_id).update(**changes)
