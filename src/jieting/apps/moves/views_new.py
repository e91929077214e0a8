"""The page that opens a move."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.base.words import tell
from jieting.apps.moves import models, queries, refusals
from jieting.apps.moves.actions import open_move
from jieting.apps.moves.forms import MoveForm, opening_form
from jieting.apps.moves.page_links import crumbs
from jieting.apps.moves.page_viewer import Viewer, may_open, viewer_of
from jieting.domain.books.kind import Kind
from jieting.domain.books.kinds import KINDS
from jieting.domain.errors import BadInput, Finding, Refused
from jieting.domain.said import say

REFUSED, NOT_UNDERSTOOD = 409, 422
LARGEST_NUMBER = 2_147_483_647


@room(Right.MAKE_MOVES)
@require_http_methods(["GET", "POST"])
def move_new(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of a kind, filled in with what the address says; POST opens the move."""
    wanted = KINDS.get(kind)
    if wanted is not None and wanted.opens_at:
        return redirect(wanted.opens_at, request.standing.contract.pk)
    if wanted is None or wanted.by_system:
        raise Http404
    standing = request.standing
    viewer = viewer_of(standing.contract.pk, standing.actor)
    if wanted not in may_open(viewer):
        raise Refused(_why_not(viewer, wanted))
    about = _about(request, viewer)
    if request.method == "GET":
        form = opening_form(wanted.fields, viewer.zone, request.GET.dict())
        return _page(request, wanted, form, about)
    form = opening_form(wanted.fields, viewer.zone, {}, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, wanted, form, about, status=NOT_UNDERSTOOD)
    return _opened(request, wanted, form, about)


def _opened(
    request: HttpRequest, kind: Kind, form: MoveForm, about: models.Move | None
) -> HttpResponse:
    standing = request.standing
    try:
        row = open_move(
            by=standing.actor,
            at=timezone.now(),
            contract_id=standing.contract.pk,
            kind=kind.name,
            facts=form.facts(),
            text=form.text(),
            files=form.attachments(),
            about=about.number if about is not None else None,
        )
    except BadInput as error:
        left = form.tell(error.findings)
        return _page(request, kind, form, about, left, NOT_UNDERSTOOD)
    except Refused as error:
        return _page(request, kind, form, about, error.findings, REFUSED)
    said = say("{kind} M-{number} is opened.", kind=kind.title, number=str(row.number))
    messages.success(request, tell(said))
    return redirect("move", row.contract_id, row.number)


def _page(
    request: HttpRequest,
    kind: Kind,
    form: MoveForm,
    about: models.Move | None,
    findings: Sequence[Finding] = (),
    status: int = 200,
) -> HttpResponse:
    contract = request.standing.contract
    context = {
        "contract": contract,
        "crumbs": crumbs(contract, kind.title),
        "kind": kind,
        "form": form,
        "about": about,
        "about_kind": KINDS[about.kind].title if about is not None else None,
        "findings": findings,
    }
    return render(request, "moves/new.html", context, status=status)


def _about(request: HttpRequest, viewer: Viewer) -> models.Move | None:
    """The move that the new one is about; None where the address names none. Errors: Http404."""
    given = request.POST if request.method == "POST" else request.GET
    text = given.get("about", "").removeprefix("M-")
    if not text:
        return None
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else 0
    row = queries.move_row(viewer.contract_id, number) if number <= LARGEST_NUMBER else None
    if row is None:
        raise Http404
    return row


def _why_not(viewer: Viewer, kind: Kind) -> Finding:
    if viewer.side not in kind.opens:
        return refusals.not_your_side(kind, None)
    return refusals.no_right(kind, None)
