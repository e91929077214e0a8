"""Amendments as their list and page show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from jieting.apps.contracts.amendment_refusals import STATES
from jieting.apps.contracts.models import Amendment
from jieting.domain.contracts.board.standing import Side
from jieting.domain.said import Said, say

BADGES = {
    Amendment.State.PROPOSED: "waiting",
    Amendment.State.AGREED: "met",
    Amendment.State.REFUSED: "breached",
    Amendment.State.WITHDRAWN: "undone",
}
SIDE_WORDS: dict[str, Said] = {
    Side.SUPPLIER.value: say("Supplier"),
    Side.PURCHASER.value: say("Purchaser"),
}


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """An amendment in words; times in the contract's zone, empty where it is not decided."""

    number: int
    version: str
    day: str
    badge: str
    state: Said
    side: Said
    by: str
    at: str
    reason: str
    decided_by: str
    decided_at: str
    decided_reason: str


def amendment_rows(contract_id: str, zone: ZoneInfo) -> tuple[AmendmentRow, ...]:
    """Every amendment of a contract, the newest first."""
    found = Amendment.objects.filter(contract_id=contract_id).defer("text").order_by("-number")
    return tuple(amendment_row(row, zone) for row in found)


def amendment_row(row: Amendment, zone: ZoneInfo) -> AmendmentRow:
    """An amendment in words."""
    return AmendmentRow(
        row.number,
        row.name,
        str(row.effective_from),
        BADGES[Amendment.State(row.state)],
        STATES[row.state],
        SIDE_WORDS[row.side],
        row.by_name or row.by,
        _at(row.at, zone),
        row.reason,
        row.decided_name or row.decided_by,
        _at(row.decided_at, zone),
        row.decided_reason,
    )


def _at(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at is not None else ""
