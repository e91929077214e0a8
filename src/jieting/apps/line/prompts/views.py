"""The prompts of a line: listen, upload, let the machine speak, take out."""

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
from jieting.apps.line.planning.pages import plan_context
from jieting.apps.line.prompts import refusals
from jieting.apps.line.prompts.actions import keep_recording, remove_prompt, speak_prompt
from jieting.apps.line.prompts.queries import Sounds, prompt_rows, sound_of, to_be_spoken
from jieting.apps.line.prompts.sound import LARGEST, MEGABYTES
from jieting.apps.line.prompts.speaking import cannot_speak
from jieting.apps.line.words import moment
from jieting.domain.errors import BadInput, Refused
from jieting.domain.said import Said, say

STATES: dict[Sounds, tuple[str, Said]] = {
    Sounds.MISSING: ("breached", say("nothing to hear")),
    Sounds.OUTDATED: ("at_risk", say("says an older text")),
    Sounds.SPOKEN: ("met", say("spoken by the machine")),
    Sounds.RECORDED: ("met", say("recorded by a person")),
    Sounds.SPARE: ("not_due", say("played nowhere")),
}
"""Badge and words of each state."""
_MOST_AT_ONCE = 60


@room(Right.SEE_LINE)
@require_GET
def line_prompts(request: HttpRequest) -> HttpResponse:
    """The table of prompts; what is missing for the plan stands first."""
    contract_id = request.standing.contract.pk
    context = plan_context(request, "line_prompts", say("Prompts"))
    rows = prompt_rows(contract_id)
    wanted = to_be_spoken(contract_id)
    texts = " ".join(row.text for row in rows if row.name in wanted)
    why = cannot_speak(texts)
    context |= {
        "rows": [_shown(row, context["zone"]) for row in rows],
        "wanted": len(wanted),
        "missing": sum(row.state is Sounds.MISSING for row in rows),
        "cannot": why is not None,
        "cannot_list": [why] if why is not None else [],
        "megabytes": MEGABYTES,
    }
    return render(request, "line/plan_prompts.html", context)


@room(Right.SEE_LINE)
@require_GET
def line_prompt_sound(request: HttpRequest, name: str) -> HttpResponse:
    """The sound of a prompt, as callers hear it."""
    row = sound_of(request.standing.contract.pk, name)
    if row is None:
        raise Http404
    return HttpResponse(
        bytes(row.sound), content_type="audio/wav", headers={"Cache-Control": "private, no-cache"}
    )


@room(Right.PLAN_LINE)
@require_POST
def line_prompt_record(request: HttpRequest, name: str) -> HttpResponse:
    """Keep an uploaded recording."""
    file = request.FILES.get("sound")
    if file is None:
        raise BadInput(refusals.not_wave())
    if file.size is None or file.size > LARGEST:
        raise BadInput(refusals.too_large(MEGABYTES))
    kept = keep_recording(**_by(request), name=name, data=file.read())
    words = say("{name} is kept: {seconds} s.", name=name, seconds=kept.seconds)
    messages.success(request, tell(words))
    return redirect("line_prompts", contract=request.standing.contract.pk)


@room(Right.PLAN_LINE)
@require_POST
def line_prompt_speak(request: HttpRequest, name: str) -> HttpResponse:
    """Let the machine speak the prompt's text."""
    kept = speak_prompt(**_by(request), name=name)
    words = say("{name} is spoken: {seconds} s.", name=name, seconds=kept.seconds)
    messages.success(request, tell(words))
    return redirect("line_prompts", contract=request.standing.contract.pk)


@room(Right.PLAN_LINE)
@require_POST
def line_prompts_speak(request: HttpRequest) -> HttpResponse:
    """Let the machine speak all that has a text and no sound that says it."""
    names = to_be_spoken(request.standing.contract.pk)[:_MOST_AT_ONCE]
    if not names:
        raise Refused(refusals.nothing_to_speak())
    for name in names:
        speak_prompt(**_by(request), name=name)
    messages.success(request, tell(say("{count} prompts are spoken.", count=len(names))))
    return redirect("line_prompts", contract=request.standing.contract.pk)


@room(Right.PLAN_LINE)
@require_POST
def line_prompt_remove(request: HttpRequest, name: str) -> HttpResponse:
    """Take a sound out."""
    remove_prompt(**_by(request), name=name)
    messages.success(request, tell(say("The sound of {name} is taken out.", name=name)))
    return redirect("line_prompts", contract=request.standing.contract.pk)


def _by(request: HttpRequest) -> dict[str, Any]:
    standing = request.standing
    return {"by": standing.actor, "at": timezone.now(), "contract_id": standing.contract.pk}


def _shown(row: Any, zone: Any) -> dict[str, Any]:
    badge, words = STATES[row.state]
    made_at = moment(row.sound.made_at, zone) if row.sound is not None else ""
    return {"row": row, "badge": badge, "words": words, "made_at": made_at}
