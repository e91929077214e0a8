"""The states that pages show, each with its icon and word."""

from __future__ import annotations

from dataclasses import dataclass

from jieting.domain.said import Said, say, verbatim


@dataclass(frozen=True, slots=True)
class State:
    """A state as a page shows it."""

    name: str
    icon: str
    word: Said


STATES = {
    state.name: state
    for state in (
        State("met", "check-circle-fill", say("met")),
        State("at_risk", "exclamation-triangle-fill", say("at risk")),
        State("breached", "x-circle-fill", say("breached")),
        State("waiting", "hourglass-split", say("waiting for evidence")),
        State("not_due", "dash-circle", say("not due")),
        State("draft", "pencil", say("draft")),
        State("open", "circle", say("open")),
        State("queued", "clock", say("queued")),
        State("running", "arrow-repeat", say("in progress")),
        State("done", "check-circle-fill", say("done")),
        State("failed", "x-circle-fill", say("failed")),
        State("sealed", "lock-fill", say("sealed")),
        State("undone", "arrow-counterclockwise", say("undone")),
    )
}


def state_of(name: str) -> State:
    """The state of that name; one that nobody described is shown by its name."""
    return STATES.get(name) or State(name, "circle", verbatim(name))
