"""Why a draft of a contract cannot be kept or put in force."""

from __future__ import annotations

from jieting.apps.contracts.amendment_refusals import too_long
from jieting.domain.errors import Finding, Place
from jieting.domain.said import say

__all__ = ["agreed_by_one", "no_draft", "no_party", "no_text", "too_long", "too_many"]


def no_draft() -> Finding:
    """A draft that is not the person's, or has gone."""
    return Finding(
        "no_draft",
        say("You have no such draft."),
        say("A draft is its maker's own until it is put in force."),
        say("Open the list of your drafts."),
        Place(column="draft"),
    )


def too_many(most: int) -> Finding:
    """More drafts than a person may keep."""
    return Finding(
        "too_many_drafts",
        say("You have {most} drafts already.", most=most),
        say("Nobody finds the right one among more."),
        say("Remove those that are not needed any more."),
        Place(column="draft"),
    )


def no_text() -> Finding:
    """A file with bytes that no text has."""
    return Finding(
        "not_a_text",
        say("The file is no text."),
        say("A contract file is text in UTF-8."),
        say("Check that it is a contract file (.toml)."),
        Place(column="file"),
    )


def no_party() -> Finding:
    """An administrator has no party."""
    return Finding(
        "no_own_party",
        say("You belong to no party."),
        say("A contract is made between two parties, and by one of them."),
        say("Sign in as a person of one of the two parties."),
        Place(column="party"),
    )


def agreed_by_one() -> Finding:
    """Readings that one side alone says are agreed."""
    return Finding(
        "agreed_by_one",
        say("The text says that readings are agreed."),
        say("Each side agrees for itself; one who makes a contract cannot do it for both."),
        say("Write agreed = false; both sides then agree on the contract's page."),
        Place("contract.toml", None, "agreed"),
    )
