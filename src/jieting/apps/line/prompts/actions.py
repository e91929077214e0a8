"""Keeping the sounds of a line: uploaded, spoken, taken out."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from jieting.apps.accounts.queries import own_name
from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.apps.base.live import changed
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.line.models import Prompt
from jieting.apps.line.planning.actions import TOPIC
from jieting.apps.line.planning.queries import newest_plan
from jieting.apps.line.prompts import refusals
from jieting.apps.line.prompts.sound import Sound, telephone_sound
from jieting.apps.line.prompts.speaking import spoken
from jieting.domain.errors import Refused


def keep_recording(*, by: Actor, at: datetime, contract_id: str, name: str, data: bytes) -> Prompt:
    """A recording that somebody made, in place of what was heard there before.

    Errors: BadInput for a file that is no fit WAV; Refused for a prompt that the plan has not.
    """
    sound = telephone_sound(data)
    with audited(
        "line.prompt.recorded", by=by, at=at, contract=contract_id, object=f"prompt {name}"
    ) as entry:
        _text_of(contract_id, name)
        row = _kept(contract_id, name, sound, "", by, at)
        entry.detail.update(digest=row.digest, seconds=str(row.seconds))
    return row


def speak_prompt(*, by: Actor, at: datetime, contract_id: str, name: str) -> Prompt:
    """The prompt's text spoken by the machine, in place of what was heard there before.

    Errors: Refused where the machine cannot speak it, or there is nothing to say.
    """
    with audited(
        "line.prompt.spoken", by=by, at=at, contract=contract_id, object=f"prompt {name}"
    ) as entry:
        text = _text_of(contract_id, name)
        if not text.strip():
            raise Refused(refusals.no_text(name))
        sound = spoken(text, next(iter(latest_terms(contract_id).languages), ""))
        row = _kept(contract_id, name, sound, text, by, at)
        entry.detail.update(digest=row.digest, seconds=str(row.seconds))
    return row


def remove_prompt(*, by: Actor, at: datetime, contract_id: str, name: str) -> None:
    """Take a sound away; its text stays in the plan."""
    with audited(
        "line.prompt.removed", by=by, at=at, contract=contract_id, object=f"prompt {name}"
    ):
        if not Prompt.objects.filter(contract_id=contract_id, name=name).delete()[0]:
            raise Refused(refusals.unknown_prompt(name))
        changed(contract_id, TOPIC)


def _text_of(contract_id: str, name: str) -> str:
    plan = newest_plan(contract_id)
    if plan is None or name not in plan.prompts:
        raise Refused(refusals.unknown_prompt(name))
    return plan.prompts[name]


def _kept(contract_id: str, name: str, sound: Sound, text: str, by: Actor, at: datetime) -> Prompt:
    row, _ = Prompt.objects.update_or_create(
        contract_id=contract_id,
        name=name,
        defaults={
            "sound": sound.wav,
            "digest": sha256(sound.wav).hexdigest(),
            "seconds": sound.seconds,
            "spoken": text,
            "made_by_name": own_name(by),
            "made_at": at,
        },
    )
    changed(contract_id, TOPIC)
    return row
