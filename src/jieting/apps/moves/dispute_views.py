"""Pages that raise a dispute: about a move, and about a line of a month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.base.addresses import address
from jieting.apps.base.words import tell
from jieting.apps.moves import models, queries
from jieting.apps.moves.dispute_actions import raise_dispute, raise_line_dispute
from jieting.apps.moves.dispute_lines import stands_at
from jieting.apps.moves.forms import MoveForm, opening_form
from jieting.apps.moves.page_links import crumbs, move_url
from jieting.apps.moves.page_viewer import viewer_of
from jieting.apps.moves.page_words import move_ref
from jieting.domain.books.clocks import DISPUTE_HOURS
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.kinds.dispute import NAME
from jieting.domain.errors import BadInput, Finding, Refused
from jieting.domain.periods import Month
from jieting.domain.said import Said, say, verbatim

REFUSED, NOT_UNDERSTOOD = 409, 422
LARGEST_NUMBER = 2_147_483_647
_FIELDS = tuple(field for field in KINDS[NAME].fields if field.name == "reason")

Raised = Callable[[MoveForm], models.Move]
"""Raises the dispute that a form asks for."""


@room(Right.MAKE_MOVES)
@require_http_methods(["GET", "POST"])
def move_dispute(request: HttpRequest, number: int) -> HttpResponse:
    """The reason why a move's decision is disputed; POST raises the dispute."""
    contract = request.standing.contract
    row = queries.move_row(contract.pk, number) if number <= LARGEST_NUMBER else None
    if row is None:
        raise Http404
    viewer = viewer_of(contract.pk, request.standing.actor)
    move, kind = queries.move_of(row), KINDS[row.kind]
    page = {
        "about": say("{kind} {ref}", kind=kind.title, ref=move.ref),
        "words": kind.summary(move, viewer.terms),
        "stood": kind.states[move.state],
        "back": move_url(contract.pk, number),
    }

    def raised(form: MoveForm) -> models.Move:
        return raise_dispute(
            by=request.standing.actor,
            at=timezone.now(),
            contract_id=contract.pk,
            subject=number,
            reason=form.facts()["reason"],
            text=form.text(),
            files=form.attachments(),
        )

    return _page(request, page, raised)


@room(Right.MAKE_MOVES)
@require_http_methods(["GET", "POST"])
def line_dispute(request: HttpRequest, month: str, clause: str) -> HttpResponse:
    """The reason why a line of a month is disputed; POST raises the dispute."""
    contract, wanted = request.standing.contract, _month(month)
    viewer = viewer_of(contract.pk, request.standing.actor)
    named = next((one for one in viewer.terms.clauses if one.id == clause), None)
    if named is None:
        raise Http404
    page = {
        "about": say("{clause} in {month}", clause=clause, month=str(wanted)),
        "words": verbatim(named.title),
        "stood": verbatim(stands_at(contract.pk, wanted, clause)),
        "back": address("line", contract.pk, str(wanted), clause),
    }

    def raised(form: MoveForm) -> models.Move:
        return raise_line_dispute(
            by=request.standing.actor,
            at=timezone.now(),
            contract_id=contract.pk,
            month=wanted,
            clause=clause,
            reason=form.facts()["reason"],
            text=form.text(),
            files=form.attachments(),
        )

    return _page(request, page, raised)


def _page(request: HttpRequest, page: dict[str, Any], raised: Raised) -> HttpResponse:
    viewer = viewer_of(request.standing.contract.pk, request.standing.actor)
    if request.method == "GET":
        form = opening_form(_FIELDS, viewer.zone, request.GET.dict())
        return _shown(request, page, form)
    form = opening_form(_FIELDS, viewer.zone, {}, request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, page, form, status=NOT_UNDERSTOOD)
    try:
        row = raised(form)
    except BadInput as error:
        return _shown(request, page, form, form.tell(error.findings), NOT_UNDERSTOOD)
    except Refused as error:
        return _shown(request, page, form, error.findings, REFUSED)
    done: Said = say("{kind} {ref} is opened.", kind=KINDS[NAME].title, ref=move_ref(row.number))
    messages.success(request, tell(done))
    return redirect(reverse("move", args=[row.contract_id, row.number]))


def _shown(
    request: HttpRequest,
    page: dict[str, Any],
    form: MoveForm,
    findings: Sequence[Finding] = (),
    status: int = 200,
) -> HttpResponse:
    contract = request.standing.contract
    context = {
        **page,
        "contract": contract,
        "crumbs": crumbs(contract, KINDS[NAME].title),
        "form": form,
        "findings": findings,
        "hours": DISPUTE_HOURS,
    }
    return render(request, "moves/dispute_new.html", context, status=status)


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        raise Http404 from None
