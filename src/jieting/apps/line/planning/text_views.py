"""The plan as a text: edited whole, taken along, brought back; its revisions and what differs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.base.words import tell
from jieting.apps.line.models import PlanRevision
from jieting.apps.line.planning import refusals
from jieting.apps.line.planning.actions import LONGEST_TEXT, save_plan
from jieting.apps.line.planning.pages import plan_context
from jieting.apps.line.planning.part_views import NOT_ALLOWED, NOT_UNDERSTOOD, based_on
from jieting.apps.line.planning.queries import differences, history, newest, revision
from jieting.apps.line.words import moment
from jieting.domain.errors import BadInput, Finding, JietingError
from jieting.domain.said import say

_BYTES_OF_A_LETTER = 4


@room(Right.PLAN_LINE)
@require_http_methods(["GET", "POST"])
def line_plan_text(request: HttpRequest) -> HttpResponse:
    """The whole text; POST saves what was typed, or the file that was chosen."""
    row = newest(request.standing.contract.pk)
    text = row.text if row is not None else ""
    if request.method == "GET":
        return _text(request, row, text)
    try:
        text = _sent(request, text)
        made = save_plan(
            by=request.standing.actor,
            at=timezone.now(),
            contract_id=request.standing.contract.pk,
            text=text,
            revision=based_on(request),
            note=request.POST.get("note", "").strip()[:500],
        )
    except JietingError as error:
        status = NOT_UNDERSTOOD if isinstance(error, BadInput) else NOT_ALLOWED
        return _text(request, row, text, error.findings, status)
    messages.success(request, tell(say("Saved as revision {revision}.", revision=made.revision)))
    return redirect("line_plan", contract=request.standing.contract.pk)


@room(Right.SEE_LINE)
@require_GET
def line_plan_file(request: HttpRequest, number: int) -> HttpResponse:
    """A revision as a file, byte for byte what was saved."""
    row = _of_number(request, number)
    name = f"{row.contract_id}.line.{row.revision}.toml"
    return HttpResponse(
        row.text.encode(),
        content_type="application/toml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@room(Right.SEE_LINE)
@require_GET
def line_plan_history(request: HttpRequest) -> HttpResponse:
    """Every revision: who made it, when and why, and which one the switch runs."""
    context = plan_context(request, "line_plan_history", say("Revisions"))
    zone = context["zone"]
    context["rows"] = [
        {
            "row": row,
            "made_at": moment(row.made_at, zone),
            "applied_at": moment(row.applied_at, zone),
            "runs": row.revision == context["running"].revision,
        }
        for row in history(request.standing.contract.pk)
    ]
    return render(request, "line/plan_history.html", context)


@room(Right.SEE_LINE)
@require_GET
def line_plan_revision(request: HttpRequest, number: int) -> HttpResponse:
    """One revision, and what differs from the one before it or from the one asked for."""
    row = _of_number(request, number)
    asked = request.GET.get("with", "")
    other = int(asked) if asked.isdecimal() and len(asked) < 9 else number - 1
    before = revision(row.contract_id, other)
    title = say("Revision {revision}", revision=number)
    context = {
        **plan_context(request, "line_plan_history", title),
        "row": row,
        "before": before,
        "others": [one.revision for one in history(row.contract_id) if one.revision != number],
        "lines": list(differences(before.text, row.text)) if before is not None else [],
        "heading": title,
    }
    return render(request, "line/plan_revision.html", context)


def _of_number(request: HttpRequest, number: int) -> PlanRevision:
    row = revision(request.standing.contract.pk, number) if number < 2**31 else None
    if row is None:
        raise Http404
    return row


def _sent(request: HttpRequest, kept: str) -> str:
    """The text that was sent: a file as it is, a typed one with the line ends of files."""
    if (file := request.FILES.get("file")) is not None:
        if file.size is None or file.size > _BYTES_OF_A_LETTER * LONGEST_TEXT:
            raise BadInput(refusals.too_long(LONGEST_TEXT))
        try:
            return file.read().decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadInput(refusals.no_text()) from error
    typed = request.POST.get("text", "").replace("\r\n", "\n").replace("\r", "\n")
    return kept if typed == kept.replace("\r\n", "\n") else typed


def _text(
    request: HttpRequest,
    row: PlanRevision | None,
    text: str,
    findings: tuple[Finding, ...] = (),
    status: int = 200,
) -> HttpResponse:
    last = row.revision if row is not None else 0
    context: dict[str, Any] = {
        **plan_context(request, "line_plan_text", say("As a text")),
        "row": row,
        "text": text,
        "revision": based_on(request) if request.method == "POST" else last,
        "findings": findings,
    }
    return render(request, "line/plan_text.html", context, status=status)
