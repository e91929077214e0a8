"""A task that one side orders of the other: what, by whom, until when, and its proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jieting.domain.books.bounds import impossible_moment
from jieting.domain.books.field import Ask, Field
from jieting.domain.books.kind import Clock, Kind, Step, Who
from jieting.domain.books.move import Facts, Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import Finding, Place
from jieting.domain.periods import Month, local, shown
from jieting.domain.said import Said, say

ORDERED, DONE, ACCEPTED, WITHDRAWN = "ordered", "done", "accepted", "withdrawn"
USUAL_CLAUSE = "N-2.3.2"
"""Where no clause is named: the one of this number, in a contract that has it."""


def unknown_clause(facts: Facts, contract: Contract) -> Iterator[Finding]:
    """A clause that the contract has not."""
    named = facts.get("clause")
    if named and all(clause.id != named for clause in contract.clauses):
        yield Finding(
            "move_unknown_clause",
            say("There is no clause {clause} in this contract.", clause=named),
            say("The move would stand beside no clause."),
            say("Copy the clause's number from the clause board, or leave it empty."),
            Place(column="clause"),
        )


def usual_clause(contract: Contract, usual: str) -> Iterable[str]:
    """The clause of that number, where the contract has it."""
    return (clause.id for clause in contract.clauses if clause.id == usual)


def _check(facts: Facts, contract: Contract) -> Iterator[Finding]:
    yield from impossible_moment(facts, "due_at")
    yield from unknown_clause(facts, contract)


def _side(move: Move) -> Side:
    """The side that must do it: the one that did not order it."""
    return move.opened.side.other


def _clock(move: Move, contract: Contract) -> Clock | None:
    if move.state != ORDERED:
        return None
    return Clock(move.facts["due_at"], _side(move), say("Finish the task"))


def _months(move: Move, contract: Contract) -> Iterable[Month]:
    return (Month.of(local(move.facts["due_at"], contract.zone).date()),)


def _summary(move: Move, contract: Contract) -> Said:
    due = shown(move.facts["due_at"], contract.zone)
    if not move.facts.get("owner"):
        return say("{title}, due {due}", title=move.facts["title"], due=due)
    return say(
        "{title}, due {due}, by {owner}",
        title=move.facts["title"],
        due=due,
        owner=move.facts["owner"],
    )


_DUE = Field("due_at", Ask.MOMENT, say("Due at"))
TASK = Kind(
    name="task",
    title=say("Task"),
    opened=say("ordered"),
    opens=frozenset({Side.PURCHASER}),
    fields=(
        Field("title", Ask.LINE, say("Task in a few words")),
        Field("what", Ask.TEXT, say("What is to be done")),
        _DUE,
        Field(
            "owner", Ask.LINE, say("Who is to do it"), required=False,
            help=say("A person or a post; the side answers for it in any case."),
        ),
        Field(
            "clause", Ask.LINE, say("Clause"), required=False,
            help=say("Number of the clause on which the task rests, where there is one."),
        ),
    ),
    states={
        ORDERED: say("ordered, not done"),
        DONE: say("done, not accepted"),
        ACCEPTED: say("accepted"),
        WITHDRAWN: say("withdrawn"),
    },
    first=ORDERED,
    ended=frozenset({ACCEPTED, WITHDRAWN}),
    waits={ORDERED: Who.OTHER, DONE: Who.OWN},
    steps=(
        Step(
            "done", say("Report it done"), say("reported done"), frozenset({ORDERED}), DONE,
            Who.OTHER, fields=(Field("done", Ask.TEXT, say("What was done")),), anew=True,
        ),
        Step(
            "accept", say("Accept"), say("accepted"), frozenset({DONE}), ACCEPTED, Who.OWN,
            decides=True,
        ),
        Step(
            "return", say("Return"), say("returned"), frozenset({DONE}), ORDERED, Who.OWN,
            decides=True, needs_reason=True, fields=(_DUE,),
        ),
        Step(
            "withdraw", say("Withdraw"), say("withdrawn"), frozenset({ORDERED, DONE}), WITHDRAWN,
            Who.OWN, decides=True, needs_reason=True,
        ),
    ),
    summary=_summary,
    check=_check,
    clock=_clock,
    months=_months,
    clauses=lambda contract: usual_clause(contract, USUAL_CLAUSE),
)  # fmt: skip
