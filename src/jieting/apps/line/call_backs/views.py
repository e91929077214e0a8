"""Call-backs for those who watch the line, and for those who call."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.line.call_backs import actions, queries
from jieting.apps.line.call_backs.page import list_context, one_context
from jieting.apps.line.pages import page_context, row_number
from jieting.domain.errors import BadInput, JietingError, Refused
from jieting.domain.said import say

_NOT_DONE, _NOT_UNDERSTOOD = 409, 422
_HERE = say("Call-backs")
_SIMPLE = {"take": actions.take, "call": actions.call, "back": actions.give_back}


@room(Right.SEE_LINE)
@require_GET
def call_backs(request: HttpRequest) -> HttpResponse:
    """Who is to be called back and what came of it, for those who watch the line."""
    return _list(request, calls=False)


@room(Right.SERVE_QUEUES)
@require_GET
def seat_call_backs(request: HttpRequest) -> HttpResponse:
    """The same list for those who call."""
    return _list(request, calls=True)


@room(Right.SEE_LINE)
@require_GET
def call_back(request: HttpRequest, pk: int) -> HttpResponse:
    """One call-back with its tries, to look at."""
    return _one(request, pk, calls=False)


@room(Right.SERVE_QUEUES)
@require_GET
def seat_call_back(request: HttpRequest, pk: int) -> HttpResponse:
    """One call-back with what can be done: take it, call, enter the result."""
    return _one(request, pk, calls=True)


@room(Right.SERVE_QUEUES)
@require_POST
def call_back_do(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Take a call-back, call, or put it back; where it is refused, the page with the reason."""
    if act not in _SIMPLE:
        raise Http404
    standing = request.standing
    contract_id = standing.contract.pk
    try:
        _SIMPLE[act](
            by=standing.actor, at=timezone.now(), contract_id=contract_id, number=row_number(pk)
        )
    except Refused as error:
        return _again(request, pk, error, _NOT_DONE)
    return redirect("line_seat_call_back", contract_id, pk)


@room(Right.SERVE_QUEUES)
@require_POST
def call_back_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what came of a call-back."""
    standing = request.standing
    contract_id = standing.contract.pk
    try:
        actions.close(
            by=standing.actor, at=timezone.now(), contract_id=contract_id, number=row_number(pk),
            result=request.POST.get("result", ""), words=request.POST.get("words", ""),
        )  # fmt: skip
    except BadInput as error:
        return _again(request, pk, error, _NOT_UNDERSTOOD)
    except Refused as error:
        return _again(request, pk, error, _NOT_DONE)
    return redirect("line_seat_call_backs", contract_id)


def _again(request: HttpRequest, pk: int, error: JietingError, status: int) -> HttpResponse:
    typed = request.POST.get("words", "")[: actions.LONGEST_RESULT]
    more = {"tried": error.findings, "typed": typed}
    return _one(request, pk, calls=True, status=status, **more)


def _list(request: HttpRequest, *, calls: bool) -> HttpResponse:
    context = page_context(request, _HERE)
    contract_id = request.standing.contract.pk
    closed = request.GET.get("show") == "done"
    shown = list_context(contract_id, context["zone"], context["now"], closed=closed)
    return render(request, "line/call_backs.html", {**context, **shown, **_addresses(calls)})


def _one(
    request: HttpRequest, pk: int, *, calls: bool, status: int = 200, **more: Any
) -> HttpResponse:
    context = page_context(request, _HERE)
    row = queries.call_back(request.standing.contract.pk, row_number(pk))
    if row is None:
        raise Http404
    name = request.standing.actor.name
    shown = one_context(row, name, context["zone"], context["now"])
    runs = request.standing.may(Right.RUN_LINE)
    return render(
        request,
        "line/call_back.html",
        {**context, **shown, **_addresses(calls), "runs": runs, **more},
        status=status,
    )


def _addresses(calls: bool) -> dict[str, Any]:
    """The pages of those who call, or of those who only look."""
    return {
        "calls": calls,
        "list_name": "line_seat_call_backs" if calls else "line_call_backs",
        "one_name": "line_seat_call_back" if calls else "line_call_back",
    }
