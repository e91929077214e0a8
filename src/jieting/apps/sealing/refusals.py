"""What speaks against drawing up, signing or withdrawing the seal of a month."""

from __future__ import annotations

from collections.abc import Sequence

from jieting.domain.errors import Finding, Place
from jieting.domain.periods import Month
from jieting.domain.said import say

_AGAIN = say("Open the page of the seal again, and look before you sign.")


def no_side(contract_id: str) -> Finding:
    """The person stands on neither side."""
    return Finding(
        "seal_no_side",
        say("You belong to neither party of this contract."),
        say("A month is sealed by the supplier and the purchaser."),
        say("Ask a person who may sign for one of them."),
        Place(contract_id),
    )


def no_right() -> Finding:
    """The role may not sign."""
    return Finding(
        "seal_no_right",
        say("Your role may not sign for your side."),
        say("A signature binds the party."),
        say("Ask the contract manager or the decider of your side."),
    )


def not_over(month: Month) -> Finding:
    """The month still runs."""
    return Finding(
        "seal_not_over",
        say("{month} is not over.", month=month),
        say("More calls will come, so nothing can be final."),
        say("Seal the month once it is over and its calls are imported."),
    )


def line_runs(days: Sequence[str]) -> Finding:
    """Calls of the month still come in over the line."""
    return Finding(
        "seal_line_runs",
        say("The calls of {days} on the line are not closed.", days=", ".join(days)),
        say("What is sealed must not grow; the audit log does not vouch for these calls yet."),
        say("Days of the line are closed by themselves two hours after they end; wait for that."),
    )


def nothing_there(month: Month) -> Finding:
    """The month has no calls."""
    return Finding(
        "seal_no_calls",
        say("{month} has no calls.", month=month),
        say("A month without calls would be judged from nothing."),
        say("Import the calls of the month first."),
    )


def not_agreed_open(refs: Sequence[str]) -> Finding:
    """Something is open, and nobody said that it stays so."""
    return Finding(
        "seal_open",
        say("These are still open: {refs}.", refs=", ".join(refs)),
        say("What is open may still change the month."),
        say("Close them, or tick that both parties agree to leave them open."),
    )


def drawn_already(month: Month) -> Finding:
    """A seal waits for signatures."""
    return Finding(
        "seal_drawn",
        say("{month} is drawn up already and waits for signatures.", month=month),
        say("There is one paper to sign, not two."),
        say("Sign it, or withdraw it first."),
    )


def no_reason() -> Finding:
    """A correction without a reason."""
    return Finding(
        "seal_no_reason",
        say("A correction needs a reason."),
        say("Whoever reads the sealed months later must know why one was changed."),
        say("Write what came late, or what was wrong."),
        Place(column="reason"),
    )


def no_difference(month: Month) -> Finding:
    """A correction of nothing."""
    return Finding(
        "seal_no_difference",
        say("Today's books of {month} are those that were sealed.", month=month),
        say("A correction that corrects nothing would only blur the chain."),
        say("Nothing needs to be done."),
    )


def changed_meanwhile(month: Month) -> Finding:
    """The books moved under the hand."""
    return Finding(
        "seal_changed_meanwhile",
        say("The books of {month} changed at this very moment.", month=month),
        say("What is drawn up must be the books of one moment."),
        say("Wait a moment, then try again."),
    )


def nothing_drawn(month: Month) -> Finding:
    """Nothing waits for a signature."""
    return Finding(
        "seal_nothing_drawn",
        say("Nothing of {month} waits for a signature.", month=month),
        say("It was withdrawn, or both sides have signed meanwhile."),
        _AGAIN,
    )


def another_statement() -> Finding:
    """What the person has seen is not what is to be signed now."""
    return Finding(
        "seal_another",
        say("What is to be signed is not what you have seen."),
        say("It was withdrawn and drawn up anew meanwhile."),
        _AGAIN,
    )


def stale(month: Month) -> Finding:
    """The books changed after the seal was drawn up."""
    return Finding(
        "seal_stale",
        say("The books of {month} changed after this was drawn up.", month=month),
        say("A signature under it would seal what is no longer in the books."),
        say("Withdraw it and draw it up again; signatures given so far go with it."),
    )


def signed_already(side: object) -> Finding:
    """The side has signed."""
    return Finding(
        "seal_signed_already",
        say("Your side has signed already."),
        say("One signature of each side seals the month."),
        say("Wait for the other side."),
        Place(column=str(side)),
    )


def not_the_person() -> Finding:
    """Somebody else confirmed."""
    return Finding(
        "seal_not_the_person",
        say("Password and code are not those of who signs."),
        say("Everybody signs with the own password and code."),
        _AGAIN,
    )


def bundle_lost(name: str) -> Finding:
    """The bundle is not what was sealed and cannot be made again."""
    return Finding(
        "seal_bundle_lost",
        say("The bundle {name} is lost or changed, and cannot be made again.", name=name),
        say("The calls of the sealed month are no longer those that were sealed."),
        say("Put the bundle back from a backup, or from the other party's copy."),
        Place(name),
    )


def sealed_months(months: Sequence[str]) -> Finding:
    """An undo that would take calls from under sealed months."""
    return Finding(
        "month_sealed",
        say("These months are sealed: {months}.", months=", ".join(months)),
        say("The calls of this import stand behind what both parties signed."),
        say("Leave the import; import right calls and draw up a correction of the month."),
    )
