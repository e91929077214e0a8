"""Telling both sides of amendments."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from jieting.apps.accounts.roles import Right
from jieting.apps.base.actor import Actor
from jieting.apps.contracts.amendment_refusals import STATES
from jieting.apps.contracts.models import Amendment
from jieting.apps.notices.actions import notify
from jieting.domain.contracts.board.standing import Side
from jieting.domain.said import say


def url_of(amendment: Amendment) -> str:
    """The page of an amendment."""
    return str(reverse("amendment", args=[amendment.contract_id, amendment.number]))


def proposed(row: Amendment, by: Actor, at: datetime) -> None:
    """Tell those who may decide it; within the action's transaction."""
    notify(
        at=at,
        contract_id=row.contract_id,
        event="contracts.waits.amendment",
        words=say(
            "{by} proposes version {version} of the contract, from {day} on.",
            by=row.by_name,
            version=row.name,
            day=row.effective_from,
        ),
        url=url_of(row),
        side=Side(row.side).other,
        right=Right.AMEND_CONTRACT,
        by=by,
    )


def decided(row: Amendment, by: Actor, at: datetime, side: Side) -> None:
    """Tell the other side how it ended; within the action's transaction."""
    notify(
        at=at,
        contract_id=row.contract_id,
        event="contracts.amendment",
        words=say(
            "Amendment {number}, version {version}, is {state}.",
            number=row.number,
            version=row.name,
            state=STATES[row.state],
        ),
        url=url_of(row),
        side=side.other,
        right=Right.AMEND_CONTRACT,
        by=by,
    )
