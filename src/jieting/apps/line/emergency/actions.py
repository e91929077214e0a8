"""Switching the emergency announcement on and off."""

from __future__ import annotations

from datetime import datetime

from jieting.apps.accounts.access import may_act
from jieting.apps.accounts.roles import Right
from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.apps.base.live import changed
from jieting.apps.base.turns import one_at_a_time
from jieting.apps.line.asking import TOPIC, ask_switch
from jieting.apps.line.emergency import refusals as why
from jieting.apps.line.emergency.queries import emergency_of, prompt_names
from jieting.apps.line.models import Emergency
from jieting.apps.line.plan_now import plan_or_refused
from jieting.apps.line.seats.refusals import no_reason, not_yours, reason_too_long
from jieting.domain.errors import BadInput, Finding, Refused

LONGEST_REASON = 500


def switch_on(
    *, by: Actor, at: datetime, contract_id: str, reason: str, prompt: str = ""
) -> Emergency:
    """Have every caller hear a prompt before all else; the plan's own one where none is named.

    Errors: BadInput without a reason or for a prompt that is not there; Refused for who does not
    run the line, where there is no plan, and where it is on already.
    """
    with audited("line.emergency.switched_on", by=by, at=at, contract=contract_id) as entry:
        plan = plan_or_refused(contract_id)
        chosen = prompt or plan.emergency_prompt
        said = _worded(reason, _wrong_prompt(contract_id, chosen))
        entry.reason, entry.detail["prompt"] = said, chosen
        now = _may(by, contract_id)
        if now is not None and now.on:
            raise Refused(why.on_already(now))
        return _set(by, at, contract_id, on=True, prompt=chosen, reason=said)


def switch_off(*, by: Actor, at: datetime, contract_id: str, reason: str = "") -> Emergency:
    """Let callers go straight to the menu again.

    Errors: Refused for who does not run the line, and where it is not on.
    """
    with audited(
        "line.emergency.switched_off", by=by, at=at, contract=contract_id, reason=reason.strip()
    ) as entry:
        now = _may(by, contract_id)
        if now is None or not now.on:
            raise Refused(why.not_on())
        entry.detail["prompt"] = now.prompt
        return _set(
            by, at, contract_id, on=False, prompt=now.prompt,
            reason=reason.strip()[:LONGEST_REASON],
        )  # fmt: skip


def _may(by: Actor, contract_id: str) -> Emergency | None:
    """What holds now, with nobody else changing it until this transaction ends."""
    if not may_act(by, Right.RUN_LINE):
        raise Refused(not_yours())
    one_at_a_time(f"line emergency/{contract_id}")
    return emergency_of(contract_id)


def _set(
    by: Actor, at: datetime, contract_id: str, *, on: bool, prompt: str, reason: str
) -> Emergency:
    values = {"on": on, "prompt": prompt, "reason": reason, "since": at, "by_name": by.name}
    row, _ = Emergency.objects.update_or_create(contract_id=contract_id, defaults=values)
    arguments = {"on": on, "prompt": prompt if on else ""}
    ask_switch(by=by, at=at, contract_id=contract_id, kind="emergency_set", arguments=arguments)
    changed(contract_id, TOPIC)
    return row


def _wrong_prompt(contract_id: str, prompt: str) -> list[Finding]:
    if not prompt:
        return [why.no_prompt()]
    known = {name for name, _ in prompt_names(contract_id)}
    return [] if prompt in known else [why.unknown_prompt(prompt)]


def _worded(reason: str, wrong: list[Finding]) -> str:
    said = reason.strip()
    if not said:
        wrong.append(no_reason())
    if len(said) > LONGEST_REASON:
        wrong.append(reason_too_long(LONGEST_REASON))
    if wrong:
        raise BadInput(wrong)
    return said
