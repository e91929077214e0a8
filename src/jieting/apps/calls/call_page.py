"""The page of one call: its timeline, its facts, and the caller's number for a reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.calls.call_parts import parts_of, steps_of
from jieting.apps.calls.list_actions import see_caller
from jieting.apps.calls.list_forms import ReasonForm
from jieting.apps.calls.list_queries import LARGEST, neighbours_of
from jieting.apps.calls.models import Call
from jieting.apps.calls.rows import call_row, came_masked, clock, duration, waited
from jieting.apps.calls.words import DIRECTIONS, outcome_words, rating_words
from jieting.apps.contracts.queries import latest_terms
from jieting.domain.calls.call import Outcome
from jieting.domain.periods import local
from jieting.domain.said import Said, say, verbatim

Step = dict[str, object]
_ENDS = {
    Outcome.SERVED_BY_IVR: "check-lg",
    Outcome.ABANDONED_IN_IVR: "telephone-x",
    Outcome.ANSWERED: "stop-circle",
    Outcome.ABANDONED: "telephone-x",
    Outcome.OVERFLOWED: "box-arrow-right",
    Outcome.REJECTED: "dash-circle",
}


@room(Right.SEE_CALLS)
@require_GET
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """One call: what happened when, and everything that is kept of it."""
    found = _call(request.standing.contract.pk, pk)
    return render(request, "calls/call.html", _context(request, found))


@room(Right.UNMASK_CALLER)
@require_POST
@never_cache
def unmask(request: HttpRequest, pk: int) -> HttpResponse:
    """The same page with the caller's whole number, once, for a reason that is logged."""
    found = _call(request.standing.contract.pk, pk)
    form = ReasonForm(request.POST, auto_id="unmask-%s")
    context = _context(request, found)
    if not form.is_valid():
        return render(request, "calls/call.html", {**context, "reason_form": form}, status=422)
    context["number"] = see_caller(
        by=request.standing.actor,
        at=timezone.now(),
        call=found,
        reason=form.cleaned_data["reason"],
    )
    return render(request, "calls/call.html", context)


def _call(contract_id: str, pk: int) -> Call:
    """The contract's call of that number; 404 for another contract's as for none."""
    calls = Call.objects.filter(contract_id=contract_id).select_related("brought_by")
    found = calls.filter(pk=pk).first() if pk <= LARGEST else None
    if found is None:
        raise Http404
    return found


def _context(request: HttpRequest, found: Call) -> dict[str, Any]:
    contract = request.standing.contract
    zone = latest_terms(contract.pk).zone
    before, after = neighbours_of(found)
    arrived = local(found.arrived_at, zone)
    month = f"{arrived:%Y-%m}"
    return {
        "crumbs": [
            (contract.title, reverse("board", args=[contract.pk])),
            (say("Calls"), reverse("calls", args=[contract.pk])),
            (verbatim(found.call_id), None),
        ],
        "contract": contract,
        "row": call_row(found, zone),
        "call": found,
        "month": month,
        "counts_of": reverse("counts_of_call", args=[contract.pk, month, found.pk]),
        "day": f"{arrived:%Y-%m-%d}",
        "steps": _timeline(request, found, zone),
        "parts": parts_of(contract.pk, found, request.standing),
        "pairs": _pairs(request, found),
        "may_unmask": request.standing.may(Right.UNMASK_CALLER) and found.caller_index is not None,
        "came_masked": came_masked(found),
        "reason_form": ReasonForm(auto_id="unmask-%s"),
        "before": before,
        "after": after,
        "may_see_month": request.standing.may(Right.SEE_MONTH),
        "may_make_moves": request.standing.may(Right.MAKE_MOVES),
    }


def _timeline(request: HttpRequest, found: Call, zone: ZoneInfo) -> list[Step]:
    """What happened, in the order in which it happened."""
    every = list(_steps(found, zone))
    for one in steps_of(found.contract_id, found, request.standing):
        step = _step(one.at, zone, one.title, one.icon, one.text)
        every.append((one.at, 3, {**step, "state": one.state}))
    return [step for _, _, step in sorted(every, key=lambda one: one[:2])]


def _steps(found: Call, zone: ZoneInfo) -> Iterator[tuple[int, int, Step]]:
    """What the row tells: the instant, the place among steps of one instant, the step."""
    arrived, queued, answered = found.arrived_at, found.queued_at, found.answered_at
    direction = DIRECTIONS[found.direction]
    yield arrived, 0, _step(arrived, zone, say("Arrived"), "telephone", direction)
    if queued is not None:
        yield queued, 1, _step(queued, zone, say("Entered the queue"), "people", found.queue)
    if answered is not None:
        who = _who(found)
        yield answered, 2, _step(answered, zone, say("Answered by an agent"), "headset", who)
    end = _ENDS[Outcome(found.outcome)]
    yield found.ended_at, 4, _step(found.ended_at, zone, say("Ended"), end, _end(found))
    if found.rating and not found.brought_by.is_line:
        yield (
            found.ended_at,
            5,
            {
                "at": say("afterwards"),
                "title": say("Rated"),
                "icon": "star",
                "text": rating_words(found.rating),
            },
        )


def _step(at: int, zone: ZoneInfo, title: Said, icon: str, text: object) -> Step:
    return {"at": clock(at, zone), "title": title, "icon": icon, "text": text}


def _who(found: Call) -> Said:
    """Who answered, and how long the caller had waited in the queue."""
    if found.queued_at is None:
        return verbatim(found.agent or "-")
    wait = duration(waited(found))
    return say("{agent}, after a wait of {wait}", agent=found.agent or "-", wait=wait)


def _end(found: Call) -> Said:
    words = outcome_words(found.outcome)
    if found.talk_s is not None:
        return say("{outcome}, talked {talk}", outcome=words, talk=duration(found.talk_s))
    if found.queued_at is not None and found.answered_at is None:
        wait = duration(waited(found))
        return say("{outcome}, after a wait of {wait}", outcome=words, wait=wait)
    return words


def _recording(found: Call) -> Said:
    """Where the recording is; only that there is one where the source says no more."""
    return say("there is one") if found.recording == "y" else verbatim(found.recording or "-")


def _pairs(request: HttpRequest, found: Call) -> list[dict[str, object]]:
    """Everything that is kept, by the names that columns have everywhere."""
    came = found.brought_by
    rows: list[tuple[Said, object]] = [
        (say("Outcome"), outcome_words(found.outcome)),
        (say("Direction"), DIRECTIONS[found.direction]),
        (say("Queue"), found.queue or "-"),
        (say("Agent"), found.agent or "-"),
        (say("Wait"), duration(waited(found))),
        (say("Talk"), duration(found.talk_s)),
        (say("Hold"), duration(found.hold_s)),
        (say("After-call work"), duration(found.wrap_up_s)),
        (say("Rating"), rating_words(found.rating)),
        (say("Recording"), _recording(found)),
        (say("Source"), found.source or "-"),
        (say("Place in the source"), found.source_ref or "-"),
    ]
    pairs: list[dict[str, object]] = [{"title": title, "value": value} for title, value in rows]
    where = say("line, {day}", day=came.file_name) if came.is_line else verbatim(came.file_name)
    value = say("{number} · {name}", number=came.pk, name=where)
    brought: dict[str, object] = {"title": say("Import"), "value": value}
    if request.standing.may(Right.SEE_IMPORTS):
        brought["href"] = reverse("import", args=[found.contract_id, came.pk])
    return [*pairs, brought]
