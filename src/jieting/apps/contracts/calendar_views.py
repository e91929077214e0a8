"""The service calendar: weekly hours, special days, and what a month looks like by them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.contracts.amend_forms import first_values
from jieting.apps.contracts.amend_views import WAYS
from jieting.apps.contracts.calendar_forms import CalendarForm, SpecialTable, special_rows
from jieting.apps.contracts.calendar_input import pasted_days, with_pasted
from jieting.apps.contracts.calendar_month import calendar_month
from jieting.apps.contracts.effective import Effective, effective
from jieting.apps.contracts.proposal_page import NOT_UNDERSTOOD, against, crumbs, proposal_page
from jieting.apps.contracts.queries import newest_version
from jieting.apps.contracts.text_input import text_of_file
from jieting.apps.contracts.words import WEEKDAY_WORDS, calendar_words
from jieting.domain.contracts.calendar import ServiceCalendar
from jieting.domain.contracts.edit.calendar import with_calendar
from jieting.domain.contracts.edit.head import with_head
from jieting.domain.errors import BadInput, Finding
from jieting.domain.periods import Month
from jieting.domain.said import say


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page shows: the form, the calendar it says, and what was found."""

    form: CalendarForm
    calendar: ServiceCalendar
    findings: Iterable[Finding] = field(default=())
    status: int = 200


@room(Right.SEE_CONTRACT)
@require_http_methods(["GET", "POST"])
def contract_calendar(request: HttpRequest) -> HttpResponse:
    """The calendar of the newest version; those who may amend change it in its table.

    POST fills in a pasted list, shows the month, or leads on to the proposal.
    """
    contract_id = request.standing.contract.pk
    now = effective(newest_version(contract_id))
    calendar = now.terms.calendar
    if request.method == "GET":
        today = timezone.now().astimezone(now.terms.zone).date()
        form = CalendarForm(calendar, first_values(contract_id, today))
        return _page(request, now, _Shown(form, calendar))
    if not request.standing.may(Right.AMEND_CONTRACT):
        raise PermissionDenied
    return _sent(request, now)


def _sent(request: HttpRequest, now: Effective) -> HttpResponse:
    form = CalendarForm.sent(request.POST, request.FILES)
    calendar = form.calendar()
    wanted = request.POST.get("do", "")
    if calendar is None:
        return _page(request, now, _Shown(form, now.terms.calendar, status=NOT_UNDERSTOOD))
    if wanted == "fill":
        return _page(request, now, _filled(request, form, calendar))
    if wanted != "propose":
        return _page(request, now, _Shown(form, calendar))
    if not form.amend.is_valid():
        return _page(request, now, _Shown(form, calendar, status=NOT_UNDERSTOOD))
    return _proposed(request, now, form, calendar)


def _filled(request: HttpRequest, form: CalendarForm, calendar: ServiceCalendar) -> _Shown:
    """The form with the pasted days in its table."""
    text = request.POST.get("paste", "")
    try:
        if file := request.FILES.get("file"):
            text = text_of_file(file)
    except BadInput as bad:
        return _Shown(form, calendar, bad.findings, NOT_UNDERSTOOD)
    pasted, wrong = pasted_days(text)
    filled, unclear = with_pasted(calendar, pasted)
    form.special = SpecialTable(initial=special_rows(filled, unclear), prefix="special")
    status = NOT_UNDERSTOOD if wrong else 200
    return _Shown(form, filled, wrong, status)


def _proposed(
    request: HttpRequest, now: Effective, form: CalendarForm, calendar: ServiceCalendar
) -> HttpResponse:
    text = with_head(with_calendar(now.text, calendar), form.amend.head())
    page = proposal_page(request, text, form.amend.cleaned_data["reason"])
    if page is not None:
        return page
    findings, status = against(request.standing.contract.pk, text)
    return _page(request, now, _Shown(form, calendar, findings, status))


def _page(request: HttpRequest, now: Effective, shown: _Shown) -> HttpResponse:
    contract_id = request.standing.contract.pk
    month = _month(request, now)
    address = reverse("contract_calendar", args=[contract_id])
    context: dict[str, Any] = {
        "contract_id": contract_id,
        "crumbs": crumbs(request, (say("Service calendar"), None)),
        "form": shown.form,
        "findings": list(shown.findings),
        "may_amend": request.standing.may(Right.AMEND_CONTRACT),
        "hours_words": calendar_words(now.terms.calendar),
        "counts": now.terms.population.service_hours_only,
        "zone": now.terms.zone,
        "grid": calendar_month(shown.calendar, now.terms.calendar, month),
        "weekdays": list(WEEKDAY_WORDS.values()),
        "earlier": f"{address}?month={month.plus(-1)}",
        "later": f"{address}?month={month.plus(1)}",
        "ways": [
            {"title": t, "url": reverse(n, args=[contract_id]), "active": n == "contract_calendar"}
            for n, t in WAYS
        ],
    }
    return render(request, "contracts/calendar.html", context, status=shown.status)


def _month(request: HttpRequest, now: Effective) -> Month:
    """The month asked for, else that in which the change would begin, else this one."""
    for text in (request.GET.get("month", ""), request.POST.get("effective_from", "")[:7]):
        try:
            return Month.parse(text)
        except ValueError:
            continue
    return Month.of(timezone.now().astimezone(now.terms.zone).date())
