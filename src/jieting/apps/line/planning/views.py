"""The plan on one page: tree, queues, agents, trunks, and what the switch runs of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.base.words import tell
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.contracts.words import calendar_words
from jieting.apps.line.planning.actions import save_plan
from jieting.apps.line.planning.applying import apply_plan, applying
from jieting.apps.line.planning.checking import findings_of
from jieting.apps.line.planning.forms_queues import STRATEGIES
from jieting.apps.line.planning.pages import plan_context
from jieting.apps.line.planning.passwords import trunks_with_password
from jieting.apps.line.planning.queries import (
    newest,
    plan_of,
    prompts_by_name,
    shipped_plan,
)
from jieting.apps.line.planning.rows import Findings, Tree
from jieting.documents.words import RATINGS
from jieting.domain.errors import Finding
from jieting.domain.line.plan import Agent, Plan, Queue, Trunk
from jieting.domain.said import Said, say


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A queue as the page shows it."""

    queue: Queue
    strategy: Said
    agents: int
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class AgentRow:
    """An agent as the page shows it."""

    agent: Agent
    queues: list[str]
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class TrunkRow:
    """A trunk as the page shows it."""

    trunk: Trunk
    has_password: bool
    findings: list[Finding] = field(default_factory=list)


@room(Right.SEE_LINE)
@require_GET
def line_plan(request: HttpRequest) -> HttpResponse:
    """The newest revision of the plan with everything found in it; or how a first one begins."""
    contract_id = request.standing.contract.pk
    row = newest(contract_id)
    context = plan_context(request, "line_plan")
    if row is None:
        context["shipped"] = shipped_plan(contract_id) is not None
        return render(request, "line/plan_none.html", context)
    plan = plan_of(row)
    found = Findings(findings_of(contract_id, plan))
    tree = Tree(plan, prompts_by_name(contract_id), found)
    context |= {
        "row": row,
        "plan": plan,
        "found": found.all,
        "errors": sum(one.is_error for one in found.all),
        "trunk_cards": tree.trunk(),
        "other_cards": tree.beside(),
        "queues": _queues(plan, found),
        "agents": _agents(plan, found),
        "trunks": _trunks(contract_id, plan, found),
        "levels": _levels(plan),
        "beside": {part: found.of(part) for part in ("line", "survey", "recording", "prompts")},
        "hours": calendar_words(latest_terms(contract_id).calendar),
        "applying": applying(),
    }
    return render(request, "line/plan.html", context)


@room(Right.PLAN_LINE)
@require_POST
def line_plan_begin(request: HttpRequest) -> HttpResponse:
    """The first revision: the plan that is shipped for the contract."""
    contract_id = request.standing.contract.pk
    text = shipped_plan(contract_id)
    if text is None:
        raise Http404
    by, at = request.standing.actor, timezone.now()
    save_plan(by=by, at=at, contract_id=contract_id, text=text, revision=0)
    messages.success(request, tell(say("The shipped plan is saved as revision 1. Now fit it.")))
    return redirect("line_plan", contract=contract_id)


@room(Right.PLAN_LINE)
@require_POST
def line_plan_apply(request: HttpRequest) -> HttpResponse:
    """Give the newest plan to the switch; what could not be done for it is told."""
    standing = request.standing
    contract_id = standing.contract.pk
    given = apply_plan(by=standing.actor, at=timezone.now(), contract_id=contract_id)
    messages.success(request, tell(say("The switch took the plan over. Calls went on.")))
    for one in given.findings:
        messages.warning(request, f"{tell(one.what)} {tell(one.remedy)}")
    return redirect("line_plan", contract=contract_id)


def _queues(plan: Plan, found: Findings) -> list[QueueRow]:
    return [
        QueueRow(
            queue,
            STRATEGIES[queue.strategy],
            sum(1 for _ in plan.agents_of(queue)),
            found.of("queue", queue.name),
        )
        for queue in plan.queues.values()
    ]


def _agents(plan: Plan, found: Findings) -> list[AgentRow]:
    return [
        AgentRow(
            agent,
            [q.name for q in plan.queues.values() if plan.may_serve(agent, q) is not None],
            found.of("agent", agent.name),
        )
        for agent in plan.agents.values()
    ]


def _trunks(contract_id: str, plan: Plan, found: Findings) -> list[TrunkRow]:
    kept = trunks_with_password(contract_id)
    return [
        TrunkRow(trunk, trunk.name in kept, found.of("trunk", trunk.name))
        for trunk in plan.trunks.values()
    ]


def _levels(plan: Plan) -> list[tuple[str, Any]]:
    return [(key, RATINGS[level]) for key, level in plan.survey.keys.items()] if plan.survey else []
