"""What a person chooses about notices, and what they have read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time

from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.apps.base.live import changed
from jieting.apps.notices.models import Notice, Preference


@dataclass(frozen=True, slots=True)
class Chosen:
    """Everything that a person chooses; see ``Preference``."""

    address: str
    in_product: Sequence[str]
    by_mail: Sequence[str]
    quiet_from: time | None
    quiet_to: time | None
    zone: str
    daily_at: time | None
    urgent_through: bool


def save_choices(*, by: Actor, at: datetime, user_id: int, chosen: Chosen) -> None:
    """Keep how a person wants to be told; what was told before goes as it was planned."""
    with audited("notices.choices.saved", by=by, at=at, object=by.name) as entry:
        entry.detail = {
            "in_product": sorted(chosen.in_product),
            "by_mail": sorted(chosen.by_mail) if chosen.address else [],
        }
        Preference.objects.update_or_create(
            user_id=user_id, defaults={**asdict(chosen), "mail_failure": ""}
        )


def mark_read(*, at: datetime, user_id: int, pk: int | None = None) -> Notice | None:
    """Note that a person has read one notice, or all; the one, None where it is not theirs.

    A technical note like a session's, not an action: nothing of the contract changes.
    """
    mine = Notice.objects.filter(user_id=user_id, shown=True)
    one = mine.filter(pk=pk).first() if pk is not None else None
    unread = mine.filter(read_at=None)
    if pk is not None:
        unread = unread.filter(pk=pk)
    contracts = set(unread.values_list("contract_id", flat=True))
    unread.update(read_at=at)
    for contract_id in contracts:
        changed(contract_id, f"notices:{user_id}")
    return one
