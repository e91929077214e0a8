"""What people do with recordings: hear them, take them out, keep them longer, delete them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Max

from jieting.apps.accounts.access import may_act
from jieting.apps.accounts.confirm import Confirmed
from jieting.apps.accounts.queries import own_name
from jieting.apps.accounts.roles import Right
from jieting.apps.audit.actions import audited, looked
from jieting.apps.base.actor import Actor
from jieting.apps.base.jobs import later_job
from jieting.apps.base.live import changed
from jieting.apps.base.turns import one_at_a_time
from jieting.apps.recordings import refusals, store
from jieting.apps.recordings.classes import FEWEST, MOST, SUGGESTED, Retention
from jieting.apps.recordings.digest import (
    digest_of,
    digest_of_certificate,
    digest_of_list,
    named,
    named_certificate,
)
from jieting.apps.recordings.models import Certificate, Recording, RetentionDays
from jieting.apps.recordings.retention import days_of, dry_run, listed_row
from jieting.domain.errors import BadInput, Refused

SHRED_JOB = "recordings.shred"
_LONGEST_REASON = 500
_SHORTEST_REASON = 4


def hear(*, by: Actor, at: datetime, row: Recording, reason: str) -> None:
    """Note that somebody is about to hear a recording, and why, before a sound of it is sent.

    Errors: Refused without the right or where it is not kept, BadInput without a reason.
    """
    about = _to_be_heard(by, row, reason)
    looked("recordings.heard", by=by, at=at, **about)


def play(*, by: Actor, at: datetime, row: Recording, reason: str) -> None:
    """Note that a recording is played from its beginning, for a reason given before.

    Errors: as ``hear``.
    """
    about = _to_be_heard(by, row, reason)
    looked("recordings.played", by=by, at=at, **about)


def take_out(*, by: Actor, at: datetime, row: Recording, reason: str) -> None:
    """Note that a recording leaves the product as a file, and why. Errors: as ``hear``."""
    _may(by, Right.HEAR_RECORDINGS)
    _must_be_kept(row)
    looked(
        "recordings.taken_out",
        by=by,
        at=at,
        contract=row.contract_id,
        object=named(row),
        reason=_given(reason),
        call=row.call,
        sound=row.digest,
    )


def give_class(
    *, by: Actor, at: datetime, contract_id: str, pk: int, retention: Retention, reason: str
) -> Recording:
    """Give a recording a class, so that it is kept longer, or release it again.

    Errors: Refused without the right or where it is not kept, BadInput without a reason.
    """
    _may(by, Right.DELETE_RECORDINGS)
    with audited(
        "recordings.class_given", by=by, at=at, contract=contract_id, reason=_given(reason)
    ) as entry:
        one_at_a_time(f"retention/{contract_id}")
        row = Recording.objects.select_for_update().get(pk=pk, contract_id=contract_id)
        _must_be_kept(row)
        row.retention, row.retention_reason = retention.value, _given(reason)
        row.save(update_fields=["retention", "retention_reason"])
        entry.object = named(row)
        entry.detail.update(call=row.call, retention=row.retention, digest=digest_of(row))
        changed(contract_id, "recordings")
    return row


def set_days(
    *, by: Actor, at: datetime, contract_id: str, days: Mapping[Retention, int], reason: str
) -> RetentionDays:
    """Set for how many days recordings of each class are kept; nothing is deleted by it.

    Errors: Refused without the right, BadInput without a reason or for a number out of bounds.
    """
    _may(by, Right.DELETE_RECORDINGS)
    wrong = [name for name, n in days.items() if name not in SUGGESTED or not FEWEST <= n <= MOST]
    if wrong:
        raise BadInput(refusals.out_of_bounds(FEWEST, MOST))
    with audited(
        "recordings.retention_set", by=by, at=at, contract=contract_id, reason=_given(reason)
    ) as entry:
        one_at_a_time(f"retention/{contract_id}")
        row = RetentionDays.objects.create(
            contract_id=contract_id,
            revision=_next(RetentionDays, contract_id, "revision"),
            days={name.value: n for name, n in (days_of(contract_id) | dict(days)).items()},
            reason=_given(reason),
            set_at=at,
            set_by_name=own_name(by),
        )
        entry.object = f"retention {row.revision}"
        entry.detail.update(days=row.days)
        changed(contract_id, "recordings")
    return row


def delete_due(
    *,
    by: Actor,
    at: datetime,
    contract_id: str,
    seen: str,
    reason: str,
    confirmed: Confirmed,
) -> Certificate:
    """Delete what is due, and certify it; ``seen`` is the digest of the list that was shown.

    The rows are marked and the certificate is written in one act. The files go once that is
    committed: a crash in between leaves files that no row claims, and the job removes them.
    Errors: Refused without the right, for another person's confirmation, where nothing is due or
    the list has changed; BadInput without a reason.
    """
    _may(by, Right.DELETE_RECORDINGS)
    if confirmed.user_id != by.user_id:
        raise Refused(refusals.not_the_person())
    with audited(
        "recordings.deleted", by=by, at=at, contract=contract_id, reason=_given(reason)
    ) as entry:
        one_at_a_time(f"retention/{contract_id}")
        listed = _still_due(contract_id, at, seen)
        row = _certified(contract_id, at, confirmed.name, _given(reason), listed)
        entry.object = named_certificate(row)
        entry.detail.update(
            digest=digest_of_certificate(row),
            recordings=row.recordings,
            with_second_factor=confirmed.with_second_factor,
        )
        _mark_deleted(row)
        changed(contract_id, "recordings")
    return row


def shred_certified(certificate_id: int) -> int:
    """Remove the files of what a certificate lists; how many were still there. Safe to do again."""
    rows = Recording.objects.filter(
        certificate_id=certificate_id, state=Recording.State.DELETED
    ).exclude(file="")
    return store.shred(rows.values_list("file", flat=True))


def _still_due(contract_id: str, at: datetime, seen: str) -> list[dict[str, Any]]:
    found = dry_run(contract_id, at)
    if not found.due:
        raise Refused(refusals.nothing_due())
    if found.digest != seen:
        raise Refused(refusals.list_changed())
    return [listed_row(look) for look in found.due]


def _certified(
    contract_id: str, at: datetime, name: str, reason: str, listed: list[dict[str, Any]]
) -> Certificate:
    return Certificate.objects.create(
        contract_id=contract_id,
        number=_next(Certificate, contract_id, "number"),
        made_at=at,
        made_by_name=name,
        reason=reason,
        recordings=len(listed),
        seconds=sum(int(one["milliseconds"]) for one in listed) // 1000,
        listed=listed,
        digest=digest_of_list(listed),
    )


def _mark_deleted(row: Certificate) -> None:
    """Mark what is listed; the waveforms go at once, the files when this is committed."""
    Recording.objects.filter(pk__in=[one["recording"] for one in row.listed]).update(
        state=Recording.State.DELETED, certificate=row, peaks=[]
    )
    later_job(SHRED_JOB, certificate_id=row.pk)
    transaction.on_commit(partial(shred_certified, row.pk), robust=True)


def _next(model: type[Certificate | RetentionDays], contract_id: str, name: str) -> int:
    rows = model.objects.filter(contract_id=contract_id)
    return int(rows.aggregate(last=Max(name))["last"] or 0) + 1


def _to_be_heard(by: Actor, row: Recording, reason: str) -> dict[str, str]:
    """What the log says of a recording that is heard. Errors: as ``hear``."""
    _may(by, Right.HEAR_RECORDINGS)
    _must_be_kept(row)
    return {
        "contract": row.contract_id,
        "object": named(row),
        "reason": _given(reason),
        "call": row.call,
    }


def _may(by: Actor, right: Right) -> None:
    if not may_act(by, right):
        raise Refused(refusals.may_not())


def _must_be_kept(row: Recording) -> None:
    if row.state != Recording.State.KEPT:
        raise Refused(refusals.not_kept(row.call))


def _given(reason: str) -> str:
    """The reason as it is kept. Errors: BadInput where there is none worth the name."""
    plain = " ".join(reason.split())
    if len(plain) < _SHORTEST_REASON:
        raise BadInput(refusals.no_reason(_SHORTEST_REASON))
    return plain[:_LONGEST_REASON]
