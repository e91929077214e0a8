"""Why a dispute may not be raised: each rule in plain words."""

from __future__ import annotations

from jieting.domain.books.move import Move
from jieting.domain.errors import Finding, Place
from jieting.domain.said import say


def nothing_decided(subject: Move) -> Finding:
    """A move without a decision that could be another."""
    return Finding(
        "dispute_nothing_decided",
        say("Nothing has been decided in {ref} that could be disputed.", ref=subject.ref),
        say("A dispute asks for a second review of a decision."),
        say("Wait for the decision; until then a remark tells the other side what you think."),
        Place(subject.ref),
    )


def disputed_already(dispute: str) -> Finding:
    """An open dispute about the same."""
    return Finding(
        "dispute_open_already",
        say("It is disputed already, in {ref}.", ref=dispute),
        say("Two reviews at once could end in two verdicts."),
        say("Add what you know to that dispute as a remark."),
        Place(dispute),
    )


def stands_already(dispute: str) -> Finding:
    """One's own side has disputed the same decision, and it was upheld."""
    return Finding(
        "dispute_decided_already",
        say("Your side disputed this decision in {ref}; it was upheld.", ref=dispute),
        say("A second review settles a decision for the side that asked for it."),
        say("Settle what is left between the two parties, outside of the books."),
        Place(dispute),
    )
