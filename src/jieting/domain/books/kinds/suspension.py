"""A suspension of payment: what the purchaser may do about a grave violation or a broken limit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jieting.domain.books.field import Ask, Field
from jieting.domain.books.kind import Kind, Step, Who
from jieting.domain.books.move import Facts, Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Clause, Contract
from jieting.domain.errors import Finding, Place
from jieting.domain.periods import Month
from jieting.domain.said import Said, say

NAME = "suspension"
RUNNING, LIFTED = "running", "lifted"
GROUNDS = {
    "violation": say("a violation of level 1"),
    "limit": say("a limit that was not kept"),
}


def suspending_clauses(contract: Contract) -> tuple[Clause, ...]:
    """The clauses that a suspension may rest on: limits for which the contract names a remedy."""
    return tuple(clause for clause in contract.clauses if clause.kind == "limit" and clause.remedy)


def _check(facts: Facts, contract: Contract) -> Iterator[Finding]:
    known = [clause.id for clause in suspending_clauses(contract)]
    if facts.get("clause") not in known:
        yield Finding(
            "suspension_clause",
            say(
                "{clause} is no limit with a remedy in this contract.",
                clause=facts.get("clause", ""),
            ),
            say("Payment is suspended only where the contract says so."),
            say("Enter one of these clauses: {clauses}.", clauses=", ".join(known) or "-"),
            Place(column="clause"),
        )
    if facts.get("ground") == "limit" and not facts.get("month"):
        yield Finding(
            "suspension_month",
            say("The month in which the limit was not kept is missing."),
            say("The supplier must be able to look at the breach."),
            say("Enter the month."),
            Place(column="month"),
        )


def _summary(move: Move, contract: Contract) -> Said:
    facts = move.facts
    if facts.get("month"):
        return say(
            "payment suspended, {clause} in {month}: {reason}",
            clause=facts["clause"],
            month=facts["month"],
            reason=facts["reason"],
        )
    return say(
        "payment suspended, {clause}: {reason}", clause=facts["clause"], reason=facts["reason"]
    )


def _months(move: Move, contract: Contract) -> Iterable[Month]:
    month = move.facts.get("month")
    return (Month.parse(month),) if month else ()


SUSPENSION = Kind(
    name=NAME,
    title=say("Suspension of payment"),
    opened=say("suspended payment"),
    opens=frozenset({Side.PURCHASER}),
    open_decides=True,
    fields=(
        Field("ground", Ask.CHOICE, say("Ground"), values=GROUNDS),
        Field("clause", Ask.LINE, say("Clause"), help=say("the limit, such as P-8.2")),
        Field("month", Ask.MONTH, say("Month of the breach"), required=False),
        Field(
            "violation", Ask.MOVE, say("Move of the violation"), required=False,
            help=say("its number, where the violation is a move"),
        ),
        Field("reason", Ask.LINE, say("Why payment is suspended")),
    ),
    states={RUNNING: say("payment suspended"), LIFTED: say("suspension lifted")},
    first=RUNNING,
    ended=frozenset({LIFTED}),
    waits={RUNNING: Who.PURCHASER},
    steps=(
        Step(
            "lift", say("Lift the suspension"), say("lifted the suspension"),
            frozenset({RUNNING}), LIFTED, Who.PURCHASER, decides=True, needs_reason=True,
        ),
    ),
    summary=_summary,
    check=_check,
    months=_months,
    outcomes=(LIFTED,),
    disputed={RUNNING: RUNNING},
    clauses=lambda contract: (clause.id for clause in suspending_clauses(contract)),
)  # fmt: skip
