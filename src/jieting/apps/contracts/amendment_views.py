"""An amendment: sending the proposal, its page, and the decision on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.base.words import tell
from jieting.apps.contracts import amending
from jieting.apps.contracts.amendment_rows import amendment_row
from jieting.apps.contracts.differences import differences, line_differences
from jieting.apps.contracts.effective import effective
from jieting.apps.contracts.models import Amendment
from jieting.apps.contracts.proposal_page import crumbs
from jieting.apps.contracts.queries import newest_version, side_of
from jieting.apps.contracts.text_input import typed
from jieting.domain.contracts.load import load_contract
from jieting.domain.said import say


@room(Right.AMEND_CONTRACT)
@require_POST
def amendment_propose(request: HttpRequest) -> HttpResponse:
    """Send what the page before has shown to the other side."""
    contract_id = request.standing.contract.pk
    kept = effective(newest_version(contract_id)).text
    made = amending.propose_amendment(
        by=request.standing.actor,
        at=timezone.now(),
        contract_id=contract_id,
        text=typed(request.POST.get("text", ""), kept),
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, tell(say("Proposed. It waits for the other side.")))
    return redirect("amendment", contract=contract_id, number=made.number)


@room(Right.SEE_MONTH)
@require_GET
def amendment(request: HttpRequest, number: int) -> HttpResponse:
    """What is proposed, by whom, why, and how it was decided; it may name the fee."""
    row = _row(request, number)
    base = effective(row.base)
    terms = load_contract(row.text, f"{row.contract_id}.toml")[0]
    own = side_of(row.contract_id, request.standing.actor.party)
    decides = request.standing.may(Right.AMEND_CONTRACT) and row.state == Amendment.State.PROPOSED
    is_ours = own is not None and row.side == own.value
    today = timezone.now().astimezone(base.terms.zone).date()
    context = {
        "contract_id": row.contract_id,
        "crumbs": crumbs(request, (say("Amendment {number}", number=number), None)),
        "row": amendment_row(row, base.terms.zone),
        "amendment": row,
        "terms": terms,
        "differences": differences(base.terms, terms),
        "lines": line_differences(base.text, row.text),
        "may_decide": decides and own is not None and not is_ours,
        "may_withdraw": decides and is_ours,
        "reaches_back": row.effective_from <= today,
    }
    return render(request, "contracts/amendment.html", context)


@room(Right.SEE_MONTH)
@require_GET
def amendment_file(request: HttpRequest, number: int) -> HttpResponse:
    """The proposed text as a file."""
    row = _row(request, number)
    name = f"{row.contract_id}-amendment-{row.number}.toml"
    return HttpResponse(
        row.text.encode(),
        content_type="application/toml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@room(Right.AMEND_CONTRACT)
@require_POST
def amendment_agree(request: HttpRequest, number: int) -> HttpResponse:
    """The other side agrees: it becomes a version."""
    version = amending.agree_amendment(**_decision(request, number))
    told = say(
        "Agreed: version {version} takes effect on {day}.",
        version=version.name,
        day=version.effective_from,
    )
    messages.success(request, tell(told))
    return redirect("contract", contract=version.contract_id)


@room(Right.AMEND_CONTRACT)
@require_POST
def amendment_refuse(request: HttpRequest, number: int) -> HttpResponse:
    """The other side refuses, with its reason."""
    reason = request.POST.get("reason", "")
    amending.refuse_amendment(**_decision(request, number), reason=reason)
    messages.success(request, tell(say("Refused. The other side is told why.")))
    return _back(request, number)


@room(Right.AMEND_CONTRACT)
@require_POST
def amendment_withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """The side that proposed it takes it back."""
    reason = request.POST.get("reason", "")
    amending.withdraw_amendment(**_decision(request, number), reason=reason)
    messages.success(request, tell(say("Withdrawn. Nothing has changed.")))
    return _back(request, number)


def _row(request: HttpRequest, number: int) -> Amendment:
    found = Amendment.objects.filter(contract=request.standing.contract, number=number)
    row = found.select_related("base").first()
    if row is None:
        raise Http404
    return row


def _decision(request: HttpRequest, number: int) -> dict[str, Any]:
    return {
        "by": request.standing.actor,
        "at": timezone.now(),
        "contract_id": request.standing.contract.pk,
        "number": number,
    }


def _back(request: HttpRequest, number: int) -> HttpResponse:
    return redirect("amendment", contract=request.standing.contract.pk, number=number)
