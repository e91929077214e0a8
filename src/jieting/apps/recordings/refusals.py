"""What forbids something with a recording, in words."""

from __future__ import annotations

from jieting.domain.errors import Finding
from jieting.domain.said import say


def may_not() -> Finding:
    """The role does not suffice."""
    return Finding(
        "recordings_right",
        say("Your role does not allow this with recordings."),
        say("A recording is a citizen's voice; few may hear it, and fewer may delete it."),
        say("Ask the contract manager to do it, or for the role."),
    )


def not_the_person() -> Finding:
    """Somebody else's password."""
    return Finding(
        "not_the_person",
        say("Somebody else has confirmed this."),
        say("Who deletes recordings answers for it with their own name."),
        say("Sign in yourself, and confirm with your own password."),
    )


def not_kept(call: str) -> Finding:
    """A recording that is gone."""
    return Finding(
        "recording_not_kept",
        say("The recording of call {call} is not kept any more.", call=call),
        say("It was deleted after its time, or never came from the switch."),
        say("Look at the certificate of its deletion, or at the line's findings."),
    )


def no_reason(least: int) -> Finding:
    """Nothing that could be checked later."""
    return Finding(
        "no_reason",
        say("There is no reason of at least {least} characters.", least=least),
        say("Whoever checks later must see why it was done."),
        say("Say in a few words what it is needed for."),
    )


def out_of_bounds(fewest: int, most: int) -> Finding:
    """Days that are none."""
    return Finding(
        "retention_days",
        say("Days are a number from {fewest} to {most}.", fewest=fewest, most=most),
        say("Recordings are kept as long as they are needed, and no longer."),
        say("Correct the number of days."),
    )


def nothing_due() -> Finding:
    """Nothing to delete."""
    return Finding(
        "nothing_due",
        say("No recording is due for deletion."),
        say("Somebody may have deleted them already."),
        say("Look at the list of certificates."),
    )


def list_changed() -> Finding:
    """Another list than the one that was confirmed."""
    return Finding(
        "due_list_changed",
        say("The list has changed since you looked at it."),
        say("Something may be needed as evidence now: nothing was deleted."),
        say("Look at the list as it is now, and confirm again."),
    )


def no_leave() -> Finding:
    """Sound without a reason."""
    return Finding(
        "no_leave_to_hear",
        say("You have not said why you hear this recording, or it is too long ago."),
        say("Every hearing stands in the audit log with its reason."),
        say("Open the recording's page and give the reason."),
    )
