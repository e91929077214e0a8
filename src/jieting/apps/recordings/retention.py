"""What is due for deletion and what is held, as of a day: the dry run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from jieting.apps.base.instants import to_instant
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.recordings.classes import SUGGESTED, Kept, Retention, kept
from jieting.apps.recordings.digest import digest_of_list
from jieting.apps.recordings.hooks import Claim, claims_to, days_of_plan
from jieting.apps.recordings.models import Recording, RetentionDays
from jieting.domain.periods import DAY, local

MOST = 2_000
"""Recordings on one certificate; the next ones go with the next."""


@dataclass(frozen=True, slots=True)
class Look:
    """A recording and how long it is kept."""

    row: Recording
    kept: Kept


@dataclass(frozen=True, slots=True)
class DryRun:
    """What would be deleted on ``today`` and what is held although its class is over.

    ``digest`` names what would go, so that nobody confirms one list and deletes another.
    """

    today: date
    due: tuple[Look, ...]
    held: tuple[Look, ...]
    digest: str
    more: bool


def rules_of(contract_id: str) -> RetentionDays | None:
    """The days that hold for a contract as somebody set them; None where nobody has."""
    return RetentionDays.objects.filter(contract_id=contract_id).order_by("-revision").first()


def days_of(contract_id: str) -> dict[Retention, int]:
    """How many days recordings of each class are kept: as set, else by the plan, else suggested."""
    found = dict(SUGGESTED)
    planned = days_of_plan(contract_id)
    if planned is not None:
        found[Retention.ORDINARY] = planned
    row = rules_of(contract_id)
    for name, days in (row.days if row is not None else {}).items():
        found[Retention(name)] = int(days)
    return found


def how_long(row: Recording) -> Kept:
    """How long one recording is kept."""
    return _Rules.of(row.contract_id).look(row).kept


def dry_run(contract_id: str, at: datetime, most: int = MOST) -> DryRun:
    """What would be deleted at ``at``, the oldest first, and what is held beyond its time."""
    rules = _Rules.of(contract_id)
    today = local(to_instant(at), rules.zone).date()
    # No recording is kept shorter than an ordinary one, so none that is younger can be due.
    before = to_instant(at) - (rules.days[Retention.ORDINARY] - 1) * DAY
    rows = Recording.objects.filter(
        contract_id=contract_id, state=Recording.State.KEPT, began_at__lt=before
    )
    beyond = date.fromordinal(today.toordinal() - rules.days[Retention.ORDINARY])
    due: list[Look] = []
    held: list[Look] = []
    for row in rows.defer("peaks", "marks").order_by("began_at", "pk").iterator(most + 1):
        look = rules.look(row)
        if look.kept.is_due(today):
            due.append(look)
            if len(due) > most:
                break  # where nobody deletes for years, nobody waits for all of it to be read
        elif _day(row, rules.zone) <= beyond:
            held.append(look)
    listed = [listed_row(look) for look in due[:most]]
    return DryRun(
        today, tuple(due[:most]), tuple(held), digest_of_list(listed), more=len(due) > most
    )


def listed_row(look: Look) -> dict[str, Any]:
    """A recording as a certificate lists it."""
    row, until = look.row, look.kept.until
    return {
        "recording": row.pk,
        "call": row.call,
        "part": row.part,
        "began_at": row.began_at,
        "milliseconds": row.milliseconds,
        "retention": look.kept.retention.value,
        "until": until.isoformat() if until is not None else "",
        "digest": row.digest,
        "sealed_digest": row.sealed_digest,
    }


@dataclass(frozen=True, slots=True)
class _Rules:
    """Everything that decides how long recordings of a contract are kept."""

    zone: ZoneInfo
    days: Mapping[Retention, int]
    claims: Mapping[str, list[Claim]]

    @classmethod
    def of(cls, contract_id: str) -> _Rules:
        """The rules of a contract as they are now."""
        zone = latest_terms(contract_id).zone
        return cls(zone, days_of(contract_id), claims_to(contract_id))

    def look(self, row: Recording) -> Look:
        """A recording with how long it is kept."""
        # A matter names a call by its id, whichever source the books have it from: the recording
        # of a stranger with that id is kept too, rather than one that may be the evidence deleted.
        claims = self.claims.get(row.call, ())
        given = Retention(row.retention)
        found = kept(row.began_at, given, row.retention_reason, claims, self.days, self.zone)
        return Look(row, found)


def _day(row: Recording, zone: ZoneInfo) -> date:
    return local(row.began_at, zone).date()
