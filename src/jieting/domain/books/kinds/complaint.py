"""A service complaint: a caller complains about a call, and the purchaser says who is at fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from jieting.domain.books.belongs import clauses_on_complaints, clauses_on_rectification
from jieting.domain.books.bounds import impossible_moment
from jieting.domain.books.field import Ask, Field
from jieting.domain.books.kind import OVERTURN, Consequence, Kind, Step, Who
from jieting.domain.books.move import Act, Facts, Move
from jieting.domain.books.times import minute_shown
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Complaint, Record, Records, Violation
from jieting.domain.contracts.rectification import Rectification, rectifications
from jieting.domain.errors import Finding
from jieting.domain.periods import Instant, Month, local
from jieting.domain.said import Said, say

REGISTERED, INVESTIGATED, WITHDRAWN = "registered", "investigated", "withdrawn"
JUSTIFIED, UNJUSTIFIED = "justified", "unjustified"
AT_FAULT = {
    JUSTIFIED: say("justified: the hotline is at fault"),
    UNJUSTIFIED: say("not justified: the hotline is not at fault"),
}
CATEGORIES = {
    "attitude": say("attitude"),
    "wrong_answer": say("wrong answer or handling"),
    "other": say("other"),
}
TO_RECTIFY = frozenset({"attitude", "wrong_answer"})
"""Categories whose confirmed complaints must be put right in writing, where a clock is agreed."""
LEVEL = 2
"""The level of violation that a confirmed complaint is."""


def rectification_of(move: Move, at: Instant, contract: Contract) -> Rectification | None:
    """The clock that a verdict of justified at ``at`` starts; None where it starts none."""
    if move.facts["category"] not in TO_RECTIFY:
        return None
    violation = Violation(level=LEVEL, received_at=at, rectified_at=None)
    [found] = rectifications(contract, Records(violation=(violation,)), at)
    return found if found.due_at is not None else None


def _records(move: Move, contract: Contract) -> Iterator[tuple[str, Record]]:
    if move.state == WITHDRAWN:
        return
    facts = move.facts
    verdict = move.state if move.state in AT_FAULT else "open"
    yield (
        "complaint",
        Complaint(
            ref=move.ref,
            call_id=str(facts["call_id"]),
            received_at=facts["received_at"],
            verdict=verdict,
        ),
    )


def _follow(move: Move, contract: Contract) -> Iterator[Consequence]:
    """A complaint that is confirmed for the first time is a violation from that moment."""
    verdict = move.acts[-1]
    if not _confirms(verdict) or any(_confirms(act) for act in move.acts[:-1]):
        return
    if rectification_of(move, verdict.at, contract) is not None:
        yield Consequence(
            side=Side.PURCHASER,
            kind="violation",
            text=verdict.text,
            facts={
                "level": str(LEVEL),
                "received_at": verdict.at,
                "category": "complaint",
                "what": move.facts["what"],
            },
        )


def _confirms(act: Act) -> bool:
    return act.state == JUSTIFIED and act.step in ("judge_justified", OVERTURN.name)


def _check(facts: Facts, contract: Contract) -> Iterator[Finding]:
    yield from impossible_moment(facts, "received_at")


def _months(move: Move, contract: Contract) -> Iterable[Month]:
    return (Month.of(local(move.facts["received_at"], contract.zone).date()),)


def _summary(move: Move, contract: Contract) -> Said:
    return say(
        "Call {call}, {category}: {what}",
        call=move.facts["call_id"],
        category=CATEGORIES[move.facts["category"]],
        what=move.facts["what"],
    )


def _clauses(contract: Contract) -> Iterable[str]:
    return dict.fromkeys((*clauses_on_complaints(contract), *clauses_on_rectification(contract)))


def _remarks(
    move: Move, others: Sequence[Move], contract: Contract, now: Instant
) -> Iterator[Said]:
    if move.state == REGISTERED:
        yield say("The supplier has not investigated yet; it may be judged all the same.")
    if move.state in (REGISTERED, INVESTIGATED):
        clock = rectification_of(move, now, contract)
        if clock is not None and clock.due_at is not None:
            yield say(
                "If it is judged justified now, a written rectification is due by {due}.",
                due=minute_shown(clock.due_at, contract.zone),
            )
    for other in others:
        if other.kind == "violation" and other.about == move.number:
            yield say("The violation {ref} came of it.", ref=other.ref)


_OPEN = frozenset({REGISTERED, INVESTIGATED})
COMPLAINT = Kind(
    name="complaint",
    title=say("Service complaint"),
    opened=say("registered"),
    opens=frozenset({Side.SUPPLIER, Side.PURCHASER}),
    fields=(
        Field("call_id", Ask.CALL, say("Call")),
        Field("received_at", Ask.MOMENT, say("Complaint received at")),
        Field("category", Ask.CHOICE, say("Complaint about"), values=CATEGORIES),
        Field("what", Ask.TEXT, say("What the caller complains of")),
    ),
    states={
        REGISTERED: say("registered, not investigated"),
        INVESTIGATED: say("investigated, not judged"),
        **AT_FAULT,
        WITHDRAWN: say("withdrawn"),
    },
    first=REGISTERED,
    ended=frozenset({JUSTIFIED, UNJUSTIFIED, WITHDRAWN}),
    waits={REGISTERED: Who.SUPPLIER, INVESTIGATED: Who.PURCHASER},
    steps=(
        Step(
            "investigate", say("Enter the investigation"), say("investigated"),
            frozenset({REGISTERED}), INVESTIGATED, Who.SUPPLIER,
            fields=(
                Field("findings", Ask.TEXT, say("What was found")),
                Field("opinion", Ask.CHOICE, say("The supplier's opinion"), values=AT_FAULT),
            ),
        ),
        Step(
            "judge_justified", say("Judge: justified"), say("judged justified"), _OPEN, JUSTIFIED,
            Who.PURCHASER, decides=True, needs_reason=True,
        ),
        Step(
            "judge_unjustified", say("Judge: not justified"), say("judged not justified"), _OPEN,
            UNJUSTIFIED, Who.PURCHASER, decides=True, needs_reason=True,
        ),
        Step("withdraw", say("Withdraw"), say("withdrawn"), _OPEN, WITHDRAWN, Who.OWN),
    ),
    summary=_summary,
    check=_check,
    records=_records,
    months=_months,
    follow=_follow,
    outcomes=(JUSTIFIED, UNJUSTIFIED),
    clauses=_clauses,
    remarks=_remarks,
)  # fmt: skip
