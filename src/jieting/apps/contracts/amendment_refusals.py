"""Why an amendment cannot be proposed or decided."""

from __future__ import annotations

from jieting.apps.contracts.models import Amendment
from jieting.domain.errors import Finding, Place
from jieting.domain.said import Said, say

STATES: dict[str, Said] = {
    Amendment.State.PROPOSED: say("proposed"),
    Amendment.State.AGREED: say("agreed"),
    Amendment.State.REFUSED: say("refused"),
    Amendment.State.WITHDRAWN: say("withdrawn"),
}
"""How an amendment stands, in words."""


def too_long(most: int) -> Finding:
    """A text that is no contract's."""
    return Finding(
        "contract_too_long",
        say("The text has more than {most} characters.", most=most),
        say("So much is more than any contract file."),
        say("Check that it is a contract file."),
        Place(column="text"),
    )


def other_contract(given: str, wanted: str) -> Finding:
    """A text of another contract."""
    return Finding(
        "other_contract",
        say("The text is that of {given}, not of {wanted}.", given=given, wanted=wanted),
        say("A version belongs to its contract."),
        say("Write id = {wanted} in [contract], or open the other contract.", wanted=wanted),
        Place(f"{wanted}.toml", None, "id"),
    )


def nothing_changed() -> Finding:
    """A text that says what holds already."""
    return Finding(
        "nothing_changed",
        say("The text is the one that holds already."),
        say("There is nothing that the other side could agree to."),
        say("Change what is to be different."),
        Place(column="text"),
    )


def no_reason() -> Finding:
    """A proposal or a refusal without a word why."""
    return Finding(
        "no_reason",
        say("No reason is given."),
        say("The other side must be able to read why."),
        say("Write the reason in a sentence or two."),
        Place(column="reason"),
    )


def no_amendment(number: int) -> Finding:
    """An amendment that is not there."""
    return Finding(
        "no_amendment",
        say("There is no amendment {number}.", number=number),
        say("It must be clear what is decided."),
        say("Look the number up on the contract's page."),
        Place(column="number"),
    )


def not_your_side(row: Amendment) -> Finding:
    """The wrong side for this decision."""
    return Finding(
        "amendment_not_your_side",
        say("Your side cannot decide this on amendment {number}.", number=row.number),
        say("What one side proposes, the other agrees to or refuses; only its own side withdraws."),
        say("Leave it to the other side, or withdraw what your side proposed."),
        Place(column="number"),
    )


def decided(row: Amendment) -> Finding:
    """Somebody was first."""
    return Finding(
        "amendment_decided",
        say(
            "Amendment {number} is {state} already, by {by}.",
            number=row.number,
            state=STATES[row.state],
            by=row.decided_name or row.decided_by,
        ),
        say("An amendment is decided once."),
        say("Propose a new one where something else is wanted."),
        Place(column="number"),
    )


def base_gone(row: Amendment) -> Finding:
    """Another version came between proposal and decision."""
    return Finding(
        "amendment_base_gone",
        say(
            "Amendment {number} was made from version {version}, and a later one has been added.",
            number=row.number,
            version=row.base.name,
        ),
        say("What was added meanwhile would be lost."),
        say("Withdraw or refuse it, and propose it again from the newest version."),
        Place(column="number"),
    )
