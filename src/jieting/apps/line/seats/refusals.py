"""Why a seat is not changed or a call not steered: each rule in plain words."""

from __future__ import annotations

from jieting.domain.errors import Finding, Place
from jieting.domain.said import say


def no_telephone(username: str) -> Finding:
    """The plan has no agent with this account."""
    return Finding(
        "seat_no_telephone",
        say("The plan of the line has no telephone for {person}.", person=username),
        say("Calls ring at a telephone; yours is not known."),
        say("Ask a supervisor to add you as an agent on the page of the plan."),
        Place(username),
    )


def unknown_queue(queue: str) -> Finding:
    """The plan has no such queue."""
    return Finding(
        "seat_unknown_queue",
        say("The plan of the line has no queue {queue}.", queue=queue),
        say("It was renamed or taken out since the page was opened."),
        say("Open the page again."),
        Place(queue),
    )


def no_queue_chosen() -> Finding:
    """Nothing was chosen."""
    return Finding(
        "seat_no_queue",
        say("No queue is chosen."),
        say("It must be clear which callers are meant."),
        say("Choose a queue, or all of them."),
        Place("queue"),
    )


def not_signed_in(queue: str) -> Finding:
    """Only somebody who is in a queue can pause there."""
    return Finding(
        "seat_not_in",
        say("You are not signed in to {queue}.", queue=queue),
        say("Only somebody who serves a queue can pause there and come back."),
        say("Sign in first."),
        Place(queue),
    )


def unknown_reason(reason: str) -> Finding:
    """A pause has one of the known reasons."""
    return Finding(
        "seat_unknown_reason",
        say("{reason} is no reason for a pause.", reason=reason or "-"),
        say("Time in pause is counted by its reason."),
        say("Choose one of the list."),
        Place("reason"),
    )


def no_reason() -> Finding:
    """Words are wanted and there are none, or too many."""
    return Finding(
        "line_no_reason",
        say("No reason is given."),
        say("It is kept in the audit log with your name."),
        say("Write the reason in a sentence or two."),
        Place("reason"),
    )


def reason_too_long(most: int) -> Finding:
    """Words that do not fit."""
    return Finding(
        "line_reason_too_long",
        say("The text has more than {most} characters.", most=most),
        say("It is read in a line of a list."),
        say("Say it in fewer words."),
        Place("reason"),
    )


def not_yours() -> Finding:
    """Somebody without the right to run the line."""
    return Finding(
        "line_not_yours",
        say("This is for those who run the line."),
        say("An agent steers the own seat and the own call only."),
        say("Ask a supervisor of the shift."),
        Place("line"),
    )


def unknown_seat() -> Finding:
    """Nobody sits there."""
    return Finding(
        "seat_unknown",
        say("Nobody is signed in there any more."),
        say("The agent has signed out since the page was opened."),
        say("Open the page again."),
        Place("seat"),
    )


def call_is_over() -> Finding:
    """The call has ended meanwhile."""
    return Finding(
        "call_is_over",
        say("This call is over."),
        say("A call that has ended cannot be steered."),
        say("Open the page again."),
        Place("call"),
    )


def not_your_call() -> Finding:
    """An agent steers the own call only."""
    return Finding(
        "call_not_yours",
        say("This is not the call that you are talking in."),
        say("An agent steers the own seat and the own call only."),
        say("Ask a supervisor of the shift."),
        Place("call"),
    )


def nobody_has_it() -> Finding:
    """The call is with no agent."""
    return Finding(
        "call_with_nobody",
        say("No agent has this call now."),
        say("The switch can hold, transfer or stop recording only a talk with an agent."),
        say("Wait until somebody has answered, or hang it up."),
        Place("call"),
    )


def asked_already() -> Finding:
    """The same was asked a moment ago."""
    return Finding(
        "call_asked_already",
        say("The switch has been asked for this already."),
        say("Asked twice, it might do it twice."),
        say("Wait for its answer; it stands on this page."),
        Place("call"),
    )


def not_a_number(to: str) -> Finding:
    """Nothing that a telephone can dial."""
    return Finding(
        "transfer_not_a_number",
        say("{to} cannot be dialled.", to=to or "-"),
        say("A call is handed on to a telephone or to a number."),
        say("Enter an extension or a number of 2 to 20 digits."),
        Place("to"),
    )
