"""A new contract in the browser: from a template or a file, filled in, checked, put in force."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jieting.apps.accounts.access import actor_of, anywhere
from jieting.apps.accounts.roles import Right
from jieting.apps.base.words import tell
from jieting.apps.contracts import drafting
from jieting.apps.contracts.draft_forms import ForceForm, HeadForm, StartForm, TextForm, no_table
from jieting.apps.contracts.draft_rows import draft_rows, place_findings
from jieting.apps.contracts.models import Contract, Draft
from jieting.apps.contracts.shipped import shipped
from jieting.apps.contracts.text_input import text_of_file, typed
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.edit.head import head_of, with_head
from jieting.domain.contracts.edit.knob import Knob
from jieting.domain.contracts.edit.turned import knobs, turned
from jieting.domain.errors import BadInput, Finding, Refused
from jieting.domain.said import say

NOT_UNDERSTOOD, NOT_ALLOWED = 422, 409


@anywhere(Right.AMEND_CONTRACT)
@require_http_methods(["GET", "POST"])
def drafts(request: HttpRequest) -> HttpResponse:
    """The person's drafts, and what a new one begins from; POST begins one."""
    if request.method == "POST":
        return _begin(request)
    return _drafts(request, StartForm())


@anywhere(Right.AMEND_CONTRACT)
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft with everything found in it; POST keeps the text as typed."""
    row = _own(request, pk)
    if request.method == "GET":
        return _page(request, row)
    text = typed(request.POST.get("text", ""), row.text)
    drafting.keep_draft(**_by(request), text=text, pk=row.pk)
    messages.success(request, tell(say("Kept.")))
    return redirect("draft", pk=row.pk)


@anywhere(Right.AMEND_CONTRACT)
@require_POST
def draft_head(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the form's values into the draft's text; nothing else of it changes."""
    row = _own(request, pk)
    form = HeadForm(request.POST, knobs=_knobs(row.text))
    if not form.is_valid():
        return _page(request, row, head=form, status=NOT_UNDERSTOOD)
    try:
        # Targets first: they are read from a whole contract, which a head may unmake.
        text = turned(row.text, form.changes()) if form.targets else row.text
        text = with_head(text, form.head())
    except ValueError as error:
        bad = no_table(error)
        return _page(request, row, bad.findings, head=form, status=NOT_UNDERSTOOD)
    except BadInput as bad:
        return _page(request, row, bad.findings, head=form, status=NOT_UNDERSTOOD)
    drafting.keep_draft(**_by(request), text=text, pk=row.pk)
    messages.success(request, tell(say("Kept.")))
    return redirect("draft", pk=row.pk)


@anywhere(Right.AMEND_CONTRACT)
@require_GET
def draft_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as a file, byte for byte what was kept."""
    row = _own(request, pk)
    return HttpResponse(
        row.text.encode(),
        content_type="application/toml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="contract-draft-{row.pk}.toml"'},
    )


@anywhere(Right.AMEND_CONTRACT)
@require_POST
def draft_force(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the draft a contract with another party, and go there."""
    row = _own(request, pk)
    form = ForceForm(request.POST, own=_side(request))
    if not form.is_valid():
        return _page(request, row, force=form, status=NOT_UNDERSTOOD)
    try:
        made = drafting.put_in_force(
            **_by(request), pk=row.pk, other_party=form.cleaned_data["party"]
        )
    except (BadInput, Refused) as error:
        status = NOT_UNDERSTOOD if isinstance(error, BadInput) else NOT_ALLOWED
        return _page(request, row, error.findings, force=form, status=status)
    messages.success(request, tell(say("{contract} is in force.", contract=made.title)))
    return redirect("contract", contract=made.pk)


@anywhere(Right.AMEND_CONTRACT)
@require_POST
def draft_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a draft away."""
    drafting.remove_draft(**_by(request), pk=_own(request, pk).pk)
    messages.success(request, tell(say("The draft is removed.")))
    return redirect("drafts")


def _begin(request: HttpRequest) -> HttpResponse:
    """A new draft from a shipped contract, or from a file."""
    chosen = request.POST.get("template", "")
    if chosen:
        text = next((one.text for one in shipped() if one.name == chosen), None)
        if text is None:
            raise Http404
    else:
        form = StartForm(request.POST, request.FILES)
        if not form.is_valid():
            return _drafts(request, form, status=NOT_UNDERSTOOD)
        text = text_of_file(form.cleaned_data["file"])
    row = drafting.keep_draft(**_by(request), text=text)
    return redirect("draft", pk=row.pk)


def _drafts(request: HttpRequest, form: StartForm, status: int = 200) -> HttpResponse:
    context = {
        "crumbs": [(say("New contract"), None)],
        "drafts": draft_rows(request.user),
        "templates": shipped(),
        "form": form,
    }
    return render(request, "contracts/drafts.html", context, status=status)


def _page(
    request: HttpRequest,
    row: Draft,
    findings: tuple[Finding, ...] = (),
    *,
    head: HeadForm | None = None,
    force: ForceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = place_findings(row.text)
    readable, known = _head(row.text), _knobs(row.text)
    if head is None and readable is not None:
        head = HeadForm.of(readable, known)
    context: dict[str, Any] = {
        "crumbs": [(say("New contract"), reverse("drafts")), (_title(row), None)],
        "row": row,
        "title": _title(row),
        "findings": findings,
        "found": found,
        "errors": sum(finding.is_error for finding in found),
        "head": head,
        "taken": Contract.objects.filter(pk=str((readable or {}).get("id", ""))).exists(),
        "text": TextForm(initial={"text": row.text}),
        "force": force or ForceForm(own=_side(request)),
    }
    return render(request, "contracts/draft.html", context, status=status)


def _title(row: Draft) -> object:
    readable = _head(row.text) or {}
    return str(readable.get("title") or "") or say("Draft {number}", number=row.pk)


def _head(text: str) -> dict[str, Any] | None:
    try:
        return head_of(text)
    except BadInput:
        return None


def _knobs(text: str) -> tuple[Knob, ...]:
    try:
        return knobs(text)
    except BadInput:
        return ()


def _own(request: HttpRequest, pk: int) -> Draft:
    found: Draft = get_object_or_404(Draft, pk=pk, owner=request.user)
    return found


def _side(request: HttpRequest) -> Side:
    """The side on which the person's party stands in every contract."""
    return Side(request.user.party.kind)


def _by(request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request.user, "", request)
    return {"by": actor, "at": timezone.now(), "owner": request.user}
