"""The line in one look, and one call on it for those who run the line."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.line.models import LineCall
from jieting.apps.line.overview.page import overview_context
from jieting.apps.line.pages import page_context, row_number
from jieting.apps.line.seats.page import call_row
from jieting.apps.line.seats.queries import in_hand
from jieting.apps.line.seats.steering import ask_of_call
from jieting.apps.line.words import WITH_AGENT
from jieting.domain.said import say


@room(Right.SEE_LINE)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Switch, calls, queues and agents now."""
    standing = request.standing
    context = page_context(request)
    runs = standing.may(Right.RUN_LINE)
    shown = overview_context(
        standing.contract.pk, context["switch"], context["zone"], context["now"], runs=runs
    )
    rights = {"runs": runs, "may_plan": standing.may(Right.PLAN_LINE)}
    return render(request, "line/overview.html", {**context, **shown, **rights})


@room(Right.RUN_LINE)
@require_GET
def line_call(request: HttpRequest, pk: int) -> HttpResponse:
    """A call on the line with what may be done with it; one that is over leads to its row."""
    contract_id = request.standing.contract.pk
    call = LineCall.objects.filter(contract_id=contract_id, pk=row_number(pk)).first()
    if call is None:
        raise Http404
    if call.over:
        name, number = ("call", call.kept) if call.kept is not None else ("line_overview", None)
        return redirect(name, contract_id, *([number] if number is not None else []))
    context = page_context(request, say("A call on the line"))
    hand = in_hand(call)
    shown = {
        **context,
        "hand": call_row(hand, context["now"]),
        "has_agent": bool(call.agent) and call.stage in WITH_AGENT,
        "agent": call.agent,
        "may_transfer": request.standing.may(Right.SERVE_QUEUES),
    }
    return render(request, "line/line_call.html", shown)


@room(Right.RUN_LINE)
@require_POST
def line_call_run(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Ask the switch to do something with any call."""
    ask_of_call(request, pk, act)
    return redirect("line_call", request.standing.contract.pk, pk)
