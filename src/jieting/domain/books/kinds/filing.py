"""A filing: a plan, rule or proof that a clause asks for, put on file and confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.books.field import Ask, Field
from jieting.domain.books.kind import Kind, Step, Who
from jieting.domain.books.move import Facts, Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import Finding, Place
from jieting.domain.said import Said, say

SUBMITTED, CONFIRMED, RETURNED, WITHDRAWN = "submitted", "confirmed", "returned", "withdrawn"


def _check(facts: Facts, contract: Contract) -> Iterator[Finding]:
    if facts["clause"] not in {clause.id for clause in contract.clauses}:
        yield Finding(
            "filing_no_clause",
            say("The contract has no clause {clause}.", clause=facts["clause"]),
            say("A document is on file for the clause that asks for it."),
            say("Write the clause's number as the clause board shows it."),
            Place(column="clause"),
        )


def _summary(move: Move, contract: Contract) -> Said:
    facts = move.facts
    if facts.get("valid_until"):
        return say(
            "{clause}: {title}, valid until {day}",
            clause=facts["clause"],
            title=facts["title"],
            day=facts["valid_until"],
        )
    return say("{clause}: {title}", clause=facts["clause"], title=facts["title"])


FILING = Kind(
    name="filing",
    title=say("Document on file"),
    opened=say("put on file"),
    opens=frozenset({Side.SUPPLIER}),
    fields=(
        Field("clause", Ask.LINE, say("Clause"), help=say("Its number, such as {n}.", n="N-4.4")),
        Field("title", Ask.LINE, say("Title and version")),
        Field("valid_until", Ask.DAY, say("Valid until"), required=False),
        Field("content", Ask.TEXT, say("What it settles, in a few sentences")),
    ),
    states={
        SUBMITTED: say("on file, not confirmed"),
        CONFIRMED: say("confirmed"),
        RETURNED: say("returned"),
        WITHDRAWN: say("withdrawn"),
    },
    first=SUBMITTED,
    ended=frozenset({CONFIRMED, RETURNED, WITHDRAWN}),
    waits={SUBMITTED: Who.PURCHASER},
    steps=(
        Step(
            "confirm",
            say("Confirm"),
            say("confirmed"),
            frozenset({SUBMITTED}),
            CONFIRMED,
            Who.PURCHASER,
            decides=True,
        ),
        Step(
            "return",
            say("Return"),
            say("returned"),
            frozenset({SUBMITTED}),
            RETURNED,
            Who.PURCHASER,
            decides=True,
            needs_reason=True,
        ),
        Step(
            "withdraw",
            say("Withdraw"),
            say("withdrawn"),
            frozenset({SUBMITTED, CONFIRMED}),
            WITHDRAWN,
            Who.OWN,
            needs_reason=True,
        ),
    ),
    summary=_summary,
    check=_check,
    outcomes=(CONFIRMED, RETURNED),
    void=frozenset({RETURNED, WITHDRAWN}),
    lasting=frozenset({CONFIRMED}),
)
