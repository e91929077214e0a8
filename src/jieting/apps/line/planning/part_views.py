"""One part of the plan in its form: saved as a new revision of the whole, or taken out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.base.words import tell
from jieting.apps.line.models import PlanRevision
from jieting.apps.line.planning.actions import save_plan, set_trunk_password
from jieting.apps.line.planning.checking import findings_of, servers
from jieting.apps.line.planning.forms_line import (
    LineForm,
    RecordingForm,
    SurveyForm,
    agents_of,
    agents_table,
)
from jieting.apps.line.planning.forms_nodes import (
    HandOverForm,
    InformationForm,
    MenuForm,
    MessageForm,
)
from jieting.apps.line.planning.forms_queues import QueueForm, TrunkForm
from jieting.apps.line.planning.pages import plan_context
from jieting.apps.line.planning.passwords import trunks_with_password
from jieting.apps.line.planning.queries import newest, plan_of
from jieting.apps.line.planning.rows import Findings
from jieting.domain.errors import BadInput, Finding, JietingError
from jieting.domain.line.plan import Plan
from jieting.domain.line.plan_edit import with_agents
from jieting.domain.line.toml import plan_text
from jieting.domain.line.toml_text import KIND_OF
from jieting.domain.said import say

NOT_UNDERSTOOD, NOT_ALLOWED = 422, 409
Form = MenuForm | InformationForm | HandOverForm | MessageForm | QueueForm | TrunkForm
FORMS: Mapping[str, Any] = {
    "menu": MenuForm,
    "information": InformationForm,
    "hand_over": HandOverForm,
    "message": MessageForm,
    "queue": QueueForm,
    "trunk": TrunkForm,
}
"""Parts that have names, and the form of each."""
ONCE: Mapping[str, Any] = {"line": LineForm, "survey": SurveyForm, "recording": RecordingForm}
"""Parts that a line has once."""


@room(Right.PLAN_LINE)
@require_http_methods(["GET", "POST"])
def line_plan_part(request: HttpRequest, part: str, name: str = "") -> HttpResponse:
    """The form of a part, or of a new one where ``name`` is empty."""
    row = _row(request)
    plan = plan_of(row)
    made = FORMS.get(part) or ONCE.get(part)
    if made is None or (name and (part in ONCE or not _has(plan, part, name))):
        raise Http404
    if request.method == "GET":
        return _page(request, row, part, made(plan, name))
    form = made(plan, name, request.POST)
    if request.POST.get("do") == "remove" and name:
        return _kept(request, row, part, form, form.removed())
    if not form.is_valid():
        return _page(request, row, part, form, status=NOT_UNDERSTOOD)
    return _kept(request, row, part, form, form.applied())


@room(Right.PLAN_LINE)
@require_http_methods(["GET", "POST"])
def line_plan_agents(request: HttpRequest) -> HttpResponse:
    """The table of agents."""
    row = _row(request)
    plan, people = plan_of(row), servers(request.standing.contract.pk)
    if request.method == "GET":
        return _agents(request, row, agents_table(plan, people))
    table = agents_table(plan, people, request.POST)
    if not table.is_valid():
        return _agents(request, row, table, status=NOT_UNDERSTOOD)
    agents, twice = agents_of(table)
    if twice:
        return _agents(request, row, table, [_agent_twice(twice)], NOT_UNDERSTOOD)
    try:
        return _saved(request, row, with_agents(plan, agents), "agents")
    except JietingError as error:
        return _agents(request, row, table, error.findings, _status(error))


@room(Right.PLAN_LINE)
@require_POST
def line_trunk_password(request: HttpRequest, name: str) -> HttpResponse:
    """Keep the password that the carrier gave for a trunk."""
    contract_id = request.standing.contract.pk
    password = request.POST.get("password", "")
    by, at = request.standing.actor, timezone.now()
    set_trunk_password(by=by, at=at, contract_id=contract_id, trunk=name, password=password)
    kept = say("The password is kept. The switch learns it when the plan is applied.")
    messages.success(request, tell(kept if password else say("The password is forgotten.")))
    return redirect("line_plan_part", contract=contract_id, part="trunk", name=name)


def based_on(request: HttpRequest) -> int:
    """The revision that a form was made from; 0 where it says none."""
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _row(request: HttpRequest) -> PlanRevision:
    row = newest(request.standing.contract.pk)
    if row is None:
        raise Http404
    return row


def _has(plan: Plan, part: str, name: str) -> bool:
    if part in ("queue", "trunk"):
        return name in (plan.queues if part == "queue" else plan.trunks)
    node = plan.nodes.get(name)
    return node is not None and KIND_OF[type(node)] == part


def _kept(
    request: HttpRequest, row: PlanRevision, part: str, form: Any, plan: Plan
) -> HttpResponse:
    try:
        return _saved(request, row, plan, _anchor(part, form))
    except JietingError as error:
        return _page(request, row, part, form, error.findings, _status(error))


def _saved(request: HttpRequest, row: PlanRevision, plan: Plan, anchor: str) -> HttpResponse:
    made = save_plan(
        by=request.standing.actor,
        at=timezone.now(),
        contract_id=row.contract_id,
        text=row.text if plan == plan_of(row) else plan_text(plan),
        revision=based_on(request),
        note=request.POST.get("note", "").strip()[:500],
    )
    messages.success(request, tell(say("Saved as revision {revision}.", revision=made.revision)))
    answer = redirect("line_plan", contract=row.contract_id)
    answer["Location"] += f"#{anchor}"
    return answer


def _status(error: JietingError) -> int:
    return NOT_UNDERSTOOD if isinstance(error, BadInput) else NOT_ALLOWED


def _anchor(part: str, form: Any) -> str:
    """The place on the plan's page to which a saved form leads back."""
    name = form.cleaned_data.get("name", "") if form.is_bound and form.is_valid() else ""
    if part in KIND_OF.values():
        return f"node-{name}" if name else "tree"
    return part


def _page(
    request: HttpRequest,
    row: PlanRevision,
    part: str,
    form: Any,
    findings: tuple[Finding, ...] | list[Finding] = (),
    status: int = 200,
) -> HttpResponse:
    plan, old = plan_of(row), form.old
    kind = "node" if part in KIND_OF.values() else part
    told = Findings(findings_of(row.contract_id, plan))
    context = {
        **plan_context(request, "line_plan", form.title),
        "row": row,
        "part": part,
        "form": form,
        "revision": based_on(request) if request.method == "POST" else row.revision,
        "findings": findings,
        "beside": told.of(kind, old) if old or part in ONCE else [],
        "removable": bool(old),
        "has_password": part == "trunk" and old in trunks_with_password(row.contract_id),
    }
    return render(request, "line/plan_part.html", context, status=status)


def _agents(
    request: HttpRequest,
    row: PlanRevision,
    table: Any,
    findings: tuple[Finding, ...] | list[Finding] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        **plan_context(request, "line_plan", say("Agents")),
        "row": row,
        "table": table,
        "revision": based_on(request) if request.method == "POST" else row.revision,
        "findings": findings,
    }
    return render(request, "line/plan_agents.html", context, status=status)


def _agent_twice(name: str) -> Finding:
    return Finding(
        "twice",
        say("{name} stands more than once in the table.", name=name),
        say("Calls are counted by the agent's name."),
        say("Give one of them another name, or take it out."),
    )
