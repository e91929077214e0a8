"""A spot check: the purchaser hears a call again that was evaluated, and tells what it found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from jieting.domain.books.belongs import clauses_reading
from jieting.domain.books.field import Ask, Field
from jieting.domain.books.kind import Kind, Step, Who
from jieting.domain.books.move import Facts, Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Record, SpotCheck
from jieting.domain.errors import Finding, Place
from jieting.domain.periods import Month
from jieting.domain.said import Said, say

FOUND, ERROR, NO_ERROR = "found", "error", "no_error"
YES, NO = "yes", "no"
ERRORS = {YES: say("yes, the evaluation was scored wrongly"), NO: say("no")}


def _starts(facts: Facts) -> str:
    """An error waits for the supplier to accept or dispute it; without one nothing is open."""
    return FOUND if facts["scoring_error"] == YES else NO_ERROR


def _check(facts: Facts, contract: Contract) -> Iterator[Finding]:
    if facts.get("scoring_error") == YES and not facts.get("what"):
        yield Finding(
            "spot_check_says_nothing",
            say("It is not said what is wrong with the evaluation."),
            say("The supplier can accept or dispute only what it can read."),
            say("Write what was scored wrongly."),
            Place(column="what"),
        )


def _records(move: Move, contract: Contract) -> Iterator[tuple[str, Record]]:
    yield (
        "spot_check",
        SpotCheck(
            ref=move.ref,
            call_id=str(move.facts["call_id"]),
            scoring_error=move.state != NO_ERROR,
            date=date.fromisoformat(move.facts["day"]),
        ),
    )


def _months(move: Move, contract: Contract) -> Iterable[Month]:
    return (Month.of(date.fromisoformat(move.facts["day"])),)


def _summary(move: Move, contract: Contract) -> Said:
    facts = move.facts
    if facts.get("what"):
        return say(
            "Call {call}, checked on {day}: {what}",
            call=facts["call_id"],
            day=facts["day"],
            what=facts["what"],
        )
    return say("Call {call}, checked on {day}", call=facts["call_id"], day=facts["day"])


def _clauses(contract: Contract) -> Iterable[str]:
    return clauses_reading(contract, "spot_check")


SPOT_CHECK = Kind(
    name="spot_check",
    title=say("Spot check of an evaluation"),
    opened=say("checked an evaluation"),
    opens=frozenset({Side.PURCHASER}),
    open_decides=True,
    fields=(
        Field("call_id", Ask.CALL, say("Call")),
        Field("day", Ask.DAY, say("Checked on")),
        Field("scoring_error", Ask.CHOICE, say("Scoring error"), values=ERRORS),
        Field("what", Ask.TEXT, say("What was scored wrongly"), required=False),
    ),
    states={
        FOUND: say("scoring error, not accepted"),
        ERROR: say("scoring error"),
        NO_ERROR: say("no scoring error"),
    },
    first=FOUND,
    starts=_starts,
    ended=frozenset({ERROR, NO_ERROR}),
    waits={FOUND: Who.SUPPLIER},
    steps=(
        Step(
            "accept", say("Accept"), say("accepted"), frozenset({FOUND}), ERROR, Who.SUPPLIER,
            decides=True,
        ),
    ),
    summary=_summary,
    check=_check,
    records=_records,
    months=_months,
    outcomes=(ERROR, NO_ERROR),
    disputed={FOUND: ERROR},
    clauses=_clauses,
)  # fmt: skip
