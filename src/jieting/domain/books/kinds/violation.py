"""A violation of level 1 or 2: found by the purchaser, to be put right in writing in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from jieting.domain.books.belongs import clauses_on_rectification
from jieting.domain.books.bounds import impossible_moment
from jieting.domain.books.field import Ask, Field
from jieting.domain.books.kind import Clock, Kind, Step, Who
from jieting.domain.books.move import Facts, Move
from jieting.domain.books.recurrence import ACCEPTED, came_again, came_before, watched_until
from jieting.domain.books.times import minute_shown
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Record, Records, Violation
from jieting.domain.contracts.rectification import Rectification, rectifications
from jieting.domain.errors import Finding
from jieting.domain.periods import Instant, Month, local
from jieting.domain.said import Said, say

OPEN, RECTIFIED, WITHDRAWN = "open", "rectified", "withdrawn"
LEVELS = {"1": say("level 1"), "2": say("level 2")}
CATEGORIES = {
    "regulator": say("complaint to the regulator"),
    "harm": say("serious harm"),
    "crime": say("breach of law or crime"),
    "complaint": say("customer's complaint"),
    "non_compliance": say("non-compliance found in a check"),
    "other": say("other"),
}


def violation_of(move: Move) -> Violation:
    """The record of it; it counts as put right while its rectification is not rejected."""
    rectified = move.last("rectify") if move.state in (RECTIFIED, ACCEPTED) else None
    return Violation(
        ref=move.ref,
        level=int(move.facts["level"]),
        received_at=move.facts["received_at"],
        rectified_at=rectified.at if rectified is not None else None,
    )


def clock_of(move: Move, contract: Contract, now: Instant) -> Rectification:
    """Where its clock stands at ``now``, and the clause that sets it."""
    [found] = rectifications(contract, Records(violation=(violation_of(move),)), now)
    return found


def _records(move: Move, contract: Contract) -> Iterator[tuple[str, Record]]:
    if move.state != WITHDRAWN:
        yield "violation", violation_of(move)


def _clock(move: Move, contract: Contract) -> Clock | None:
    due_at = clock_of(move, contract, move.facts["received_at"]).due_at
    if move.state != OPEN or due_at is None:
        return None
    return Clock(due_at, Side.SUPPLIER, say("Rectify in writing"))


def _check(facts: Facts, contract: Contract) -> Iterator[Finding]:
    yield from impossible_moment(facts, "received_at")


def _months(move: Move, contract: Contract) -> Iterable[Month]:
    return (Month.of(local(move.facts["received_at"], contract.zone).date()),)


def _summary(move: Move, contract: Contract) -> Said:
    return say(
        "{level}, {category}: {what}",
        level=LEVELS[move.facts["level"]],
        category=CATEGORIES[move.facts["category"]],
        what=move.facts["what"],
    )


def _remarks(
    move: Move, others: Sequence[Move], contract: Contract, now: Instant
) -> Iterator[Said]:
    rejected = move.last("reject")
    if move.state == OPEN and rejected is not None:
        yield say(
            "The rectification was rejected on {day}; the clock runs on from the receipt.",
            day=minute_shown(rejected.at, contract.zone),
        )
    yield from _rests_on(move, others)
    yield from _comes_back(move, others, contract, now)


def _rests_on(move: Move, others: Sequence[Move]) -> Iterator[Said]:
    for other in others:
        unfounded = other.kind == "complaint" and other.state == "unjustified"
        if other.number == move.about and unfounded and move.state != WITHDRAWN:
            yield say(
                "The complaint {ref} on which it rests is no longer justified: withdraw it.",
                ref=other.ref,
            )


def _comes_back(
    move: Move, others: Sequence[Move], contract: Contract, now: Instant
) -> Iterator[Said]:
    for earlier in came_before(move, others):
        yield say(
            "A recurrence: {ref} of the same kind had been put right within 30 days before.",
            ref=earlier.ref,
        )
    again = [later.ref for later in came_again(move, others)]
    until = watched_until(move)
    if again:
        yield say("It came again within 30 days: {refs}.", refs=", ".join(again))
    elif until is not None and now <= until:
        yield say(
            "Watched for a recurrence until {until}.", until=minute_shown(until, contract.zone)
        )


VIOLATION = Kind(
    name="violation",
    title=say("Violation"),
    opened=say("found"),
    opens=frozenset({Side.PURCHASER}),
    open_decides=True,
    fields=(
        Field("level", Ask.CHOICE, say("Level"), values=LEVELS),
        Field(
            "received_at", Ask.MOMENT, say("Received by the supplier at"),
            help=say("The contract's hours run from here, through nights and holidays."),
        ),
        Field("category", Ask.CHOICE, say("Kind of violation"), values=CATEGORIES),
        Field("what", Ask.TEXT, say("What was found")),
    ),
    states={
        OPEN: say("to be put right"),
        RECTIFIED: say("rectification handed in, not judged"),
        ACCEPTED: say("rectification accepted"),
        WITHDRAWN: say("withdrawn"),
    },
    first=OPEN,
    ended=frozenset({ACCEPTED, WITHDRAWN}),
    waits={OPEN: Who.SUPPLIER, RECTIFIED: Who.PURCHASER},
    steps=(
        Step(
            "rectify", say("Hand in the rectification"), say("rectification handed in"),
            frozenset({OPEN}), RECTIFIED, Who.SUPPLIER,
            fields=(
                Field(
                    "rectification", Ask.TEXT, say("Written rectification"),
                    help=say(
                        "Cause, measures, who answers for them. The clock stops when it is handed"
                        " in; if it is rejected, the clock has run on from the receipt."
                    ),
                ),
            ),
        ),
        Step(
            "accept", say("Accept the rectification"), say("rectification accepted"),
            frozenset({RECTIFIED}), ACCEPTED, Who.PURCHASER, decides=True,
        ),
        Step(
            "reject", say("Reject the rectification"), say("rectification rejected"),
            frozenset({RECTIFIED}), OPEN, Who.PURCHASER, decides=True, needs_reason=True,
        ),
        Step(
            "withdraw", say("Withdraw"), say("withdrawn"), frozenset({OPEN, RECTIFIED}), WITHDRAWN,
            Who.PURCHASER, decides=True, needs_reason=True,
        ),
    ),
    summary=_summary,
    check=_check,
    records=_records,
    clock=_clock,
    months=_months,
    outcomes=(ACCEPTED, WITHDRAWN),
    disputed={OPEN: OPEN},
    clauses=clauses_on_rectification,
    remarks=_remarks,
)  # fmt: skip
