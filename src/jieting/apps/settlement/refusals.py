"""Why a statement may not be drawn up or signed: each rule in plain words."""

from __future__ import annotations

from collections.abc import Iterable

from jieting.domain.errors import Finding, Place
from jieting.domain.periods import Month
from jieting.domain.said import Said, say


def not_sealed(months: Iterable[Month]) -> Finding:
    """Months of the quarter that may still change."""
    return Finding(
        "statement_not_sealed",
        say("Not sealed yet: {months}.", months=", ".join(str(month) for month in months)),
        say("What is paid must rest on months that cannot change unseen."),
        say("Seal these months first."),
    )


def not_a_quarter(first: Month) -> Finding:
    """A month with which no quarter of the contract begins."""
    return Finding(
        "statement_no_quarter",
        say("No quarter of the contract begins with {month}.", month=first),
        say("Each month must be paid in exactly one quarter."),
        say("Choose a quarter from the list."),
    )


def earlier_first(first: Month) -> Finding:
    """An earlier quarter that could be settled and is not."""
    return Finding(
        "statement_earlier_first",
        say("The quarter {month} is not settled yet.", month=first),
        say("Statements follow each other; a later one carries what changed in earlier ones."),
        say("Draw up and sign that one first."),
        Place(str(first)),
    )


def already_signed(first: Month, number: int) -> Finding:
    """A quarter that is settled."""
    return Finding(
        "statement_signed",
        say("The quarter {month} is settled by statement {number}.", month=first, number=number),
        say("A signed statement never changes."),
        say("Correct the month; the next statement carries the difference."),
        Place(str(first)),
    )


def other_waits(first: str, number: int) -> Finding:
    """Another quarter's statement that waits for a signature."""
    return Finding(
        "statement_waits",
        say("Statement {number} of {month} waits to be signed.", number=number, month=first),
        say("Each statement holds the hash of the one before it."),
        say("Sign that one first."),
        Place(first),
    )


def nothing_new(number: int) -> Finding:
    """A statement that is as it would be drawn up now."""
    return Finding(
        "statement_same",
        say("Statement {number} is drawn up and the books have not moved since.", number=number),
        say("Drawn up anew it would lose the signatures that it has."),
        say("Sign it."),
    )


def stale(number: int) -> Finding:
    """A statement that is no longer what the books say."""
    return Finding(
        "statement_stale",
        say("The books have moved since statement {number} was drawn up.", number=number),
        say("A correction, a suspension or its lifting, or a violation came in between."),
        say("Draw it up again, then sign."),
    )


def not_what_was_seen(number: int) -> Finding:
    """A page that showed another statement than the one that stands now."""
    return Finding(
        "statement_changed",
        say("Statement {number} is not the one that you had before you.", number=number),
        say("A signature is given for what was read."),
        say("Read the statement that stands now, then sign."),
    )


def not_drawn(number: int) -> Finding:
    """A statement that cannot be signed any more."""
    return Finding(
        "statement_not_open",
        say("Statement {number} does not wait for a signature.", number=number),
        say("Each statement is signed once by each side."),
        say("Look at the quarter again."),
    )


def nothing_drawn(first: Month) -> Finding:
    """A quarter without a statement."""
    return Finding(
        "statement_none",
        say("No statement of the quarter {month} is drawn up.", month=first),
        say("There is nothing to sign."),
        say("Draw it up first."),
        Place(str(first)),
    )


def side_signed(number: int, by: str) -> Finding:
    """The side has signed already."""
    return Finding(
        "statement_side_signed",
        say("{by} has signed statement {number} for your side.", by=by, number=number),
        say("One signature of each side is enough."),
        say("Wait for the other side."),
    )


def no_right(what: Said) -> Finding:
    """A person who does not sign for a party."""
    return Finding(
        "statement_no_right",
        say("Your role may not do this: {step}.", step=what),
        say("Statements are drawn up and signed by those whom the party named for it."),
        say("Ask somebody of your party who may sign."),
    )


def not_confirmed() -> Finding:
    """A confirmation that belongs to somebody else or is missing."""
    return Finding(
        "statement_not_confirmed",
        say("The signature was not confirmed by the person who signs."),
        say("Password and code show that it is really you."),
        say("Sign again on the page of the quarter."),
    )
