"""Why a move may not be made: each rule in plain words."""

from __future__ import annotations

from jieting.domain.books.kind import Kind, Step
from jieting.domain.books.move import Move
from jieting.domain.errors import Finding, Place
from jieting.domain.said import say

LONGEST_TEXT = 5_000


def not_your_side(kind: Kind, step: Step | None) -> Finding:
    """The other side's step, or one that nobody of one's own side may take."""
    title = step.title if step is not None else kind.title
    return Finding(
        "move_not_your_side",
        say("{step} is not for your side.", step=title),
        say("What one side puts forward, only the other may decide."),
        say("Wait for the other side; it sees the move in its inbox."),
    )


def no_right(kind: Kind, step: Step | None) -> Finding:
    """The person's role has not the right that the step asks for."""
    title = step.title if step is not None else kind.title
    return Finding(
        "move_no_right",
        say("Your role may not do this: {step}.", step=title),
        say("Decisions are taken by those whom the party named for them."),
        say("Ask somebody of your party who may decide."),
    )


def not_now(kind: Kind, move: Move, step: Step) -> Finding:
    """The move is in a state in which the step does not exist."""
    return Finding(
        "move_not_now",
        say(
            "{ref} is {state}: {step} is no longer possible.",
            ref=move.ref,
            state=kind.states[move.state],
            step=step.title,
        ),
        say("Each step is taken from a certain state, and once."),
        say("Look at the move again to see what has happened."),
        Place(move.ref),
    )


def acted_meanwhile(move: Move) -> Finding:
    """Somebody else acted between the look and the act."""
    last = move.acts[-1]
    return Finding(
        "move_acted_meanwhile",
        say("{by} has acted in {ref} since you opened it.", by=last.by, ref=move.ref),
        say("You would decide on what you have not seen."),
        say("Read what was added, then decide again."),
        Place(move.ref),
    )


def same_person(move: Move, step: Step) -> Finding:
    """One who took an earlier step may not take this one."""
    return Finding(
        "move_same_person",
        say("You took part in the first decision on {ref}.", ref=move.ref),
        say("A second review is made by somebody else than the first."),
        say("Ask another person of your party to review it."),
        Place(move.ref),
    )


def no_reason() -> Finding:
    """A text is wanted and there is none."""
    return Finding(
        "move_no_reason",
        say("No reason is given."),
        say("The other side must be able to read why."),
        say("Write the reason in a sentence or two."),
        Place(column="text"),
    )


def too_long() -> Finding:
    """A text that is longer than anybody will read."""
    return Finding(
        "move_text_too_long",
        say("The text has more than {most} characters.", most=LONGEST_TEXT),
        say("The timeline is read by both sides, line by line."),
        say("Say it in fewer words, or attach it as a file."),
        Place(column="text"),
    )


def no_evidence() -> Finding:
    """A file is wanted and there is none."""
    return Finding(
        "move_no_evidence",
        say("No file is attached."),
        say("This step rests on evidence that the other side can open."),
        say("Attach at least one file."),
        Place(column="files"),
    )


def unknown_call(call_id: str) -> Finding:
    """A call that is not in the books."""
    return Finding(
        "move_unknown_call",
        say("There is no call {call} in the books.", call=call_id),
        say("The move could not be traced to a call."),
        say("Copy the call's id from the call list; import its month first where it is missing."),
        Place(column="call_id"),
    )


def unknown_move(number: object) -> Finding:
    """A move that the contract has not."""
    return Finding(
        "move_unknown_move",
        say("There is no move M-{number} in this contract.", number=str(number)),
        say("It must be clear what is meant."),
        say("Look the number up in the list of moves."),
        Place(column="about"),
    )


def no_side(contract_id: str) -> Finding:
    """Somebody who stands on neither side of the contract."""
    return Finding(
        "move_no_side",
        say("You stand on neither side of {contract}.", contract=contract_id),
        say("Moves are made by the supplier or by the purchaser."),
        say("Sign in as a person of one of the two parties."),
        Place(contract_id),
    )
