"""A page's button that asks the switch for something about a call."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils import timezone

from jieting.apps.base.words import tell
from jieting.apps.line.pages import row_number
from jieting.apps.line.seats.call_actions import STEERING, TRANSFERS, steer
from jieting.apps.line.seats.page import ACTS
from jieting.domain.said import say


def ask_of_call(request: HttpRequest, pk: int, act: str) -> None:
    """Ask the switch what a button says, and tell that it was asked; transfers have a page.

    Errors: Http404 for what no button says; as ``steer``.
    """
    if act not in STEERING or act in TRANSFERS:
        raise Http404
    ask(request, row_number(pk), act)


def ask(request: HttpRequest, pk: int, kind: str, to: str = "") -> None:
    """Ask the switch something about a call, and tell that it was asked. Errors: as ``steer``."""
    standing = request.standing
    steer(
        by=standing.actor, at=timezone.now(), contract_id=standing.contract.pk, call_id=pk,
        kind=kind, to=to,
    )  # fmt: skip
    messages.success(request, tell(say("Asked of the switch: {act}.", act=ACTS[kind])))
