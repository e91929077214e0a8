"""Making a proposal: from single values, or from an edited or uploaded text."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.contracts.amend_forms import AmendTextForm, KnobForm, first_values
from jieting.apps.contracts.effective import Effective, effective
from jieting.apps.contracts.proposal_page import NOT_UNDERSTOOD, against, crumbs, proposal_page
from jieting.apps.contracts.queries import newest_version
from jieting.apps.contracts.text_input import must_be_toml, text_of_file, typed
from jieting.domain.contracts.edit.agreed import with_agreed
from jieting.domain.contracts.edit.head import with_head
from jieting.domain.contracts.edit.turned import changed_readings, knobs, turned
from jieting.domain.errors import BadInput, Finding
from jieting.domain.said import say

SET = "set"
_IS = "="


@room(Right.AMEND_CONTRACT)
@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest) -> HttpResponse:
    """An amendment of single values: readings, targets, points, fee, deliverables.

    ``?set=NAME=VALUE`` fills a value in, as the trial does.
    """
    now = _now(request)
    known = knobs(now.text)
    if request.method == "GET":
        form = KnobForm(
            knobs=known, preset=asked_changes(request), initial=_first_values(request, now)
        )
        return _page(request, "contracts/amend.html", form)
    form = KnobForm(request.POST, knobs=known)
    if not form.is_valid():
        return _page(request, "contracts/amend.html", form, status=NOT_UNDERSTOOD)
    changes = form.changes()
    try:
        text = turned(now.text, changes)
    except BadInput as bad:
        return _page(request, "contracts/amend.html", form, bad.findings, NOT_UNDERSTOOD)
    # Whoever agrees to the amendment agrees to the readings that it changes.
    text = with_agreed(text, changed_readings(now.text, changes))
    return _proposed(request, "contracts/amend.html", form, text, _trial_url(request, changes))


@room(Right.AMEND_CONTRACT)
@require_http_methods(["GET", "POST"])
def amend_text(request: HttpRequest) -> HttpResponse:
    """An amendment as a text, typed over the newest version's or uploaded."""
    now = _now(request)
    if request.method == "GET":
        form = AmendTextForm(initial={"text": now.text, **_first_values(request, now)})
        return _page(request, "contracts/amend_text.html", form)
    form = AmendTextForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, "contracts/amend_text.html", form, status=NOT_UNDERSTOOD)
    try:
        file = form.cleaned_data.get("file")
        text = text_of_file(file) if file else typed(form.cleaned_data["text"], now.text)
        must_be_toml(text, f"{request.standing.contract.pk}.toml")
    except BadInput as bad:
        return _page(request, "contracts/amend_text.html", form, bad.findings, NOT_UNDERSTOOD)
    return _proposed(request, "contracts/amend_text.html", form, text)


def asked_changes(request: HttpRequest) -> dict[str, str]:
    """The values that an address fills in."""
    pairs = (given.partition(_IS) for given in request.GET.getlist(SET))
    return {name: value for name, _, value in pairs if name and value}


def _proposed(
    request: HttpRequest, template: str, form: Any, text: str, tried: str = ""
) -> HttpResponse:
    """The page of the proposal; the form again where something speaks against it."""
    # A text without the head's tables is left as it is: the check below names each one.
    with suppress(ValueError):
        text = with_head(text, form.head())
    page = proposal_page(request, text, form.cleaned_data["reason"], tried)
    if page is not None:
        return page
    findings, status = against(request.standing.contract.pk, text)
    return _page(request, template, form, findings, status)


def _page(
    request: HttpRequest,
    template: str,
    form: Any,
    findings: tuple[Finding, ...] = (),
    status: int = 200,
) -> HttpResponse:
    contract_id = request.standing.contract.pk
    here = {"contracts/amend.html": "amend"}.get(template, "amend_text")
    context = {
        "contract_id": contract_id,
        "crumbs": crumbs(request, (say("Propose an amendment"), None)),
        "form": form,
        "findings": findings,
        "base": newest_version(contract_id),
        "ways": [
            {"title": title, "url": reverse(name, args=[contract_id]), "active": name == here}
            for name, title in WAYS
        ],
    }
    return render(request, template, context, status=status)


WAYS = (
    ("amend", say("Single values")),
    ("contract_calendar", say("Service calendar")),
    ("amend_text", say("The whole text")),
)


def _now(request: HttpRequest) -> Effective:
    return effective(newest_version(request.standing.contract.pk))


def _first_values(request: HttpRequest, now: Effective) -> dict[str, Any]:
    today = timezone.now().astimezone(now.terms.zone).date()
    return first_values(request.standing.contract.pk, today)


def _trial_url(request: HttpRequest, changes: dict[str, str]) -> str:
    address = reverse("trial", args=[request.standing.contract.pk])
    asked = [(SET, f"{name}{_IS}{value}") for name, value in changes.items()]
    return f"{address}?{urlencode(asked)}" if asked else ""
