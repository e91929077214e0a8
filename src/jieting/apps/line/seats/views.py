"""The agent's seat, the transfer of a call, and the supervisor's way to sign somebody out."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.base.addresses import address
from jieting.apps.base.words import tell
from jieting.apps.line.models import LineCall, Seat
from jieting.apps.line.pages import page_context, row_number
from jieting.apps.line.plan_now import plan_or_refused
from jieting.apps.line.seats import actions
from jieting.apps.line.seats.call_actions import TRANSFERS
from jieting.apps.line.seats.forms import ReasonForm, TransferForm, telephones
from jieting.apps.line.seats.page import ACTS, seat_context
from jieting.apps.line.seats.steering import ask, ask_of_call
from jieting.apps.line.seats.words import OUT
from jieting.apps.line.words import stage_words
from jieting.domain.errors import BadInput, Finding, Refused
from jieting.domain.said import say

_NOT_DONE, _NOT_UNDERSTOOD = 409, 422
_SEAT = say("My seat")
_CHANGES: dict[str, Callable[..., None]] = {
    "in": actions.sign_in,
    "pause": actions.pause,
    "back": actions.come_back,
    "out": actions.sign_out,
}


@room(Right.SERVE_QUEUES)
@require_GET
def seat(request: HttpRequest) -> HttpResponse:
    """The agent's own page."""
    return _page(request)


@room(Right.SERVE_QUEUES)
@require_POST
def seat_change(request: HttpRequest, act: str) -> HttpResponse:
    """Sign in, pause, come back or sign out; where it is refused, the page with every reason."""
    if act not in _CHANGES:
        raise Http404
    standing = request.standing
    queues = [name for part in request.POST.getlist("queue") for name in part.split(",") if name]
    more = {"reason": request.POST.get("reason", "")} if act == "pause" else {}
    try:
        _CHANGES[act](
            by=standing.actor, at=timezone.now(), contract_id=standing.contract.pk, queues=queues,
            **more,
        )  # fmt: skip
    except BadInput as error:
        return _page(request, _NOT_UNDERSTOOD, tried=error.findings)
    except Refused as error:
        return _page(request, _NOT_DONE, tried=error.findings)
    return redirect("line_seat", standing.contract.pk)


@room(Right.SERVE_QUEUES)
@require_POST
def call_steer(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Ask the switch to do something with the own call, or with any where one runs the line."""
    ask_of_call(request, pk, act)
    return redirect("line_seat", request.standing.contract.pk)


@room(Right.SERVE_QUEUES)
@require_http_methods(["GET", "POST"])
def call_transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a call on: at once, or after a word with whom it goes to."""
    standing = request.standing
    contract_id = standing.contract.pk
    call = LineCall.objects.filter(contract_id=contract_id, pk=row_number(pk)).first()
    if call is None:
        raise Http404
    form = TransferForm(request.POST if request.method == "POST" else None)
    status = 200
    found: tuple[Finding, ...] = ()
    if request.method == "POST":
        kind = request.POST.get("act", "")
        if kind not in TRANSFERS:
            raise Http404
        try:
            ask(request, call.pk, kind, request.POST.get("to", ""))
            return redirect("line_seat", contract_id)
        except BadInput as error:
            status, found = _NOT_UNDERSTOOD, error.findings
        except Refused as error:
            status, found = _NOT_DONE, error.findings
    context = {
        **page_context(request, _SEAT, say("Hand on a call")),
        "call": call,
        "stage": stage_words(call.stage),
        "form": form,
        "telephones": telephones(plan_or_refused(contract_id), call.agent),
        "acts": [(kind, ACTS[kind]) for kind in TRANSFERS],
        "findings": found,
    }
    return render(request, "line/transfer.html", context, status=status)


@room(Right.RUN_LINE)
@require_http_methods(["GET", "POST"])
def seat_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign somebody out, with a reason that is told."""
    standing = request.standing
    contract_id = standing.contract.pk
    found = (
        Seat.objects.filter(contract_id=contract_id, pk=row_number(pk)).exclude(wanted=OUT).first()
    )
    if found is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.sign_somebody_out(
            by=standing.actor, at=timezone.now(), contract_id=contract_id, seat_id=found.pk,
            reason=form.cleaned_data["reason"],
        )  # fmt: skip
        words = say("{agent} is signed out of {queue}.", agent=found.agent, queue=found.queue)
        messages.success(request, tell(words))
        return redirect("line_overview", contract_id)
    context = {**page_context(request, say("Sign somebody out")), "seat": found, "form": form}
    status = _NOT_UNDERSTOOD if form.is_bound else 200
    return render(request, "line/seat_out.html", context, status=status)


def _page(request: HttpRequest, status: int = 200, **more: object) -> HttpResponse:
    standing = request.standing
    context = page_context(request, _SEAT)
    own = seat_context(standing.contract.pk, standing.actor.name, context["zone"], context["now"])
    may_plan = standing.may(Right.PLAN_LINE)
    plan_url = address("line_plan", standing.contract.pk) if may_plan else ""
    shown = {**context, **own, "plan_url": plan_url, **more}
    return render(request, "line/seat.html", shown, status=status)
