"""What the page of the call list shows, made from the filter in its address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from jieting.apps.accounts.roles import Right
from jieting.apps.calls.choices import choices
from jieting.apps.calls.filters import Filter, read_filter
from jieting.apps.calls.list_forms import CallerForm, filter_form
from jieting.apps.calls.list_queries import (
    Cursor,
    Length,
    Order,
    Page,
    length_at_hand,
    newest_month,
    page_of_calls,
    parse_cursor,
    saved_filters,
)
from jieting.apps.calls.patience import at_most_seconds
from jieting.apps.calls.rows import call_row
from jieting.apps.calls.words import FIELDS, value_words
from jieting.apps.contracts.queries import latest_terms
from jieting.documents.words import together
from jieting.domain.errors import Refused
from jieting.domain.said import Said, say

LIST_SECONDS = 5
"""A page of the list is given up after so long."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of the call list of a contract."""

    contract_id: str
    zone: ZoneInfo
    wanted: Filter
    order: Order
    cursor: Cursor | None

    @property
    def query(self) -> str:
        """The same list as a query string, without a place in it."""
        return urlencode(self.pairs())

    def pairs(self) -> list[tuple[str, str]]:
        """The list as fields of an address; ``all`` says that no month is to be supposed."""
        order = [("sort", "arrived_at")] if self.order == "oldest" else []
        return [*(list(self.wanted.pairs()) or [("all", "1")]), *order]


def asked(request: HttpRequest, contract_id: str) -> Asked:
    """What the request asks for; the newest month with calls where it asks for nothing."""
    given = request.GET
    order: Order = "oldest" if given.get("sort") == "arrived_at" else "newest"
    after = parse_cursor(given.get("after", ""))
    before = parse_cursor(given.get("before", ""), back=True)
    zone = latest_terms(contract_id).zone
    return Asked(contract_id, zone, _wanted(given, contract_id), order, after or before)


def _wanted(given: QueryDict, contract_id: str) -> Filter:
    wanted = read_filter(given)
    if wanted != Filter() or "all" in given:
        return wanted
    month = newest_month(contract_id)
    if month is None:
        return wanted
    return Filter(first=month.first_day, last=month.plus(1).first_day - timedelta(days=1))


def list_context(request: HttpRequest, of: Asked) -> dict[str, Any]:
    """Everything that the template of the list shows."""
    contract = request.standing.contract
    wanted, chosen = of.wanted, choices(contract.pk)
    return {
        "crumbs": [(contract.title, reverse("board", args=[contract.pk])), (say("Calls"), None)],
        "contract": contract,
        "form": filter_form(wanted, chosen.queues),
        "agents": chosen.agents,
        "caller_form": CallerForm(auto_id="caller-%s"),
        "chips": _chips(wanted),
        "query": wanted.query(),
        "list_query": of.query,
        "newest_first": of.order == "newest",
        "saved": _saved(request, contract.pk, wanted),
        "may_export": request.standing.may(Right.EXPORT_CALLS),
        "may_import": request.standing.may(Right.IMPORT_CALLS),
        **_found(of),
    }


def _found(of: Asked) -> dict[str, Any]:
    """The page of calls and how many there are; the findings of a search that took too long."""
    try:
        with at_most_seconds(LIST_SECONDS):
            page = _page(of)
            number = length_at_hand(of.contract_id, of.wanted, page)
    except Refused as refused:
        return {"rows": [], "findings": refused.findings}
    return {
        "rows": [call_row(call, of.zone) for call in page.calls],
        **({} if page.calls else _emptiness(of)),
        "found": number,
        "found_words": found_words(number),
        "shown_words": say("{number} on this page", number=len(page.calls)),
        "previous": _address(of, "before", page.before),
        "next": _address(of, "after", page.after),
    }


def _page(of: Asked) -> Page:
    """The page at the cursor; the first one where no call is left there."""
    page = page_of_calls(of.contract_id, of.wanted, of.zone, cursor=of.cursor, order=of.order)
    if page.calls or of.cursor is None:
        return page
    return page_of_calls(of.contract_id, of.wanted, of.zone, order=of.order)


def _address(of: Asked, name: str, cursor: Cursor | None) -> str:
    return f"?{urlencode([*of.pairs(), (name, str(cursor))])}" if cursor else ""


def _emptiness(of: Asked) -> dict[str, object]:
    """What to offer where nothing is found: calls at all, or the filter without its days."""
    wider = of.wanted.without("first", "last")
    return {
        "no_calls_yet": newest_month(of.contract_id) is None,
        "all_days": f"?{wider.query() or 'all=1'}" if wider != of.wanted else "",
    }


def found_words(found: Length) -> Said:
    """How many calls were found, in words."""
    if found.exact:
        return say("{number} calls", number=f"{found.calls:,}")
    return say("more than {number} calls", number=f"{found.calls:,}")


def _chips(wanted: Filter) -> list[dict[str, object]]:
    """The filter's fields, each with the address of the list without it."""
    return [
        {
            "title": FIELDS[name],
            "value": together(tuple(value_words(name, part) for part in _parts(name, value))),
            "remove": f"?{wanted.without(name).query() or 'all=1'}",
        }
        for name, value in wanted.pairs()
    ]


def _parts(name: str, value: str) -> list[str]:
    return value.split(",") if name in ("outcome", "rating") else [value]


def _saved(request: HttpRequest, contract_id: str, wanted: Filter) -> list[dict[str, Any]]:
    return [
        {
            "title": saved.name,
            "url": f"?{saved.query or 'all=1'}",
            "active": saved.query == wanted.query(),
            "remove": reverse("filter_remove", args=[contract_id, saved.pk]),
        }
        for saved in saved_filters(request.user.pk, contract_id)
    ]
