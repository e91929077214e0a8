"""What would be proposed: checked, compared with the newest version, ready to be sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from jieting.apps.contracts.amending import checked_amendment
from jieting.apps.contracts.differences import differences, line_differences
from jieting.apps.contracts.effective import effective
from jieting.apps.contracts.queries import newest_version
from jieting.domain.errors import BadInput, Finding, Refused
from jieting.domain.said import say

NOT_UNDERSTOOD, NOT_ALLOWED = 422, 409
Crumbs = list[tuple[object, str | None]]


def crumbs(request: HttpRequest, *more: tuple[object, str | None]) -> Crumbs:
    """From the contract's board over its text to a page."""
    of = request.standing.contract
    return [
        (of.title, reverse("board", args=[of.pk])),
        (say("Contract text"), reverse("contract", args=[of.pk])),
        *more,
    ]


def proposal_page(
    request: HttpRequest, text: str, reason: str, tried: str = ""
) -> HttpResponse | None:
    """The page that shows a sound proposal; None where ``text`` is not one.

    ``tried`` is the address of its trial on past months, where there is one.
    """
    contract = request.standing.contract
    try:
        terms, warnings = checked_amendment(contract.pk, text)
    except (BadInput, Refused):
        return None
    newest = newest_version(contract.pk)
    now = effective(newest)
    today = timezone.now().astimezone(now.terms.zone).date()
    context: dict[str, Any] = {
        "contract_id": contract.pk,
        "crumbs": crumbs(request, (say("Propose an amendment"), None)),
        "terms": terms,
        "base": newest,
        "warnings": [finding for finding in warnings if finding.code != "not_agreed"],
        "differences": differences(now.terms, terms),
        "lines": line_differences(now.text, text),
        "text": text,
        "reason": reason,
        "reaches_back": terms.effective_from <= today,
        "tried": tried,
    }
    return render(request, "contracts/proposal.html", context)


def against(contract_id: str, text: str) -> tuple[tuple[Finding, ...], int]:
    """Everything that speaks against a proposal, and the status that tells it."""
    try:
        checked_amendment(contract_id, text)
    except BadInput as bad:
        return bad.findings, NOT_UNDERSTOOD
    except Refused as refused:
        return refused.findings, NOT_ALLOWED
    return (), 200
