"""The page on which a supervisor switches the emergency announcement on and off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.base.words import later, tell
from jieting.apps.line.emergency import actions
from jieting.apps.line.emergency.queries import emergency_now, prompt_names
from jieting.apps.line.pages import page_context
from jieting.apps.line.plan_now import plan_now
from jieting.apps.line.words import moment
from jieting.domain.errors import BadInput, Refused
from jieting.domain.said import say

_NOT_DONE, _NOT_UNDERSTOOD = 409, 422
_HERE = say("Emergency announcement")


class OnForm(forms.Form):
    """Which prompt is announced, and why."""

    prompt = forms.ChoiceField(label=later(say("Prompt")))
    reason = forms.CharField(
        max_length=actions.LONGEST_REASON,
        label=later(say("Reason")),
        help_text=later(say("It is kept in the audit log with your name.")),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, prompts: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, f"{name}: {text}" if text else name) for name, text in prompts]
        field: Any = self.fields["prompt"]
        field.choices = choices


@room(Right.RUN_LINE)
@require_http_methods(["GET", "POST"])
def emergency(request: HttpRequest) -> HttpResponse:
    """Whether it is on, since when and by whom; the form to switch it."""
    if request.method != "POST":
        return _page(request)
    act = request.POST.get("act")
    standing = request.standing
    doing = {
        "by": standing.actor, "at": timezone.now(), "contract_id": standing.contract.pk,
        "reason": request.POST.get("reason", ""),
    }  # fmt: skip
    if act not in ("on", "off"):
        raise Http404
    try:
        if act == "on":
            actions.switch_on(prompt=request.POST.get("prompt", ""), **doing)
            words = say("The emergency announcement is on.")
        else:
            actions.switch_off(**doing)
            words = say("The emergency announcement is off.")
    except BadInput as error:
        return _page(request, _NOT_UNDERSTOOD, findings=error.findings)
    except Refused as error:
        return _page(request, _NOT_DONE, findings=error.findings)
    messages.success(request, tell(words))
    return redirect("line_overview", standing.contract.pk)


def _page(request: HttpRequest, status: int = 200, **more: object) -> HttpResponse:
    contract_id = request.standing.contract.pk
    context = page_context(request, _HERE)
    plan = plan_now(contract_id)
    typed = {
        "prompt": request.POST.get("prompt", plan.emergency_prompt if plan is not None else ""),
        "reason": request.POST.get("reason", "")[: actions.LONGEST_REASON],
    }
    now = emergency_now(contract_id)
    shown = {
        **context,
        "emergency": now,
        "since": moment(now.row.since, context["zone"]) if now is not None else "",
        "has_plan": plan is not None,
        "prompts": (prompts := prompt_names(contract_id)),
        "form": OnForm(prompts, initial=typed),
        **more,
    }
    return render(request, "line/emergency.html", shown, status=status)
