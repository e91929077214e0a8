"""Steering a call that is on the line: the agent the own one, a supervisor any."""

from __future__ import annotations

import re
from datetime import datetime

from jieting.apps.accounts.access import may_act
from jieting.apps.accounts.roles import Right
from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.apps.base.live import changed
from jieting.apps.line.asking import TOPIC, ask_switch
from jieting.apps.line.models import Command, LineCall
from jieting.apps.line.plan_now import agents_of_person, plan_or_refused
from jieting.apps.line.seats import refusals as why
from jieting.apps.line.words import WITH_AGENT
from jieting.domain.calls.masking import SHORT, mask_number
from jieting.domain.errors import BadInput, Refused

TRANSFERS = ("transfer_blind", "transfer_attended")
STEERING = ("hold", "resume", "record_pause", "record_resume", "hang_up", *TRANSFERS)
"""What can be asked of a call, as commands name it."""

_DIALLED = re.compile(r"\+?[0-9*#]{2,20}", re.ASCII)


def steer(
    *, by: Actor, at: datetime, contract_id: str, call_id: int, kind: str, to: str = ""
) -> Command:
    """Ask the switch to do something with a call; ``to`` is where a transfer goes.

    Errors: BadInput for a number nobody can dial; Refused for a call that is over, that another
    agent has, that nobody has, or that the same was asked of and not answered yet.
    """
    if kind not in STEERING:
        raise ValueError(f"a call cannot be asked to {kind}")
    dialled = "".join(to.split())
    if kind in TRANSFERS and not _DIALLED.fullmatch(dialled):
        raise BadInput(why.not_a_number(to.strip()))
    with audited("line.call.steered", by=by, at=at, contract=contract_id, act=kind) as entry:
        call = _locked(contract_id, call_id)
        entry.object = f"line-call {call.call}"
        extension = _extension(by, contract_id, call, kind)
        entry.detail.update(agent=call.agent)
        waiting = Command.objects.filter(
            contract_id=contract_id, kind=kind, state=Command.State.ASKED,
            arguments__call=call.call, arguments__system=call.system,
        )  # fmt: skip
        if waiting.exists():
            raise Refused(why.asked_already())
        arguments = {
            "system": call.system, "call": call.call, "agent": call.agent, "extension": extension,
        }  # fmt: skip
        if kind in TRANSFERS:
            arguments["to"] = dialled
            # Who reads the log need not learn whose number it was.
            entry.detail.update(to=_named(dialled))
        made = ask_switch(by=by, at=at, contract_id=contract_id, kind=kind, arguments=arguments)
        changed(contract_id, TOPIC)
    return made


def _named(dialled: str) -> str:
    """An extension as it is, a number of somebody outside with stars."""
    return mask_number(dialled) if len(dialled) >= SHORT else dialled


def _locked(contract_id: str, call_id: int) -> LineCall:
    found = LineCall.objects.select_for_update().filter(contract_id=contract_id, pk=call_id).first()
    if found is None or found.over:
        raise Refused(why.call_is_over())
    return found


def _extension(by: Actor, contract_id: str, call: LineCall, kind: str) -> str:
    """The telephone of the agent who has the call, where the actor may steer it."""
    plan = plan_or_refused(contract_id)
    runs = may_act(by, Right.RUN_LINE)
    mine = {agent.name for agent in agents_of_person(plan, by.name)}
    if not runs and call.agent not in mine:
        raise Refused(why.not_your_call())
    has_agent = bool(call.agent) and call.stage in WITH_AGENT
    if not has_agent and not (runs and kind == "hang_up"):
        raise Refused(why.nobody_has_it())
    agent = plan.agents.get(call.agent)
    return agent.extension if agent is not None else ""
