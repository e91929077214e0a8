"""Agreeing to readings on the contract's page, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.base.words import tell
from jieting.apps.contracts import agreeing
from jieting.apps.contracts.agreement_rows import reading_of
from jieting.domain.said import say


@room(Right.AMEND_CONTRACT)
@require_POST
def readings_agree(request: HttpRequest) -> HttpResponse:
    """The person's side agrees to one reading, or to all that the page showed."""
    number = agreeing.agree_readings(
        by=request.standing.actor,
        at=timezone.now(),
        contract_id=request.standing.contract.pk,
        version=request.POST.get("version", ""),
        readings=[reading_of(key) for key in request.POST.getlist("reading")],
    )
    told = say("Your side has agreed to {number} readings.", number=number)
    messages.success(request, tell(told))
    return _back(request)


@room(Right.AMEND_CONTRACT)
@require_POST
def reading_take_back(request: HttpRequest) -> HttpResponse:
    """The person's side takes back that it agreed to a reading."""
    agreeing.take_back(
        by=request.standing.actor,
        at=timezone.now(),
        contract_id=request.standing.contract.pk,
        version=request.POST.get("version", ""),
        reading=reading_of(request.POST.get("reading", "")),
    )
    messages.success(request, tell(say("Taken back: your side has not agreed to the reading.")))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('contract', args=[request.standing.contract.pk])}#readings")
