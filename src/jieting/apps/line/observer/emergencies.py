"""Emergency announcements: what pages want is told to the switch again, whatever it has."""

from __future__ import annotations

from datetime import datetime, timedelta

from jieting.apps.line.models import Command, Emergency
from jieting.apps.line.observer.commands import Taken
from jieting.apps.line.observer.orders import Order

SETTLES = timedelta(seconds=10)
"""An announcement that was switched since is left to the command that is on its way."""


def to_mend(*, at: datetime) -> list[Taken]:
    """What to send so that each line announces what is wanted; the same again changes nothing.

    Where the last command was lost, as while the switch was away, this answers it.
    """
    return [
        Taken(_lost(row), Order(row.contract_id, "emergency_set", _words(row)))
        for row in Emergency.objects.filter(since__lt=at - SETTLES).order_by("pk")
    ]


def _words(row: Emergency) -> dict[str, object]:
    return {"on": row.on, "prompt": row.prompt if row.on else ""}


def _lost(row: Emergency) -> int:
    """The last command about it where nobody answered that; 0 else."""
    asked = Command.objects.filter(contract_id=row.contract_id, kind="emergency_set")
    last = asked.order_by("-pk").first()
    return last.pk if last is not None and last.state == Command.State.LOST else 0
