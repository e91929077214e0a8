"""No version of a contract begins in a month that both parties have sealed, nor before it."""

from __future__ import annotations

from datetime import date

from jieting.apps.sealing.queries import sealed_at
from jieting.domain.errors import Finding, Place
from jieting.domain.periods import Month
from jieting.domain.said import say


def version_guard(contract_id: str, day: date) -> Finding | None:
    """A finding where a version would begin on a day before the end of a sealed month."""
    latest = max(sealed_at(contract_id), default=None)
    if latest is None or Month.of(day) > latest:
        return None
    return Finding(
        "version_in_sealed_month",
        say("The version would begin on {day}, and {month} is sealed.", day=day, month=latest),
        say("Both parties have signed what was judged by the version of then."),
        say("Let it begin on {day} or later.", day=latest.plus(1).first_day),
        Place(contract_id, column="effective_from"),
    )
