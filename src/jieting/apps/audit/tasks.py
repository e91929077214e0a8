"""Background work of the audit log."""

from __future__ import annotations

from django.utils import timezone

from jieting.apps.audit import verifying
from jieting.apps.base.actor import system
from jieting.apps.base.jobs import job


@job(verifying.JOB, one_at_a_time="audit verification")
def verify_log(*, verification_id: int) -> None:
    """Check the whole log for a verification that was asked for."""
    verifying.run(by=system("audit"), at=timezone.now(), verification_id=verification_id)
