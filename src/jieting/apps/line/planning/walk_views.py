"""Trying the plan on the page: press keys, see what is heard and how the call would count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.line.models import Prompt
from jieting.apps.line.planning.pages import plan_context
from jieting.apps.line.planning.queries import newest_plan, prompts_by_name
from jieting.documents.words import OUTCOMES, RATINGS
from jieting.domain.line.plan import Plan
from jieting.domain.line.walk import ANSWERED, NO_KEY, TOO_LONG, Step, walk
from jieting.domain.said import Said, say, verbatim

_MOST_KEYS = 60
_WORDS: dict[str, Said] = {
    NO_KEY: say("no key"),
    ANSWERED: say("an agent answers"),
    TOO_LONG: say("the longest wait is over"),
}


@dataclass(frozen=True, slots=True)
class Heard:
    """A step as the page tells it."""

    step: Step
    text: str
    sound: Prompt | None
    did: Said | None


@room(Right.SEE_LINE)
@require_GET
def line_plan_try(request: HttpRequest) -> HttpResponse:
    """A call on paper; its keys stand in the address, so that a way can be passed on."""
    contract_id = request.standing.contract.pk
    plan = newest_plan(contract_id)
    if plan is None:
        return redirect("line_plan", contract=contract_id)
    keys, is_open = request.GET.get("keys", "")[:_MOST_KEYS], "closed" not in request.GET
    found = walk(plan, keys, is_open=is_open)
    sounds = prompts_by_name(contract_id)
    closed = {} if is_open else {"closed": "1"}
    context: dict[str, Any] = {
        **plan_context(request, "line_plan_try", say("Try the menu")),
        "heard": [_heard(plan, step, sounds.get(step.prompt)) for step in found.steps],
        "choices": [
            {"key": one, "words": _words(one), "query": _query(keys + one, closed)}
            for one in found.choices
        ],
        "outcome": OUTCOMES.get(found.outcome) if found.outcome is not None else None,
        "rating": RATINGS[found.rating] if found.rating is not None else None,
        "over": not found.choices,
        "stuck": found.stuck,
        "is_open": is_open,
        "back": _query(keys[:-1], closed) if keys else "",
        "keys": keys,
    }
    return render(request, "line/plan_try.html", context)


def _heard(plan: Plan, step: Step, sound: Prompt | None) -> Heard:
    return Heard(
        step, plan.prompts.get(step.prompt, ""), sound, _words(step.did) if step.did else None
    )


def _words(key: str) -> Said:
    return _WORDS.get(key, verbatim(key))


def _query(keys: str, more: dict[str, str]) -> str:
    return "?" + urlencode({"keys": keys, **more})
