"""Pages of inspections: ordering one, and repeating its draw."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.base.words import tell
from jieting.apps.moves import queries, refusals
from jieting.apps.moves.forms import MoveForm, opening_form
from jieting.apps.moves.inspection_actions import order_inspection
from jieting.apps.moves.inspection_page import draw_context
from jieting.apps.moves.page_links import crumbs
from jieting.apps.moves.page_viewer import may_open, viewer_of
from jieting.domain.books.kinds.inspection import INSPECTION
from jieting.domain.errors import BadInput, Finding, Refused
from jieting.domain.periods import Month
from jieting.domain.said import say

REFUSED, NOT_UNDERSTOOD = 409, 422
LARGEST_NUMBER = 2_147_483_647
ASKED = ("population", "month", "number", "clause", "focus", "due_at")
_FIELDS = tuple(field for field in INSPECTION.fields if field.name in ASKED)


@room(Right.DECIDE_MOVES)
@require_http_methods(["GET", "POST"])
def inspection_new(request: HttpRequest) -> HttpResponse:
    """What is drawn from, how many, and when; POST draws and opens the inspection."""
    standing = request.standing
    viewer = viewer_of(standing.contract.pk, standing.actor)
    if INSPECTION not in may_open(viewer):
        raise Refused(refusals.not_your_side(INSPECTION, None))
    if request.method == "GET":
        return _page(request, opening_form(_FIELDS, viewer.zone, request.GET.dict()))
    form = opening_form(_FIELDS, viewer.zone, {}, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=NOT_UNDERSTOOD)
    return _ordered(request, form)


def _ordered(request: HttpRequest, form: MoveForm) -> HttpResponse:
    standing, facts = request.standing, form.facts()
    try:
        row = order_inspection(
            by=standing.actor,
            at=timezone.now(),
            contract_id=standing.contract.pk,
            population=facts["population"],
            month=Month.parse(facts["month"]),
            number=facts["number"],
            focus=facts["focus"],
            clause=facts["clause"],
            due_at=facts["due_at"] or None,
            text=form.text(),
            files=form.attachments(),
        )
    except BadInput as error:
        return _page(request, form, form.tell(error.findings), NOT_UNDERSTOOD)
    except Refused as error:
        return _page(request, form, error.findings, REFUSED)
    done = say(
        "Drawn: {n} of {size}.", n=len(row.facts["drawn"]), size=row.facts["population_size"]
    )
    messages.success(request, tell(done))
    return redirect("move", row.contract_id, row.number)


def _page(
    request: HttpRequest, form: MoveForm, findings: Sequence[Finding] = (), status: int = 200
) -> HttpResponse:
    contract = request.standing.contract
    context = {
        "contract": contract,
        "crumbs": crumbs(contract, INSPECTION.title),
        "form": form,
        "findings": findings,
    }
    return render(request, "moves/inspection_new.html", context, status=status)


@room(Right.SEE_MOVES)
@require_GET
def inspection_draw(request: HttpRequest, number: int) -> HttpResponse:
    """The draw of an inspection once more, from the population that was kept and from today's."""
    contract_id = request.standing.contract.pk
    row = queries.move_row(contract_id, number) if number <= LARGEST_NUMBER else None
    if row is None or row.kind != INSPECTION.name:
        raise Http404
    return render(request, "moves/inspection_draw.html", draw_context(request.standing, row))
