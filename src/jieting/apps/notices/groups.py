"""Groups of events: what a person or a webhook chooses among."""

from __future__ import annotations

from jieting.domain.said import Said, say

WAITS = "waits"
CLOCK = "clock"

GROUPS: dict[str, Said] = {
    WAITS: say("Something waits for my side"),
    "acted": say("The other side, or a colleague, has acted in a move"),
    CLOCK: say("A deadline is near or missed"),
    "deliverables": say("Reports and other deliverables"),
    "months": say("Sealing of months, and corrections"),
    "quarters": say("Settlement of quarters"),
    "contract": say("Versions and readings of the contract"),
    "other": say("Anything else"),
}
"""Name of a group to its words, in the order of the page."""

_OF_APPS = {
    "moves": "acted",
    "deliverables": "deliverables",
    "sealing": "months",
    "assessment": "months",
    "settlement": "quarters",
    "contracts": "contract",
}


def group_of(event: str) -> str:
    """The group of an event such as ``moves.waits``: by its second word, else by its app."""
    app, _, rest = event.partition(".")
    first = rest.partition(".")[0]
    return first if first in (WAITS, CLOCK) else _OF_APPS.get(app, "other")
