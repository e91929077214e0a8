"""A confidentiality matter: a breach that either side reports and the purchaser confirms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from jieting.domain.books.belongs import clauses_reading
from jieting.domain.books.field import Ask, Field
from jieting.domain.books.kind import Kind, Step, Who
from jieting.domain.books.move import Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import ConfidentialityFinding, Record
from jieting.domain.periods import Month
from jieting.domain.said import Said, say

FOUND, ANSWERED, CONFIRMED, DISMISSED = "found", "answered", "confirmed", "dismissed"
CONSEQUENCES = {
    "none": say("measures missing, no bad consequence"),
    "harm": say("with bad consequences"),
}


def _records(move: Move, contract: Contract) -> Iterator[tuple[str, Record]]:
    if move.state == CONFIRMED:
        yield (
            "confidentiality_finding",
            ConfidentialityFinding(
                ref=move.ref,
                date=date.fromisoformat(move.facts["day"]),
                consequence=str(move.facts["consequence"]),
            ),
        )


def _months(move: Move, contract: Contract) -> Iterable[Month]:
    return (Month.of(date.fromisoformat(move.facts["day"])),)


def _summary(move: Move, contract: Contract) -> Said:
    return say(
        "{day}, {consequence}: {what}",
        day=move.facts["day"],
        consequence=CONSEQUENCES[move.facts["consequence"]],
        what=move.facts["what"],
    )


def _clauses(contract: Contract) -> Iterable[str]:
    return clauses_reading(contract, "confidentiality_finding")


_CONSEQUENCE = Field("consequence", Ask.CHOICE, say("Consequence"), values=CONSEQUENCES)
_OPEN = frozenset({FOUND, ANSWERED})
CONFIDENTIALITY = Kind(
    name="confidentiality",
    title=say("Confidentiality matter"),
    opened=say("reported"),
    opens=frozenset({Side.SUPPLIER, Side.PURCHASER}),
    fields=(
        Field("day", Ask.DAY, say("Day")),
        Field("what", Ask.TEXT, say("Facts of the matter")),
        _CONSEQUENCE,
    ),
    states={
        FOUND: say("reported, not answered"),
        ANSWERED: say("answered, not decided"),
        CONFIRMED: say("confirmed"),
        DISMISSED: say("dismissed"),
    },
    first=FOUND,
    ended=frozenset({CONFIRMED, DISMISSED}),
    waits={FOUND: Who.SUPPLIER, ANSWERED: Who.PURCHASER},
    steps=(
        Step(
            "answer", say("Answer"), say("gave its answer"), frozenset({FOUND}), ANSWERED,
            Who.SUPPLIER,
            fields=(Field("answer", Ask.TEXT, say("The supplier's answer")),),
        ),
        Step(
            "confirm", say("Confirm"), say("confirmed"), _OPEN, CONFIRMED, Who.PURCHASER,
            decides=True, needs_reason=True, fields=(_CONSEQUENCE,),
        ),
        Step(
            "dismiss", say("Dismiss"), say("dismissed"), _OPEN, DISMISSED, Who.PURCHASER,
            decides=True, needs_reason=True,
        ),
    ),
    summary=_summary,
    records=_records,
    months=_months,
    outcomes=(CONFIRMED, DISMISSED),
    clauses=_clauses,
)  # fmt: skip
