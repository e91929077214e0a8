"""Why a deliverable may not be written to or handed in: each rule in plain words."""

from __future__ import annotations

from jieting.domain.books.move import Move
from jieting.domain.errors import Finding, Place
from jieting.domain.said import say


def not_yours() -> Finding:
    """Somebody who does not hand in for the supplier."""
    return Finding(
        "deliverable_not_yours",
        say("Reports are written and handed in by the supplier's people who may do so."),
        say("The purchaser looks them through; neither writes for the other."),
        say("Ask the contract manager, the supervisor or the personnel officer."),
    )


def from_own_page(move: Move) -> Finding:
    """Handing in by the form of a move, without a document."""
    return Finding(
        "deliverable_own_page",
        say("{title} is handed in from its own page.", title=str(move.facts["title"])),
        say("There its files are made of what was written, and both are kept."),
        say("Open it in Reports and self-assessments."),
        Place(move.ref),
    )


def unknown(number: object) -> Finding:
    """No deliverable of that number."""
    return Finding(
        "deliverable_unknown",
        say("There is no deliverable M-{number} in this contract.", number=str(number)),
        say("Nothing can be handed in with it."),
        say("Look it up in Reports and self-assessments."),
    )


def not_now(move: Move) -> Finding:
    """It is handed in already, or decided."""
    return Finding(
        "deliverable_not_now",
        say("{ref} is handed in; it is not written to any more.", ref=move.ref),
        say("What the purchaser looks through must stay as it is."),
        say("Wait until the purchaser accepts or returns it; returned, it can be handed in again."),
        Place(move.ref),
    )


def edited_meanwhile(by: str) -> Finding:
    """Somebody else saved between the look and the save."""
    return Finding(
        "deliverable_edited_meanwhile",
        say("{by} has saved this document since you opened it. Nothing was overwritten.", by=by),
        say("One of you would lose what was written."),
        say("Your text is below, with the saved one where it differs. Join them and save again."),
    )


def books_moved() -> Finding:
    """The figures of the document are not those of the books any more."""
    return Finding(
        "deliverable_books_moved",
        say("The books have moved since the figures of this document were taken."),
        say("A document and the books must not disagree on the day on which it is handed in."),
        say("The figures have been taken again; look at them and hand in once more."),
    )


def empty_part(title: str) -> Finding:
    """A part that the contract asks for is empty."""
    return Finding(
        "deliverable_part_empty",
        say("The part {title} is empty.", title=title),
        say("The contract asks for it; contents that are missing cost points."),
        say("Write it, or tick that you hand in without it."),
    )


def no_files() -> Finding:
    """Another document without a file."""
    return Finding(
        "deliverable_no_files",
        say("No file is attached."),
        say("This document is written outside the product."),
        say("Attach it."),
    )


def no_untrue_reason(clause: str) -> Finding:
    """An item is ticked as untrue and nobody says why."""
    return Finding(
        "deliverable_untrue_no_reason",
        say("{clause} is marked untrue and no reason is given.", clause=clause),
        say("It costs points, so the supplier must be able to answer."),
        say("Write in a sentence what is true instead."),
    )
