"""Background work of the line: whoever called again is not called back."""

from __future__ import annotations

from datetime import UTC, datetime

from jieting.apps.base.actor import system
from jieting.apps.base.jobs import job
from jieting.apps.contracts.queries import contract_ids
from jieting.apps.line.call_backs.actions import close_called_again


@job("line.call_backs.close_called_again", every="* * * * *")
def close_those_who_called_again() -> None:
    """Close call-backs whose callers called again and were answered since."""
    for contract_id in contract_ids():
        close_called_again(by=system("call-backs"), at=datetime.now(UTC), contract_id=contract_id)
