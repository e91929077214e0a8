"""Words of calls on screen: columns, directions, what a filter asks for."""

from __future__ import annotations

from jieting.apps.calls.filters import UNRATED
from jieting.documents.words import OUTCOMES, RATINGS
from jieting.domain.calls.call import Direction, Outcome, Rating
from jieting.domain.said import Said, say, verbatim

DIRECTIONS: dict[str, Said] = {
    Direction.INBOUND: say("inbound"),
    Direction.OUTBOUND: say("outbound"),
}

FIELDS: dict[str, Said] = {
    "first": say("From"),
    "last": say("Until"),
    "outcome": say("Outcome"),
    "direction": say("Direction"),
    "rating": say("Rating"),
    "queue": say("Queue"),
    "agent": say("Agent"),
    "call_id": say("Call number"),
    "caller": say("Caller"),
    "wait": say("Waited at least (s)"),
    "talk": say("Talked at least (s)"),
    "import_id": say("Import"),
}
"""The fields of the filter, as its labels and chips name them."""


def outcome_words(outcome: str) -> Said:
    """How a call ended, in words."""
    return OUTCOMES[Outcome(outcome)]


def rating_words(rating: str) -> Said:
    """What the caller said, in words; a dash for an unrated call."""
    return RATINGS[Rating(rating)] if rating else verbatim("-")


def value_words(name: str, value: str) -> Said:
    """A value of a filter's field in words."""
    if name == "outcome":
        return outcome_words(value)
    if name == "rating":
        return say("unrated") if value == UNRATED else rating_words(value)
    if name == "direction":
        return DIRECTIONS[value]
    return say("one number") if name == "caller" else verbatim(value)
