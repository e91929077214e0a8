"""Background work of moves: deadlines that come near or pass are told of, each once."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction

from jieting.apps.base.jobs import job
from jieting.apps.moves.queries import running_clocks
from jieting.apps.moves.telling import remind


@job("moves.remind", every="*/5 * * * *")
def remind_of_clocks() -> None:
    """Look at every running clock; a second run tells nothing twice."""
    now = datetime.now(UTC)
    for contract_id, number in running_clocks():
        with transaction.atomic():
            remind(contract_id, number, now)
