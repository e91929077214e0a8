"""The pages of a month's seal: look, draw up, sign, withdraw, and take the bundle away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from jieting.apps.accounts.access import room
from jieting.apps.accounts.confirm import confirm_person
from jieting.apps.accounts.duties import has_second_factor
from jieting.apps.accounts.roles import Right
from jieting.apps.assessment.opened import month_in
from jieting.apps.base.words import tell
from jieting.apps.sealing import actions
from jieting.apps.sealing.forms import DrawForm, SignForm
from jieting.apps.sealing.models import Seal
from jieting.apps.sealing.page import seal_context
from jieting.apps.sealing.store import bundle_of
from jieting.domain.errors import JietingError, Refused
from jieting.domain.periods import Month
from jieting.domain.said import say

_REFUSED, _WRONG = 409, 422


@room(Right.SEE_MONTH)
@require_GET
@never_cache
def seal(request: HttpRequest, month: str) -> HttpResponse:
    """What is sealed of the month, what waits to be signed, and what to do next."""
    return _page(request, month_in(month))


@room(Right.SIGN)
@require_POST
def seal_draw(request: HttpRequest, month: str) -> HttpResponse:
    """Draw up the month, or a correction of it."""
    wanted = month_in(month)
    try:
        actions.draw(
            by=request.standing.actor,
            at=timezone.now(),
            contract_id=request.standing.contract.pk,
            month=wanted,
            leave_open=request.POST.get("leave_open") == "on",
            reason=request.POST.get("reason", "")[:1000],
        )
    except Refused as error:
        return _page(request, wanted, status=_REFUSED, findings=error.findings)
    messages.success(request, tell(say("It is drawn up. Look at it, then sign.")))
    return redirect("seal", contract=request.standing.contract.pk, month=str(wanted))


@sensitive_post_parameters("password", "code")
@room(Right.SIGN)
@require_POST
@never_cache
def seal_sign(request: HttpRequest, month: str) -> HttpResponse:
    """Sign what is drawn up, with the password and the code once more."""
    wanted, now = month_in(month), timezone.now()
    form = _sign_form(request)
    if not form.is_valid():
        return _page(request, wanted, status=_WRONG, sign_form=form)
    try:
        row = actions.sign(
            by=request.standing.actor,
            at=now,
            contract_id=request.standing.contract.pk,
            month=wanted,
            statement=form.cleaned_data["statement"],
            confirmed=confirm_person(
                user=request.user,
                password=form.cleaned_data["password"],
                code=form.cleaned_data.get("code", ""),
                at=now,
            ),
        )
    except JietingError as error:
        status = _REFUSED if isinstance(error, Refused) else _WRONG
        return _page(request, wanted, status=status, findings=error.findings)
    done = say("You have signed. Now the other side signs.")
    if row.state == Seal.State.SIGNED:
        done = say("Both sides have signed: the month is sealed.")
    messages.success(request, tell(done))
    return redirect("seal", contract=request.standing.contract.pk, month=str(wanted))


@room(Right.SIGN)
@require_POST
def seal_withdraw(request: HttpRequest, month: str) -> HttpResponse:
    """Take back what is drawn up."""
    wanted = month_in(month)
    actions.withdraw(
        by=request.standing.actor,
        at=timezone.now(),
        contract_id=request.standing.contract.pk,
        month=wanted,
        reason=request.POST.get("reason", "")[:1000],
    )
    messages.success(request, tell(say("It is withdrawn; nothing was sealed.")))
    return redirect("seal", contract=request.standing.contract.pk, month=str(wanted))


@room(Right.SEE_MONTH)
@require_GET
def seal_statement(request: HttpRequest, month: str) -> HttpResponse:
    """The statement that is to be signed, as PDF."""
    row = _found(request, month, state=Seal.State.DRAWN)
    name = f"{row.contract_id}-{row.month}-{row.number}.pdf"
    return _file(bytes(row.statement_pdf), "application/pdf", name)


@room(Right.SEE_MONTH)
@require_GET
def seal_bundle(request: HttpRequest, month: str, number: int) -> HttpResponse:
    """The bundle of a sealed month; that it leaves the product is noted in the audit log."""
    row = _found(request, month, state=Seal.State.SIGNED, number=number)
    content = bundle_of(row)
    actions.bundle_taken(by=request.standing.actor, at=timezone.now(), row=row)
    return _file(content, "application/zip", row.bundle)


def _found(request: HttpRequest, month: str, **wanted: Any) -> Seal:
    rows = Seal.objects.filter(
        contract_id=request.standing.contract.pk, month=str(month_in(month)), **wanted
    )
    row = rows.order_by("-number").first()
    if row is None:
        raise Http404
    return row


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _sign_form(request: HttpRequest) -> SignForm:
    with_code = has_second_factor(request.user)
    return SignForm(request.POST or None, with_code=with_code)


def _page(request: HttpRequest, month: Month, status: int = 200, **more: Any) -> HttpResponse:
    context = seal_context(request.standing, month, timezone.now())
    drawn = context["drawn"]
    if drawn is not None and "sign_form" not in more:
        more["sign_form"] = SignForm(
            initial={"statement": drawn["statement"]}, with_code=has_second_factor(request.user)
        )
    context["draw_form"] = DrawForm(
        has_open=bool(context["open_rows"]), is_correction=context["is_correction"]
    )
    return render(request, "sealing/seal.html", {**context, **more}, status=status)
