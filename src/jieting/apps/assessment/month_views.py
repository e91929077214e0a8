"""The month: all of them, one on its page, under every reading, and as a file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.assessment import actions, charts, month_rows
from jieting.apps.assessment.frozen import banners_of
from jieting.apps.assessment.links import Links
from jieting.apps.assessment.opened import first_crumbs, of_month, page_context
from jieting.apps.assessment.overview import month_overview
from jieting.apps.assessment.queries import AssessedMonth, calls_of_months
from jieting.apps.assessment.readings import reading_groups
from jieting.apps.assessment.statements import CONTENT_TYPES, file_name, month_document
from jieting.apps.base.words import page_language
from jieting.documents.given import WITH_LISTS
from jieting.domain.said import say


@room(Right.SEE_MONTH)
@require_GET
def months(request: HttpRequest) -> HttpResponse:
    """Every month that has calls, the newest first, with its result where it is counted."""
    contract = request.standing.contract
    kept = calls_of_months(contract.pk)
    sees_calls = request.standing.may(Right.SEE_CALLS)
    context = {
        "contract": contract,
        "crumbs": first_crumbs(request.standing),
        "rows": [month_overview(contract.pk, each, sees_calls) for each in kept],
        "simulated": any(each.simulated for each in kept),
        "may_import": request.standing.may(Right.IMPORT_CALLS),
    }
    return render(request, "assessment/months.html", context)


@of_month(Right.SEE_MONTH)
@require_GET
def month(request: HttpRequest, found: AssessedMonth, links: Links) -> HttpResponse:
    """The month on one page: every number of it opens.

    A page that is open already asks with its basis, and keeps what it has where nothing changed.
    """
    if request.htmx and request.GET.get("basis") == found.basis.digest:
        return HttpResponse(status=204)
    uses = charts.uses_with_series(found.terms)
    context: dict[str, Any] = {
        **page_context(request, found, links),
        "statement": found.statement,
        "banners": banners_of(request.standing, found.month),
        "heads": list(month_rows.heads(found, links)),
        "lines": month_rows.line_rows(found, links),
        "limits": month_rows.limit_rows(found, links),
        "figures": month_rows.figure_rows(found, links),
        "counts": month_rows.count_rows(found, links),
        "left_out": month_rows.left_out_rows(found, links),
        "compared": month_rows.compared_rows(found),
        "days": charts.days_chart(found, links, uses),
        "half_hours": charts.half_hours_chart(found, links, uses),
        "outcomes": charts.outcomes_chart(found, links),
        "has_calls": any(row.number for row in found.statement.month.counts),
        "unsettled": sum(not reading.agreed for reading in found.statement.readings),
        "forms": list(CONTENT_TYPES),
    }
    return render(request, "assessment/month.html", context)


@of_month(Right.SEE_MONTH)
@require_GET
def readings(request: HttpRequest, found: AssessedMonth, links: Links) -> HttpResponse:
    """The month under every reading of its contract, and what each one moves."""
    context = {
        **page_context(request, found, links, (say("Every reading"), None)),
        "groups": reading_groups(found, links),
        "scored": found.terms.is_scored,
        "statement": found.statement,
    }
    return render(request, "assessment/readings.html", context)


@of_month(Right.SEE_MONTH)
@require_GET
def month_export(
    request: HttpRequest, found: AssessedMonth, links: Links, form: str
) -> HttpResponse:
    """The month as a file; that lists of calls leave with it is noted in the audit log."""
    if form not in CONTENT_TYPES:
        raise Http404
    with_lists = form in WITH_LISTS and request.standing.may(Right.EXPORT_CALLS)
    now = timezone.now()
    content = month_document(found, form, page_language(), now, with_lists=with_lists)
    if with_lists:
        actions.month_exported(by=request.standing.actor, at=now, month=found.basis, form=form)
    name = file_name(found, form)
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
