"""The page of one move, its steps, what it would change, and its files."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.audit.actions import looked
from jieting.apps.base.words import tell
from jieting.apps.moves import models, queries
from jieting.apps.moves.actions import take_step
from jieting.apps.moves.evidence import content_of
from jieting.apps.moves.forms import step_form
from jieting.apps.moves.page_effect import effect_tables
from jieting.apps.moves.page_move import Tried, move_context
from jieting.apps.moves.page_viewer import viewer_of
from jieting.domain.books.kind import REMARK, Step
from jieting.domain.books.kinds import KINDS
from jieting.domain.errors import BadInput, Finding, Refused
from jieting.domain.said import say

REFUSED, NOT_UNDERSTOOD = 409, 422
LARGEST_NUMBER = 2_147_483_647
LARGEST_PK = 9_223_372_036_854_775_807


@room(Right.SEE_MOVES)
@require_GET
def move(request: HttpRequest, number: int) -> HttpResponse:
    """One move: where it stands, everything that was done, and what may be done now."""
    row = _row(request, number)
    return render(request, "moves/move.html", move_context(request.standing, row))


@room(Right.SEE_MOVES)
@require_GET
def move_news(request: HttpRequest, number: int) -> HttpResponse:
    """Whether anything was added since the page was made; what was typed in it stays."""
    row, seen = _row(request, number), _number(request.GET.get("seen", ""))
    context = {
        "contract": request.standing.contract,
        "number": row.number,
        "seen": seen,
        "is_newer": row.revision > seen,
    }
    return render(request, "moves/_news.html", context)


@room(Right.SEE_MOVES)
@require_GET
def move_effect(request: HttpRequest, number: int) -> HttpResponse:
    """What each outcome would change; a part of the page that may take a second."""
    row, standing = _row(request, number), request.standing
    kind = KINDS[row.kind]
    viewer = viewer_of(standing.contract.pk, standing.actor)
    tables = effect_tables(viewer, kind, queries.move_of(row)) if row.is_open else []
    return render(request, "moves/_effect.html", {"tables": tables, "is_open": row.is_open})


@room(Right.MAKE_MOVES)
@require_POST
def move_step(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """Take a step; where it is not taken, the page again with the reason and what was typed."""
    row, standing = _row(request, number), request.standing
    wanted = _step(row, step)
    viewer = viewer_of(standing.contract.pk, standing.actor)
    form = step_form(wanted, viewer.zone, {}, request.POST, request.FILES)
    seen = _number(request.POST.get("revision", ""))
    if not form.is_valid():
        return _again(request, Tried(wanted, form, (), seen), NOT_UNDERSTOOD)
    try:
        take_step(
            by=standing.actor,
            at=timezone.now(),
            contract_id=row.contract_id,
            number=row.number,
            step=wanted.name,
            # A remark decides nothing, so it needs not have seen everything.
            revision=None if wanted is REMARK else seen,
            facts=form.facts(),
            text=form.text(),
            files=form.attachments(),
        )
    except BadInput as error:
        left = form.tell(error.findings)
        return _again(request, Tried(wanted, form, left, seen), NOT_UNDERSTOOD)
    except Refused as error:
        return _again(request, Tried(wanted, form, _told_once(error.findings), seen), REFUSED)
    messages.success(request, tell(say("Done: {step}.", step=wanted.title)))
    return redirect("move", row.contract_id, row.number)


@room(Right.SEE_MOVES)
@require_GET
@never_cache
def move_file(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """A file of one of the move's acts, as it was attached; that it was fetched is logged."""
    row, standing = _row(request, number), request.standing
    files = models.EvidenceFile.objects.filter(act__move=row)
    file = files.filter(pk=pk).first() if pk <= LARGEST_PK else None
    if file is None:
        raise Http404
    content = content_of(file)
    looked(
        "moves.file_fetched",
        by=standing.actor,
        at=timezone.now(),
        contract=row.contract_id,
        object=f"move {row.number}",
        file=file.pk,
        digest=file.digest,
    )
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store, private",
    }
    # No kind is named: whatever a file holds, no browser is to open it on a page of ours.
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


def _again(request: HttpRequest, tried: Tried, status: int) -> HttpResponse:
    """The page as the move stands now, with what was tried."""
    row = _row(request, request.resolver_match.kwargs["number"])
    context = move_context(request.standing, row, tried)
    return render(request, "moves/move.html", context, status=status)


def _told_once(findings: Sequence[Finding]) -> Sequence[Finding]:
    """The same findings, each once."""
    return list(dict.fromkeys(findings))


def _row(request: HttpRequest, number: int) -> models.Move:
    """The move, of this contract alone."""
    contract_id = request.standing.contract.pk
    row = queries.move_row(contract_id, number) if number <= LARGEST_NUMBER else None
    if row is None:
        raise Http404
    return row


def _step(row: models.Move, name: str) -> Step:
    """A step that a person may take. Errors: Http404 for any other."""
    try:
        step = KINDS[row.kind].step_in(name, queries.move_of(row))
    except KeyError:
        raise Http404 from None
    if step.by_system:
        raise Http404
    return step


def _number(text: str) -> int:
    """A number that a form carries; 0 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0
