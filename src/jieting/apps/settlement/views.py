"""Settlement: the quarters of a contract, one of them, drawing up and signing its statement."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jieting.apps.accounts.access import room
from jieting.apps.accounts.confirm import confirm_person
from jieting.apps.accounts.duties import has_second_factor
from jieting.apps.accounts.roles import Right
from jieting.apps.assessment.statements import CONTENT_TYPES
from jieting.apps.base.words import page_language, tell
from jieting.apps.settlement import actions, refusals
from jieting.apps.settlement.books import books_of
from jieting.apps.settlement.documents import file_name, statement_document
from jieting.apps.settlement.forms import SignForm
from jieting.apps.settlement.page_quarter import Tried, quarter_context
from jieting.apps.settlement.page_quarters import quarters_context
from jieting.apps.settlement.queries import (
    first_of_address,
    statement_of,
    statement_of_quarter,
)
from jieting.domain.errors import BadInput, JietingError, Refused
from jieting.domain.periods import Month
from jieting.domain.said import say

REFUSED, NOT_UNDERSTOOD = 409, 422


@room(Right.SEE_MONTH)
@require_GET
def quarters(request: HttpRequest) -> HttpResponse:
    """Every quarter of the contract, renewal, breaches and what is held."""
    context = quarters_context(request.standing, timezone.now())
    return render(request, "settlement/quarters.html", context)


@room(Right.SEE_MONTH)
@require_GET
def quarter(request: HttpRequest, month: str) -> HttpResponse:
    """One quarter with its account and statement."""
    return _page(request, _first(request, month))


@room(Right.SIGN)
@require_POST
def quarter_draw(request: HttpRequest, month: str) -> HttpResponse:
    """Draw up the statement, or draw it up again where the books have moved."""
    standing, first = request.standing, _first(request, month)
    try:
        row = actions.draw_statement(
            by=standing.actor,
            at=timezone.now(),
            contract_id=standing.contract.pk,
            first=first,
        )
    except Refused as error:
        return _page(request, first, Tried(error.findings), REFUSED)
    messages.success(request, tell(say("Statement {number} is drawn up.", number=row.number)))
    return redirect("quarter", row.contract_id, row.first_month)


@room(Right.SIGN)
@require_POST
def quarter_sign(request: HttpRequest, month: str) -> HttpResponse:
    """Sign the statement of a quarter for one's side, with password and code."""
    standing, first = request.standing, _first(request, month)
    form = SignForm(request.POST, with_code=has_second_factor(request.user))
    row = statement_of_quarter(books_of(standing.contract.pk), first)
    if row is None:
        return _page(request, first, Tried([refusals.nothing_drawn(first)]), REFUSED)
    if not form.is_valid():
        return _page(request, first, Tried((), form), NOT_UNDERSTOOD)
    now, given = timezone.now(), form.cleaned_data
    try:
        confirmed = confirm_person(
            user=request.user, password=given["password"], code=given.get("code", ""), at=now
        )
        row = actions.sign_statement(
            by=standing.actor,
            confirmed=confirmed,
            at=now,
            contract_id=standing.contract.pk,
            number=row.number,
            digest=given["digest"],
        )
    except JietingError as error:
        status = NOT_UNDERSTOOD if isinstance(error, BadInput) else REFUSED
        return _page(request, first, Tried(error.findings), status)
    messages.success(request, tell(say("Statement {number} is signed.", number=row.number)))
    return redirect("quarter", row.contract_id, row.first_month)


@room(Right.SEE_MONTH)
@require_GET
def statement_file(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """A statement as a file, laid out from what was frozen."""
    row = statement_of(request.standing.contract.pk, number)
    if row is None or form not in CONTENT_TYPES:
        raise Http404
    return HttpResponse(
        statement_document(row, form, page_language()),
        content_type=CONTENT_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{file_name(row, form)}"'},
    )


def _first(request: HttpRequest, month: str) -> Month:
    first = first_of_address(books_of(request.standing.contract.pk), month)
    if first is None:
        raise Http404
    return first


def _page(
    request: HttpRequest, first: Month, tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    context = quarter_context(
        request.standing,
        first,
        timezone.now(),
        with_code=has_second_factor(request.user),
        tried=tried,
    )
    return render(request, "settlement/quarter.html", context, status=status)
