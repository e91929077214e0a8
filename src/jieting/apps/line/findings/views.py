"""The page of what cannot be right on the line, and the settling of it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.base.packed import unpacked
from jieting.apps.base.words import tell
from jieting.apps.line.findings.actions import LONGEST_WORDS, settle
from jieting.apps.line.findings.queries import SHOWN, all_findings, kept_calls
from jieting.apps.line.models import LineFinding
from jieting.apps.line.pages import LARGEST, page_context
from jieting.apps.line.words import moment
from jieting.domain.errors import BadInput, Refused
from jieting.domain.said import say

_NOT_DONE, _NOT_UNDERSTOOD = 409, 422
_HERE = say("Findings of the line")


@room(Right.SEE_LINE)
@require_GET
def findings(request: HttpRequest) -> HttpResponse:
    """Open findings, or those that are settled."""
    return _page(request)


@room(Right.RUN_LINE)
@require_POST
def finding_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle one with words; where that is refused, the page with the reason."""
    if pk > LARGEST:
        raise Http404
    standing = request.standing
    words = request.POST.get("words", "")
    try:
        settle(
            by=standing.actor, at=timezone.now(), contract_id=standing.contract.pk, number=pk,
            words=words,
        )  # fmt: skip
    except BadInput as error:
        return _page(request, _NOT_UNDERSTOOD, tried=error.findings, typed=(pk, words))
    except Refused as error:
        return _page(request, _NOT_DONE, tried=error.findings)
    messages.success(request, tell(say("The finding is settled.")))
    return redirect("line_findings", standing.contract.pk)


def _page(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    standing = request.standing
    context = page_context(request, _HERE)
    settled = request.GET.get("show") == "settled"
    runs = standing.may(Right.RUN_LINE)
    every = all_findings(standing.contract.pk, installation=runs)
    chosen = every.filter(settled_at__isnull=not settled)
    rows = list(chosen.order_by("-settled_at" if settled else "-last_at", "-pk")[:SHOWN])
    calls = kept_calls(standing.contract.pk, rows)
    typed_pk, typed = more.pop("typed", (0, ""))
    shown = {
        **context,
        "settled": settled,
        "open_count": every.filter(settled_at=None).count(),
        "settled_count": every.filter(settled_at__isnull=False).count(),
        "rows": [_row(row, calls, standing.contract.pk, context["zone"]) for row in rows],
        "may_settle": runs and not settled,
        "longest": LONGEST_WORDS,
        "typed_pk": typed_pk,
        "typed": typed[:LONGEST_WORDS],
        **more,
    }
    return render(request, "line/findings.html", shown, status=status)


def _row(
    row: LineFinding, calls: dict[tuple[str, str], int], contract_id: str, zone: ZoneInfo
) -> dict[str, Any]:
    kept = calls.get((row.system, row.call))
    return {
        "pk": row.pk,
        "finding": unpacked(row.found),
        "call": row.call,
        "href": reverse("call", args=[contract_id, kept]) if kept is not None else "",
        "times": row.times,
        "first_at": moment(row.first_at, zone),
        "last_at": moment(row.last_at, zone),
        "settled_at": moment(row.settled_at, zone),
        "settled_by": row.settled_by_name,
        "words": row.settled_words,
        "of_installation": row.contract_id is None,
    }
