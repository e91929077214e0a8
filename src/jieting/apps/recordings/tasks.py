"""Background work of recordings: taking in, removing deleted files, telling what is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import transaction

from jieting.apps.base.actor import system as the_system
from jieting.apps.base.jobs import job, later_job
from jieting.apps.contracts.queries import contract_ids
from jieting.apps.recordings import actions, arrivals, store
from jieting.apps.recordings.models import Certificate, Recording
from jieting.apps.recordings.telling import tell_due

_AGAIN = timedelta(days=7)
"""For so long nightly work looks once more at what a crash or a slow disk may have left."""


@job(arrivals.JOB, tries=5, one_at_a_time="recording:{system}/{call}", waits_once=True)
def take_in(*, contract_id: str, system: str, call: str) -> None:
    """Keep the recordings of a call; comes back while files are still on their way."""
    again = arrivals.take_in(
        by=the_system("take in recordings"),
        at=datetime.now(UTC),
        contract_id=contract_id,
        system=system,
        call=call,
    )
    if again is not None:
        later_job(arrivals.JOB, at=again, contract_id=contract_id, system=system, call=call)


@job(actions.SHRED_JOB, tries=5, one_at_a_time="shred:{certificate_id}")
def shred(*, certificate_id: int) -> None:
    """Remove the files of deleted recordings, where the deletion itself did not come to it."""
    actions.shred_certified(certificate_id)


@job("recordings.look", every="20 20 * * *")
def look() -> None:
    """Tell who may delete what is due; finish what crashes left; ask again for lost files."""
    now = datetime.now(UTC)
    for contract_id in contract_ids():
        with transaction.atomic():
            tell_due(contract_id, now)
    for pk in Certificate.objects.filter(made_at__gt=now - _AGAIN).values_list("pk", flat=True):
        actions.shred_certified(pk)
    store.sweep()
    lately = Recording.objects.filter(kept_at__gt=now - _AGAIN).exclude(
        state=Recording.State.DELETED
    )
    for contract_id, system, call in lately.values_list("contract_id", "system", "call").distinct():
        later_job(arrivals.JOB, contract_id=contract_id, system=system, call=call)
