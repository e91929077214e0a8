"""Background work of recordings: taking in, removing deleted files, telling what is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import structlog
from django.db import transaction

from jieting.apps.base.actor import system as the_system
from jieting.apps.base.jobs import job, later_job
from jieting.apps.contracts.queries import contract_ids
from jieting.apps.recordings import actions, arrivals, store
from jieting.apps.recordings.left_over import left_over
from jieting.apps.recordings.models import Certificate
from jieting.apps.recordings.telling import tell_due

LOG = structlog.get_logger("jieting.recordings")
_AFTER_TROUBLE = timedelta(minutes=5)
_AGAIN = timedelta(days=7)
"""For so long nightly work looks once more at what a crash or a slow disk may have left."""


@job(arrivals.JOB, tries=5, one_at_a_time="recording:{system}/{call}", waits_once=True)
def take_in(*, contract_id: str, system: str, call: str) -> None:
    """Keep the recordings of a call; comes back while files are on their way or a disk refuses."""
    now = datetime.now(UTC)
    try:
        again = arrivals.take_in(
            by=the_system("take in recordings"),
            at=now,
            contract_id=contract_id,
            system=system,
            call=call,
        )
    except OSError as error:
        # A full disk or a spool that is away for a while: what is there must not be given up.
        LOG.warning("a recording cannot be taken in", call=call, error=str(error))
        again = now + _AFTER_TROUBLE
    if again is not None:
        later_job(arrivals.JOB, at=again, contract_id=contract_id, system=system, call=call)


@job(actions.SHRED_JOB, tries=5, one_at_a_time="shred:{certificate_id}")
def shred(*, certificate_id: int) -> None:
    """Remove the files of deleted recordings, where the deletion itself did not come to it."""
    actions.shred_certified(certificate_id)


@job("recordings.look", every="20 20 * * *")
def look() -> None:
    """Tell who may delete what is due; finish what was left; ask again for what did not come."""
    now = datetime.now(UTC)
    for contract_id in contract_ids():
        with transaction.atomic():
            tell_due(contract_id, now)
    for pk in Certificate.objects.filter(made_at__gt=now - _AGAIN).values_list("pk", flat=True):
        actions.shred_certified(pk)
    store.sweep()
    for contract_id, system, call in left_over(now - _AGAIN):
        later_job(arrivals.JOB, contract_id=contract_id, system=system, call=call)
