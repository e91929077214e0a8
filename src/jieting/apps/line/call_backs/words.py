"""Words of call-backs: their states and the results that a person enters."""

from __future__ import annotations

from jieting.apps.line.models import CallBack
from jieting.domain.said import Said, say

State = CallBack.State

STATES: dict[str, Said] = {
    State.OPEN: say("to be called"),
    State.TAKEN: say("somebody is at it"),
    State.REACHED: say("reached"),
    State.NOT_REACHED: say("not reached yet"),
    State.CALLED_AGAIN: say("called again and was answered"),
    State.GIVEN_UP: say("given up"),
}
"""How far a call-back is."""

BADGES: dict[str, str] = {
    State.OPEN: "open",
    State.TAKEN: "running",
    State.REACHED: "done",
    State.NOT_REACHED: "waiting",
    State.CALLED_AGAIN: "done",
    State.GIVEN_UP: "not_due",
}
"""The badge of each state."""

RESULTS: dict[str, Said] = {
    State.REACHED: say("Reached"),
    State.NOT_REACHED: say("Not reached, try later"),
    State.CALLED_AGAIN: say("Has called again"),
    State.GIVEN_UP: say("Give up"),
}
"""What came of a call-back, as a person enters it."""

WAITING = (State.OPEN, State.NOT_REACHED)
"""States in which somebody can take a call-back."""
UNDONE = (*WAITING, State.TAKEN)
"""States in which something is still to be done."""
