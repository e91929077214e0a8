"""What every page of the line is given: contract, crumbs, zone and the moment."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from jieting.apps.accounts.roles import Right
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.line.overview.switch_now import switch_now, switch_words
from jieting.domain.said import Said, say

LARGEST = 2**63 - 1
"""The largest number that a row can have."""
LINE = say("The line")
_FIRST_PAGE = {True: "line_overview", False: "line_seat"}
"""Where the line begins for one who may look at it, and for an agent."""


def row_number(number: int) -> int:
    """A row's number out of an address. Errors: Http404 for one that no row can have."""
    if number > LARGEST:
        raise Http404
    return number


def page_context(request: HttpRequest, *after: Said) -> dict[str, Any]:
    """The context that the line's pages share; ``after`` are the crumbs below the line."""
    standing = request.standing
    contract = standing.contract
    now = timezone.now()
    crumbs: list[tuple[object, str | None]] = [
        (contract.title, reverse("board", args=[contract.pk])),
        (LINE, reverse(_FIRST_PAGE[standing.may(Right.SEE_LINE)], args=[contract.pk])),
    ]
    zone = latest_terms(contract.pk).zone
    switch = switch_now(now)
    return {
        "contract": contract,
        "crumbs": [*crumbs, *((title, None) for title in after)],
        "zone": zone,
        "now": now,
        "switch": switch,
        **switch_words(switch, zone),
    }
