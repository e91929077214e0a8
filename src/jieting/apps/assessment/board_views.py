"""The clause board, where a person's work in a contract begins."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.assessment.board import board_of, side_of
from jieting.apps.assessment.board_forms import BoardFilter
from jieting.apps.assessment.board_page import board_context
from jieting.apps.assessment.links import Links
from jieting.apps.assessment.queries import months_with_calls
from jieting.domain.periods import Month
from jieting.domain.said import say


@room(Right.SEE_BOARD)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Every clause with its state this month; the newest month with calls where none is asked.

    A person who may not see months sees no points, score or reasons, and no number opens.
    """
    person = request.standing
    months = months_with_calls(person.contract.pk)
    context = {
        "contract": person.contract,
        "crumbs": [(person.contract.title, None), (say("Clause board"), None)],
        "may_import": person.may(Right.IMPORT_CALLS),
    }
    if not months:
        return render(request, "assessment/board_empty.html", context)
    form = BoardFilter(_with_month(request, months), months=months)
    month = _month(form, months)
    found = board_of(person.contract.pk, month, side_of(person), timezone.now())
    links = None
    if person.may(Right.SEE_MONTH):
        links = Links(person.contract.pk, month, person.may(Right.SEE_CALLS))
    context["simulated"] = found.month.simulated
    return render(
        request, "assessment/board.html", {**context, **board_context(found, form, links)}
    )


def _with_month(request: HttpRequest, months: list[Month]) -> object:
    asked = request.GET.copy()
    if asked.get("month", "") not in {str(month) for month in months}:
        asked["month"] = str(months[0])
    return asked


def _month(form: BoardFilter, months: list[Month]) -> Month:
    asked = form.asked("month")
    return next((month for month in months if str(month) == asked), months[0])
