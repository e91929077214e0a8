"""What waits for a side in settlement: statements to draw up and to sign."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from jieting.apps.accounts.roles import Right
from jieting.apps.base.instants import to_instant
from jieting.apps.base.waiting import Waiting, register_waiting
from jieting.apps.settlement.books import books_of
from jieting.apps.settlement.models import Statement
from jieting.domain.books.quarter import quarter_months
from jieting.domain.contracts.board.standing import Side
from jieting.domain.periods import Month
from jieting.domain.said import say


def waiting(contract_id: str, side: Side) -> Iterator[Waiting]:
    """Statements without the side's signature; quarters that the supplier can have settled."""
    books = books_of(contract_id)
    drawn = books.drawn
    if drawn is not None and all(each.side != side.value for each in drawn.signatures.all()):
        yield _to_sign(drawn)
    if side is Side.SUPPLIER and drawn is None:
        for first in books.to_settle()[:1]:
            sealed = max(books.revisions[month][0].at for month in quarter_months(first))
            yield _to_draw(contract_id, first, sealed)


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
