"""Words of seats: in, paused, out, and why somebody pauses."""

from __future__ import annotations

from jieting.domain.said import Said, say, verbatim

IN, PAUSED, OUT = "in", "paused", "out"

STATES: dict[str, Said] = {
    IN: say("signed in"),
    PAUSED: say("paused"),
    OUT: say("signed out"),
}
"""What an agent is in a queue."""

REASONS: dict[str, Said] = {
    "rest": say("rest"),
    "training": say("in training"),
    "meal": say("meal"),
    "wrap_up": say("work after a call"),
    "other": say("something else"),
}
"""Why an agent pauses."""


def reason_words(reason: str) -> Said:
    """Why an agent is paused or was signed out, in words."""
    return REASONS.get(reason, verbatim(reason))
