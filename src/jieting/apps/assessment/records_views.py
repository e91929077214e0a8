"""The records of a contract: what both parties wrote down beside the calls."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.assessment import actions
from jieting.apps.assessment.basis import records_in_force_text
from jieting.apps.assessment.forms import RecordsForm
from jieting.apps.assessment.opened import first_crumbs, month_in
from jieting.apps.assessment.queries import (
    months_with_calls,
    records_history,
    records_text,
)
from jieting.apps.assessment.waiting import EXAMPLES, kinds_of_records
from jieting.apps.base.words import tell
from jieting.apps.contracts.queries import latest_terms
from jieting.domain.errors import BadInput, Finding, Refused
from jieting.domain.said import say


@room(Right.SEE_MONTH)
@require_http_methods(["GET", "POST"])
def records(request: HttpRequest) -> HttpResponse:
    """The records in force, their history, and which lines wait for which; POST keeps new ones."""
    standing = request.standing
    may_keep = standing.may(Right.KEEP_RECORDS)
    if request.method == "POST":
        if not may_keep:
            raise PermissionDenied
        return _keep(request)
    form = RecordsForm(initial={"text": records_text(standing.contract.pk)})
    return render(request, "assessment/records.html", _context(request, form, ()))


@room(Right.SEE_MONTH)
@require_GET
def records_download(request: HttpRequest, number: int) -> HttpResponse:
    """A records file as it was kept, for the command line or an editor."""
    contract_id = request.standing.contract.pk
    text = records_text(contract_id, number)
    if text is None:
        raise Http404
    name = f"{contract_id}-records-{number}.toml"
    return HttpResponse(
        text.encode(),
        content_type="application/toml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@room(Right.SEE_MONTH)
@require_GET
def records_in_force(request: HttpRequest) -> HttpResponse:
    """Every record that counts now, kept or of a move, as the command line reads them."""
    contract_id = request.standing.contract.pk
    text = records_in_force_text(contract_id, latest_terms(contract_id)) or ""
    name = f"{contract_id}-records.toml"
    return HttpResponse(
        text.encode(),
        content_type="application/toml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _keep(request: HttpRequest) -> HttpResponse:
    standing = request.standing
    form = RecordsForm(request.POST, request.FILES)
    findings: tuple[Finding, ...] = ()
    if form.is_valid():
        try:
            kept = actions.keep_records(
                by=standing.actor,
                at=timezone.now(),
                contract_id=standing.contract.pk,
                text=form.cleaned_data["text"],
                note=form.cleaned_data["note"],
            )
        except (BadInput, Refused) as error:
            findings = error.findings
        else:
            messages.success(request, tell(say("Records {number} are kept.", number=kept.number)))
            return redirect("records", contract=standing.contract.pk)
    context = _context(request, form, findings)
    return render(request, "assessment/records.html", context, status=422)


def _context(
    request: HttpRequest, form: RecordsForm, findings: tuple[Finding, ...]
) -> dict[str, Any]:
    standing = request.standing
    contract_id = standing.contract.pk
    known = months_with_calls(contract_id)
    asked = request.GET.get("month", "")
    month = month_in(asked) if asked else next(iter(known), None)
    history = records_history(contract_id)
    return {
        "contract": standing.contract,
        "crumbs": [*first_crumbs(standing)[:1], (say("Records"), None)],
        "form": form,
        "findings": findings,
        "history": history,
        "newest": history[0] if history else None,
        "may_keep": standing.may(Right.KEEP_RECORDS),
        "month": month,
        "months": [{"title": str(m), "url": f"?month={m}", "active": m == month} for m in known],
        "kinds": kinds_of_records(contract_id, month) if month is not None else [],
        "examples": EXAMPLES,
        "zone": latest_terms(contract_id).zone,
    }
