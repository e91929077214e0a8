"""Asking the switch for something: a Command row, which the observer sends and answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from jieting.apps.base.actor import Actor
from jieting.apps.base.live import changed
from jieting.apps.line.models import Command

TOPIC = "line"
"""What pages of a line listen to: its calls, agents, queues, call-backs and findings."""

ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "queue_add": ("seat", "agent", "extension", "queue", "penalty", "paused"),
    "queue_remove": ("seat", "agent", "extension", "queue"),
    "queue_pause": ("seat", "agent", "extension", "queue", "paused", "reason"),
    "originate_call_back": ("call_back", "agent", "extension"),
    "emergency_set": ("on", "prompt"),
    "transfer_blind": ("system", "call", "agent", "extension", "to"),
    "transfer_attended": ("system", "call", "agent", "extension", "to"),
    "hold": ("system", "call", "agent", "extension"),
    "resume": ("system", "call", "agent", "extension"),
    "hang_up": ("system", "call", "agent", "extension"),
    "record_pause": ("system", "call", "agent", "extension"),
    "record_resume": ("system", "call", "agent", "extension"),
}
"""Kind of a command to the words of its arguments.

``seat`` and ``call_back`` are the numbers of rows, ``agent`` the member's name, ``extension`` the
telephone, ``queue`` the queue without its contract, ``penalty`` 0 for the best level, ``call`` the
Linkedid of the caller's channel, ``to`` what is dialled. No caller's number is among them.
"""


def ask_switch(
    *, by: Actor, at: datetime, contract_id: str, kind: str, arguments: Mapping[str, object]
) -> Command:
    """A command that the switch shall do; to be called within an audited action.

    Errors: ValueError for arguments that the kind has not.
    """
    if tuple(arguments) != ARGUMENTS[kind]:
        raise ValueError(f"{kind} takes {ARGUMENTS[kind]}, not {tuple(arguments)}")
    made = Command.objects.create(
        contract_id=contract_id,
        kind=kind,
        arguments=dict(arguments),
        asked_by_name=by.name,
        asked_at=at,
    )
    changed(contract_id, "commands")
    return made
