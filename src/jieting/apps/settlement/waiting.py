"""What waits for a side in settlement: statements to draw up and to sign."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from jieting.apps.accounts.roles import Right
from jieting.apps.base.instants import to_instant
from jieting.apps.base.waiting import Waiting, register_waiting
from jieting.apps.contracts.queries import first_month
from jieting.apps.sealing.queries import sealed_at
from jieting.apps.settlement.models import Statement
from jieting.domain.books.quarter import complete_quarters, quarter_months
from jieting.domain.contracts.board.standing import Side
from jieting.domain.periods import Month
from jieting.domain.said import say


def waiting(contract_id: str, side: Side) -> Iterator[Waiting]:
    """Statements without the side's signature; quarters that the supplier can have settled.

    Asked for on every page, so it reads no more than it needs.
    """
    rows = Statement.objects.filter(contract_id=contract_id).exclude(state="replaced")
    states = {Month.parse(row.first_month): row for row in rows.defer("content", "contract_text")}
    drawn = next((row for row in states.values() if row.state == Statement.State.DRAWN), None)
    if drawn is not None:
        if not drawn.signatures.filter(side=side.value).exists():
            yield _to_sign(drawn)
    elif side is Side.SUPPLIER:
        sealed = sealed_at(contract_id)
        firsts = complete_quarters(first_month(contract_id), sealed) if sealed else []
        for first in [month for month in firsts if month not in states][:1]:
            last = max(sealed[month] for month in quarter_months(first))
            yield _to_draw(contract_id, first, to_instant(last))


def _to_sign(row: Statement) -> Waiting:
    return Waiting(
        title=say("Sign the settlement statement"),
        about=say("quarter {month}, statement {number}", month=row.first_month, number=row.number),
        url=reverse("quarter", args=[row.contract_id, row.first_month]),
        since=to_instant(row.drawn_at),
        right=Right.SIGN.value,
    )


def _to_draw(contract_id: str, first: Month, since: int) -> Waiting:
    return Waiting(
        title=say("Draw up the settlement statement"),
        about=say("quarter {month}: its three months are sealed", month=first),
        url=reverse("quarter", args=[contract_id, str(first)]),
        since=since,
        right=Right.SIGN.value,
    )


def register() -> None:
    """Called once the apps are ready."""
    register_waiting(waiting)
