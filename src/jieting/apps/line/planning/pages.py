"""What the pages of a plan are given."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from jieting.apps.accounts.roles import Right
from jieting.apps.line.pages import page_context
from jieting.apps.line.planning.queries import running
from jieting.domain.said import Said, say

PLAN = say("Plan of the line")
_TABS = (
    ("line_plan", PLAN),
    ("line_prompts", say("Prompts")),
    ("line_plan_try", say("Try the menu")),
    ("line_plan_text", say("As a text")),
    ("line_plan_history", say("Revisions")),
)


def plan_context(request: HttpRequest, here: str, *after: Said) -> dict[str, Any]:
    """The context of a page of the plan; ``here`` is the name of its tab."""
    contract_id = request.standing.contract.pk
    context = page_context(request, PLAN, *after)
    if after:
        crumbs = context["crumbs"]
        place = len(crumbs) - 1 - len(after)
        crumbs[place] = (PLAN, reverse("line_plan", args=[contract_id]))
    return {
        **context,
        "may_plan": request.standing.may(Right.PLAN_LINE),
        "running": running(contract_id),
        "tabs": [
            {"title": title, "url": reverse(name, args=[contract_id]), "active": name == here}
            for name, title in _TABS
        ],
    }
