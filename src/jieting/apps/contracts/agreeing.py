"""Agreeing to readings: each side for itself, until both have; numbers never move by it."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from jieting.apps.accounts.queries import own_name
from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.apps.base.instants import to_instant
from jieting.apps.base.live import changed
from jieting.apps.contracts import agreement_refusals as refusals
from jieting.apps.contracts.effective import effective
from jieting.apps.contracts.models import ReadingAgreement, Version
from jieting.apps.contracts.queries import newest_version
from jieting.apps.contracts.sides import amending_side
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.choices import Choice
from jieting.domain.contracts.edit.agreed import Reading
from jieting.domain.errors import Refused


def agree_readings(
    *,
    by: Actor,
    at: datetime,
    contract_id: str,
    version: str,
    readings: Collection[Reading],
    as_side: Side | None = None,
) -> int:
    """A side agrees to readings of a version; those it agreed to already stay. How many are new.

    Errors: Refused for somebody without the right, a version or reading that is not there, and a
    version that a later one has replaced.
    """
    side = amending_side(by, contract_id, as_side)
    with transaction.atomic():
        row = _locked(contract_id, version)
        choices = _choices(row, readings)
        own = ReadingAgreement.objects.filter(version=row, side=side.value)
        there = set(own.values_list("name", "clause"))
        new = [c for c in choices if (c.name, c.clause) not in there and not c.agreed]
        for choice in new:
            _agree(by, at, row, choice, side)
        if new:
            changed(contract_id, "contract")
    return len(new)


def take_back(
    *,
    by: Actor,
    at: datetime,
    contract_id: str,
    version: str,
    reading: Reading,
    as_side: Side | None = None,
) -> None:
    """A side takes back that it agreed to a reading.

    Errors: Refused where it has not agreed, or the other side has agreed too.
    """
    side = amending_side(by, contract_id, as_side)
    with transaction.atomic():
        row = _locked(contract_id, version)
        both = ReadingAgreement.objects.filter(version=row, name=reading[0], clause=reading[1])
        found = {agreement.side: agreement for agreement in both}
        own = found.pop(side.value, None)
        if own is None:
            raise Refused(refusals.not_agreed(reading[0]))
        if found:
            raise Refused(refusals.both_agreed(reading[0]))
        with audited(
            "contracts.reading.taken_back",
            by=by,
            at=at,
            contract=contract_id,
            object=object_of(own),
            reading=own.name,
            clause=own.clause,
            version=version,
        ):
            own.delete()
        changed(contract_id, "contract")


def object_of(agreement: ReadingAgreement) -> str:
    """An agreement as the audit log names it."""
    return f"agreement {agreement.pk}"


def digest_of(agreement: ReadingAgreement) -> str:
    """SHA-256 over everything that an agreement says."""
    a = agreement
    said = [a.contract_id, a.version_id, a.name, a.clause, a.value, a.side, a.by, to_instant(a.at)]
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _agree(by: Actor, at: datetime, version: Version, choice: Choice, side: Side) -> None:
    with audited(
        "contracts.reading.agreed",
        by=by,
        at=at,
        contract=version.contract_id,
        reading=choice.name,
        clause=choice.clause,
        value=choice.value,
        version=version.name,
        side=side.value,
    ) as entry:
        made = ReadingAgreement.objects.create(
            contract_id=version.contract_id,
            version=version,
            name=choice.name,
            clause=choice.clause,
            value=choice.value,
            side=side.value,
            by=by.name,
            by_name=own_name(by),
            at=at,
        )
        entry.object = object_of(made)
        entry.detail["digest"] = digest_of(made)


def _locked(contract_id: str, name: str) -> Version:
    """The version, held so that of two sides one acts after the other."""
    found = Version.objects.select_for_update().filter(contract_id=contract_id, name=name).first()
    if found is None:
        raise Refused(refusals.no_version(contract_id, name))
    if found != newest_version(contract_id):
        raise Refused(refusals.replaced(name))
    return found


def _choices(version: Version, readings: Collection[Reading]) -> list[Choice]:
    known = {(choice.name, choice.clause): choice for choice in effective(version).terms.choices}
    missing = [reading for reading in readings if reading not in known]
    if missing:
        raise Refused([refusals.no_reading(name) for name, _ in missing])
    return [known[reading] for reading in readings]
