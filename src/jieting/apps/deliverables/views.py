"""Pages of deliverables: the calendar, a document that is written, and its review."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.base.words import page_language, tell
from jieting.apps.deliverables import contents, self_form, submitting, typed, writing
from jieting.apps.deliverables.links import page_of
from jieting.apps.deliverables.page_calendar import calendar_context
from jieting.apps.deliverables.page_document import Tried, document_context
from jieting.apps.deliverables.queries import deliverable_of, draft_of, last_submitted
from jieting.apps.moves.actions import take_step
from jieting.documents.printed import printed
from jieting.documents.write import lay_out
from jieting.domain.books.kinds.deliverable import MAY_SUBMIT
from jieting.domain.books.move import Move
from jieting.domain.errors import BadInput, Finding, JietingError, Refused
from jieting.domain.said import Said, say

REFUSED, NOT_UNDERSTOOD = 409, 422
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@room(Right.SEE_MOVES)
@require_GET
def deliverables(request: HttpRequest) -> HttpResponse:
    """The calendar: what is due next, and every month."""
    context = calendar_context(request.standing, timezone.now())
    return render(request, "deliverables/calendar.html", context)


@room(Right.SEE_MOVES)
@require_http_methods(["GET", "POST"])
def document(request: HttpRequest, number: int) -> HttpResponse:
    """A document: POST saves it, takes its figures again, or hands it in."""
    move = _move(request, number)
    if request.path != page_of(request.standing.contract.pk, move):
        raise Http404
    if request.method == "POST":
        if not request.standing.may(Right.SUBMIT_REPORTS):
            raise PermissionDenied
        return _write(request, move)
    return _page(request, move)


@room(Right.DECIDE_MOVES)
@require_POST
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Accept what was handed in, or return it with what is missing or untrue."""
    move, standing = _move(request, number), request.standing
    post = request.POST
    about = {
        "by": standing.actor,
        "at": timezone.now(),
        "contract_id": standing.contract.pk,
        "number": number,
        "revision": typed.revision_in(post),
        "text": str(post.get("text", ""))[:5_000],
    }
    try:
        if post.get("do") == "accept":
            take_step(step="accept", **about)
        else:
            lines = str(post.get("missing", "")).splitlines()
            submitting.return_it(
                missing=[*post.getlist("part"), *lines],
                untrue=typed.untrue_in(post, _clauses(request, move)),
                **about,
            )
    except (BadInput, Refused) as error:
        return _again(request, number, Tried(error.findings, None, post), _status(error))
    messages.success(request, tell(say("Your decision is in the books.")))
    return redirect(page_of(standing.contract.pk, move))


@room(Right.SEE_MOVES)
@require_GET
def preview(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """The document as Word or PDF: the draft for those who write, else what was handed in."""
    move, standing = _move(request, number), request.standing
    if form not in _TYPES:
        raise Http404
    contract_id = standing.contract.pk
    row = last_submitted(contract_id, number)
    if standing.may(Right.SUBMIT_REPORTS) and move.state in MAY_SUBMIT:
        row = draft_of(contract_id, number) or row
    if row is None or contents.kind_of(move) == "other":
        raise Http404
    made = contents.document(contract_id, move, row.content, row.version)
    content = lay_out(printed(made, page_language(), row.digest or "-"), form)
    name = f"{contract_id}-{move.facts['month']}-{contents.kind_of(move)}-v{row.version}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=_TYPES[form], headers=headers)


def _write(request: HttpRequest, move: Move) -> HttpResponse:
    standing, post = request.standing, request.POST
    contract_id, number, now = standing.contract.pk, move.number, timezone.now()
    row = draft_of(contract_id, number)
    try:
        content = row.content if row is not None else writing.fresh(contract_id, move, now)
    except JietingError as error:
        return _cannot(request, error)
    given = typed.typed_in(post, content)
    about = {
        "by": standing.actor,
        "at": now,
        "contract_id": contract_id,
        "number": number,
        "revision": typed.revision_in(post),
        "typed": given,
    }
    try:
        done = _do(request, post.get("do", "save"), about)
    except (BadInput, Refused) as error:
        if _moved(error.findings):
            writing.refresh(**about)
            return _again(request, number, Tried(error.findings, None, post), REFUSED)
        shown, _ = contents.written_into(content, given)
        return _again(request, number, Tried(error.findings, shown, post), _status(error))
    messages.success(request, tell(done))
    return redirect(page_of(contract_id, move))


def _do(request: HttpRequest, what: str, about: dict[str, Any]) -> Said:
    if what == "submit":
        submitting.submit(
            lang=page_language(),
            files=typed.files_in(request),
            incomplete=bool(request.POST.get("incomplete")),
            **about,
        )
        return say("Handed in; the time is in the books.")
    if what == "refresh":
        writing.refresh(**about)
        return say("The figures were taken from the books again.")
    writing.save(**about)
    return say("Saved.")


def _moved(findings: tuple[Finding, ...]) -> bool:
    return any(finding.code == "deliverable_books_moved" for finding in findings)


def _page(
    request: HttpRequest, move: Move, tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    try:
        context = document_context(request.standing, move, timezone.now(), tried)
    except JietingError as error:
        return _cannot(request, error)
    name = "self_assessment" if context["is_self"] else "report"
    return render(request, f"deliverables/{name}.html", context, status=status)


def _again(request: HttpRequest, number: int, tried: Tried, status: int) -> HttpResponse:
    """The page as it stands now, with why nothing was done and what was typed."""
    return _page(request, _move(request, number), tried, status)


def _cannot(request: HttpRequest, error: JietingError) -> HttpResponse:
    """The month cannot be assessed, so nothing can be written about it."""
    contract = request.standing.contract
    context = {"contract": contract, "findings": error.findings}
    return render(request, "deliverables/cannot.html", context, status=REFUSED)


def _status(error: JietingError) -> int:
    return NOT_UNDERSTOOD if isinstance(error, BadInput) else REFUSED


def _clauses(request: HttpRequest, move: Move) -> list[str]:
    """The items of what was handed in."""
    row = last_submitted(request.standing.contract.pk, move.number)
    if row is None or "items" not in row.content:
        return []
    return [item.clause for item in self_form.items(row.content)]


def _move(request: HttpRequest, number: int) -> Move:
    """The deliverable, of this contract alone. Errors: Http404 for any other."""
    if number > 2_147_483_647:
        raise Http404
    try:
        return deliverable_of(request.standing.contract.pk, number)
    except Refused:
        raise Http404 from None
