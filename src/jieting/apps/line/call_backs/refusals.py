"""Why a call-back is not taken, called or closed: each rule in plain words."""

from __future__ import annotations

from jieting.domain.errors import Finding, Place
from jieting.domain.said import Said, say


def unknown(number: int) -> Finding:
    """There is no such call-back."""
    return Finding(
        "call_back_unknown",
        say("There is no call-back {number} in this contract.", number=str(number)),
        say("It must be clear who is to be called."),
        say("Open the list again."),
        Place("call-back"),
    )


def no_right() -> Finding:
    """Somebody who serves no queues."""
    return Finding(
        "call_back_no_right",
        say("Your role calls nobody back."),
        say("Callers are called back by those who serve queues."),
        say("Ask an agent or a supervisor of the shift."),
        Place("call-back"),
    )


def has_it(who: str) -> Finding:
    """Somebody else is at it."""
    return Finding(
        "call_back_taken",
        say("{person} is already calling this number back.", person=who),
        say("Nobody should be called twice for one missed call."),
        say("Take the next one of the list."),
        Place("call-back"),
    )


def not_waiting(state: Said) -> Finding:
    """It is done already."""
    return Finding(
        "call_back_done",
        say("This call-back is done: {state}.", state=state),
        say("Whoever was reached, or has called again, is not called once more."),
        say("Take the next one of the list."),
        Place("call-back"),
    )


def not_yours() -> Finding:
    """It must be taken first."""
    return Finding(
        "call_back_not_yours",
        say("You have not taken this call-back."),
        say("Only whoever has taken it calls, and enters what came of it."),
        say("Take it first."),
        Place("call-back"),
    )


def no_number() -> Finding:
    """The caller's number is not known."""
    return Finding(
        "call_back_no_number",
        say("The caller's number is not known."),
        say("The carrier withheld it, so nothing can be dialled."),
        say("Give it up, with this as the reason."),
        Place("call-back"),
    )


def dialling() -> Finding:
    """The switch was asked and has not answered."""
    return Finding(
        "call_back_dialling",
        say("The switch has been asked to dial already."),
        say("Asked twice, it would call twice."),
        say("Pick up your telephone when it rings, or wait for the switch's answer."),
        Place("call-back"),
    )


def not_tried() -> Finding:
    """Nobody has called yet."""
    return Finding(
        "call_back_not_tried",
        say("Nobody has called this number back yet."),
        say("Reached or not reached is what came of a call."),
        say("Call first; or give it up with a reason."),
        Place("result"),
    )


def no_result() -> Finding:
    """Nothing was chosen."""
    return Finding(
        "call_back_no_result",
        say("No result is chosen."),
        say("The list must say what came of it."),
        say("Choose one of the results."),
        Place("result"),
    )
