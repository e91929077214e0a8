"""What of sealing waits for a side: months that are drawn up and not signed by it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from jieting.apps.accounts.roles import Right
from jieting.apps.base.instants import to_instant
from jieting.apps.base.waiting import Waiting
from jieting.apps.sealing.models import Seal, Signature
from jieting.apps.sealing.page import number_words
from jieting.domain.contracts.board.standing import Side
from jieting.domain.said import say


def months_to_sign(contract_id: str, side: Side) -> Iterator[Waiting]:
    """The months that wait for the side's signature."""
    drawn = Seal.objects.filter(contract_id=contract_id, state=Seal.State.DRAWN)
    signed = Signature.objects.filter(seal__in=drawn, side=side.value)
    rows = drawn.exclude(pk__in=signed.values("seal")).order_by("month")
    for row in rows.only("month", "number", "drawn_at"):
        yield Waiting(
            title=say("Sign the month {month}", month=row.month),
            about=number_words(row.number),
            url=reverse("seal", args=[contract_id, row.month]),
            since=to_instant(row.drawn_at),
            right=Right.SIGN.value,
        )
