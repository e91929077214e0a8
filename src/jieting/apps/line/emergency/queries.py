"""Reading the emergency announcement: whether it is on, and what can be announced."""

from __future__ import annotations

from dataclasses import dataclass

from jieting.apps.line.models import Command, Emergency
from jieting.apps.line.plan_now import plan_now
from jieting.apps.line.planning.queries import prompts_by_name
from jieting.apps.line.seats.queries import waits, why_not
from jieting.domain.said import Said

_TEXT_SHOWN = 40


@dataclass(frozen=True, slots=True)
class EmergencyNow:
    """The announcement as it is wanted, and whether the switch has confirmed that."""

    row: Emergency
    is_asked: bool
    said_no: Said | None


def emergency_of(contract_id: str) -> Emergency | None:
    """The row of the contract; None where it was never switched on."""
    return Emergency.objects.filter(pk=contract_id).first()


def emergency_now(contract_id: str) -> EmergencyNow | None:
    """What is wanted, with the switch's answer; None where it was never switched on."""
    row = emergency_of(contract_id)
    if row is None:
        return None
    asked = Command.objects.filter(contract_id=contract_id, kind="emergency_set").order_by("-pk")
    last = asked.first()
    is_asked = last is not None and waits(last)
    return EmergencyNow(row, is_asked, why_not(last) if last is not None else None)


def prompt_names(contract_id: str) -> list[tuple[str, str]]:
    """The prompts that can be announced: name, and how the text begins where one is known."""
    plan = plan_now(contract_id)
    texts = dict(plan.prompts) if plan is not None else {}
    for name, sound in prompts_by_name(contract_id).items():
        texts[name] = sound.spoken or texts.get(name, "")
    return [(name, _begins(text)) for name, text in sorted(texts.items())]


def _begins(text: str) -> str:
    return text if len(text) <= _TEXT_SHOWN else f"{text[:_TEXT_SHOWN]}…"
