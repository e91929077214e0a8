"""Satisfaction by key, and the calls behind each of its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.calls.rows import call_row
from jieting.apps.line.pages import page_context
from jieting.apps.line.survey.page import show_title, survey_context
from jieting.apps.line.survey.queries import SHOWS, line_calls, shown_calls
from jieting.apps.line.words import ENDED_BY
from jieting.domain.periods import Month
from jieting.domain.said import say, verbatim

PAGE = 50
_HERE = say("Satisfaction by key")


@room(Right.SEE_LINE)
@require_GET
def survey(request: HttpRequest) -> HttpResponse:
    """A month of the survey: by day, by agent, by level, and who was never asked."""
    context = page_context(request, _HERE)
    shown = survey_context(request.standing.contract.pk, request.GET.get("month", ""))
    return render(request, "line/survey.html", {**context, **shown})


@room(Right.SEE_CALLS)
@require_GET
def survey_calls(request: HttpRequest) -> HttpResponse:
    """The calls behind one number. Errors: Http404 for an address that means nothing."""
    contract_id = request.standing.contract.pk
    context = page_context(request, _HERE)
    month, show, day = _asked(request)
    agent = request.GET.get("agent")
    found = shown_calls(contract_id, month, context["zone"], show, day=day, agent=agent)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    query = {name: value for name, value in request.GET.items() if name != "page"}
    narrowed = (verbatim(str(day)) if day else None, verbatim(agent or "-") if agent else None)
    shown = {
        "crumbs": [
            *context["crumbs"][:2],
            (_HERE, f"{reverse('line_survey', args=[contract_id])}?month={month}"),
            (show_title(show), None),
        ],
        "title": show_title(show),
        "about": [verbatim(str(month)), *(one for one in narrowed if one is not None)],
        "total": page.paginator.count,
        "rows": list(_rows(page.object_list, context["zone"])),
        "previous": _page_url(query, page.previous_page_number()) if page.has_previous() else "",
        "next": _page_url(query, page.next_page_number()) if page.has_next() else "",
        "shown": say("{first}-{last} of {n}", first=page.start_index(), last=page.end_index(),
                     n=page.paginator.count),
    }  # fmt: skip
    return render(request, "line/survey_calls.html", {**context, **shown})


def _rows(calls: Any, zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    told = line_calls(call.pk for call in calls)
    for call in calls:
        line = told.get(call.pk)
        yield {
            "call": call_row(call, zone),
            "key": line.survey_key if line is not None else "",
            "ended_by": ENDED_BY.get(line.ended_by if line is not None else "", ENDED_BY[""]),
        }


def _asked(request: HttpRequest) -> tuple[Month, str, date | None]:
    show, day = request.GET.get("show", "answered"), request.GET.get("day", "")
    try:
        month = Month.parse(request.GET.get("month", ""))
        wanted = date.fromisoformat(day) if day else None
    except ValueError:
        raise Http404 from None
    if show not in SHOWS:
        raise Http404
    return month, show, wanted


def _page_url(query: dict[str, Any], number: int) -> str:
    return f"?{urlencode({**query, 'page': number})}"
