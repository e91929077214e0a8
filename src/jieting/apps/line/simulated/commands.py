"""What people ask of a simulated switch: each Command is done at once, or refused with a word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from jieting.apps.base.live import changed
from jieting.apps.calls.callers import BrokenSeal, unseal
from jieting.apps.line.asking import TOPIC
from jieting.apps.line.models import CallBack, Command, Seat
from jieting.apps.line.observer.sealing import masked_words
from jieting.domain.simulation.line.switch import SimulatedSwitch

Arguments = Mapping[str, Any]
Doer = Callable[[SimulatedSwitch, Arguments], bool]


def do_commands(lines: Mapping[str, SimulatedSwitch], at: datetime) -> int:
    """Do everything that was asked of these lines, in the order in which it was asked."""
    asked = Command.objects.filter(state=Command.State.ASKED, contract_id__in=list(lines))
    done = 0
    for row in asked.order_by("pk"):
        _do(lines[row.contract_id], row, at)
        done += 1
    return done


def _do(line: SimulatedSwitch, row: Command, at: datetime) -> None:
    doer = _DOERS.get(row.kind)
    well = doer is not None and doer(line, row.arguments)
    row.state = Command.State.DONE if well else Command.State.REFUSED
    row.answer = "" if well else _ANSWERS.get(row.kind, "No such call")
    row.done_at = at
    row.arguments = masked_words(row.arguments)
    row.save(update_fields=["state", "answer", "done_at", "arguments"])
    if well and row.kind in _SEATS:
        _confirm(row, at)
    changed(row.contract_id, TOPIC)


def _confirm(row: Command, at: datetime) -> None:
    seats = Seat.objects.filter(pk=row.arguments.get("seat"), contract_id=row.contract_id)
    state = "paused" if row.arguments.get("paused") else "in"
    seats.update(confirmed=state if row.kind != "queue_remove" else "out", confirmed_at=at)


def _sign_in(line: SimulatedSwitch, told: Arguments) -> bool:
    return line.sign_in(told["agent"], told["queue"], paused=bool(told["paused"]))


def _call_back(line: SimulatedSwitch, told: Arguments) -> bool:
    row = CallBack.objects.filter(pk=told["call_back"]).first()
    if row is None or row.number_sealed is None:
        return False
    try:
        number = unseal(bytes(row.number_sealed))
    except BrokenSeal:
        return False
    return bool(line.call_out(told["agent"], number))


_SEATS = ("queue_add", "queue_pause", "queue_remove")
_ANSWERS = {
    "originate_call_back": "Extension is busy",
    "queue_add": "Unable to add interface",
    "queue_pause": "Interface not found",
}
"""In a switch's own words, which pages show as such."""
_DOERS: dict[str, Doer] = {
    "queue_add": _sign_in,
    "queue_pause": _sign_in,
    "queue_remove": lambda line, told: line.sign_out(told["agent"], told["queue"]),
    "originate_call_back": _call_back,
    "emergency_set": lambda line, told: line.set_emergency(on=bool(told["on"])),
    "hold": lambda line, told: line.hold(told["call"]),
    "resume": lambda line, told: line.resume(told["call"]),
    "hang_up": lambda line, told: line.hang_up(told["call"]),
    "transfer_blind": lambda line, told: line.transfer(told["call"], "blind", told["to"]),
    "transfer_attended": lambda line, told: line.transfer(told["call"], "attended", told["to"]),
    "record_pause": lambda line, told: line.pause_recording(told["call"], paused=True),
    "record_resume": lambda line, told: line.pause_recording(told["call"], paused=False),
    "reload": lambda _line, _told: True,
}
