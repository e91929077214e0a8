"""The lists that a month's numbers open: calls, and records beside the calls."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jieting.apps.accounts.roles import Right
from jieting.apps.assessment import call_lists
from jieting.apps.assessment.call_lists import Asked, ListPage, read_asked
from jieting.apps.assessment.links import Links
from jieting.apps.assessment.opened import of_month, page_context
from jieting.apps.assessment.queries import AssessedMonth
from jieting.apps.assessment.record_rows import ARRAYS, chosen_records, record_table
from jieting.domain.said import say


@of_month(Right.SEE_CALLS)
@require_GET
def figure_calls(
    request: HttpRequest, found: AssessedMonth, links: Links, clause: str
) -> HttpResponse:
    """The calls behind a figure, or those that it does not count, with why."""
    use = next((use for use in found.terms.figures if use.clause == clause), None)
    if use is None:
        raise Http404
    asked = read_asked(request.GET)
    page = call_lists.figure_page(found, use, request.GET, asked, links)
    title = found.terms.definition(use).title
    context = page_context(
        request, found, links, (title, links.page("figure", clause)), (say("Calls"), None)
    )
    marks = request.GET.get("part", "counted") == "counted" and "numerator" not in request.GET
    return _listed(request, context, page, asked, with_marks=marks)


@of_month(Right.SEE_CALLS)
@require_GET
def month_calls(request: HttpRequest, found: AssessedMonth, links: Links) -> HttpResponse:
    """The calls behind a count of the month."""
    asked = read_asked(request.GET)
    page = call_lists.month_page(found, request.GET, asked, links)
    context = page_context(request, found, links, (say("Calls"), None))
    return _listed(request, context, page, asked, with_marks=False)


@of_month(Right.SEE_MONTH)
@require_GET
def month_records(
    request: HttpRequest, found: AssessedMonth, links: Links, array: str
) -> HttpResponse:
    """The records of a kind that belong to the month."""
    if array not in ARRAYS:
        raise Http404
    given = {name: str(value) for name, value in request.GET.items()}
    listed = chosen_records(found.own_records, array, given)
    context = {
        **page_context(request, found, links, (ARRAYS[array], None)),
        "table": record_table(found, array, listed, links),
        "kinds": [
            {
                "title": words,
                "url": links.records(name),
                "active": name == array,
                "count": len(getattr(found.own_records, name)),
            }
            for name, words in ARRAYS.items()
        ],
        "whole": links.records(array) if given else "",
    }
    return render(request, "assessment/month_records.html", context)


def _listed(
    request: HttpRequest, context: dict[str, Any], page: ListPage, asked: Asked, with_marks: bool
) -> HttpResponse:
    last = page.first + len(page.rows) - 1
    shown = say("{first}–{last} of {all}", first=page.first, last=last, all=f"{page.length:,}")
    shown_context = {
        **context,
        "page": page,
        "length": f"{page.length:,}",
        "with_marks": with_marks,
        "with_why": any(row["why_not"] for row in page.rows),
        "shown": shown if page.rows else "",
        "previous": _query(request, page=asked.page - 1) if asked.page > 1 else "",
        "next": "" if page.is_last else _query(request, page=asked.page + 1),
        "chips": [
            {"title": title, "value": value, "remove": _query(request, without=name)}
            for name, title, value in asked.chips
        ],
    }
    return render(request, "assessment/calls.html", shown_context)


def _query(request: HttpRequest, without: str = "", page: int | None = None) -> str:
    """This address with another page, or without one of its conditions."""
    query = request.GET.copy()
    for name in ("page", without):
        query.pop(name, None)
    if page is not None and page > 1:
        query["page"] = str(page)
    return f"?{query.urlencode()}"
