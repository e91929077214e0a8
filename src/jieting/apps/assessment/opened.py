"""The door of a month's pages: the month in the address, assessed, or a page that says why not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from jieting.apps.accounts.access import Standing, room
from jieting.apps.accounts.roles import Right
from jieting.apps.assessment.links import Links
from jieting.apps.assessment.queries import AssessedMonth, assessed_month, months_with_calls
from jieting.domain.errors import BadInput, Finding, Refused
from jieting.domain.periods import Month
from jieting.domain.said import say

NO_VERSION, NOT_FITTING = 404, 409
MonthView = Callable[..., HttpResponseBase]


def of_month(right: Right) -> Callable[[MonthView], MonthView]:
    """A view of one month: it is given the assessed month and its links instead of the address."""

    def decorate(view: MonthView) -> MonthView:
        @room(right)
        @wraps(view)
        def opened(request: HttpRequest, month: str, **kwargs: Any) -> HttpResponseBase:
            wanted = month_in(month)
            contract_id = request.standing.contract.pk
            try:
                found = assessed_month(contract_id, wanted)
            except Refused as refused:
                return _cannot(request, wanted, refused.findings, NO_VERSION)
            except BadInput as bad:
                return _cannot(request, wanted, bad.findings, NOT_FITTING)
            links = Links(contract_id, wanted, request.standing.may(Right.SEE_CALLS))
            return view(request, found, links, **kwargs)

        return opened

    return decorate


def month_in(text: str) -> Month:
    """The month of an address. Errors: Http404 where it is none."""
    try:
        return Month.parse(text)
    except ValueError:
        raise Http404 from None


def page_context(
    request: HttpRequest, month: AssessedMonth, links: Links, *more: tuple[object, str | None]
) -> dict[str, Any]:
    """What every page of a month shows around its own; ``more`` are crumbs after the month's."""
    standing = request.standing
    known = sorted({*months_with_calls(month.contract_id), month.month}, reverse=True)
    here = known.index(month.month)
    return {
        "contract": standing.contract,
        "found": month,
        "counted_at": f"{month.counted_at.astimezone(month.terms.zone):%Y-%m-%d %H:%M}",
        "links": links,
        "simulated": month.simulated,
        "may_see_calls": links.sees_calls,
        "may_keep_records": standing.may(Right.KEEP_RECORDS),
        "crumbs": [*first_crumbs(standing), (str(month.month), links.page("month")), *more],
        "months": [
            {"title": str(m), "url": links.other_month(m), "active": m == month.month}
            for m in known
        ],
        "earlier": links.other_month(known[here + 1]) if here + 1 < len(known) else "",
        "later": links.other_month(known[here - 1]) if here else "",
    }


def first_crumbs(standing: Standing) -> list[tuple[object, str | None]]:
    """From the contract to its months."""
    contract = standing.contract
    return [
        (contract.title, reverse("board", args=[contract.pk])),
        (say("Months"), reverse("months", args=[contract.pk])),
    ]


def _cannot(
    request: HttpRequest, month: Month, findings: tuple[Finding, ...], status: int
) -> HttpResponse:
    """Why a month cannot be assessed, and what to do."""
    contract = request.standing.contract
    context = {
        "contract": contract,
        "month": month,
        "findings": findings,
        "crumbs": [*first_crumbs(request.standing), (str(month), None)],
        "may_keep_records": request.standing.may(Right.KEEP_RECORDS),
        "about_records": status == NOT_FITTING,
    }
    return render(request, "assessment/cannot.html", context, status=status)
