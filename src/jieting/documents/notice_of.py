"""From the books to a notice: of a violation, and of a limit that was not kept in a month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from jieting.documents.notice import Fact, Notice
from jieting.documents.settlement import STATES
from jieting.domain.books.kinds.violation import CATEGORIES, LEVELS, VIOLATION, clock_of
from jieting.domain.books.move import Move
from jieting.domain.books.times import second_shown
from jieting.domain.contracts.assess import Assessment, LimitResult
from jieting.domain.contracts.model import Clause, Contract
from jieting.domain.contracts.rectification import ClockState, Rectification
from jieting.domain.periods import Instant, local
from jieting.domain.said import Said, say, verbatim


def notice_of_violation(
    move: Move, others: Iterable[Move], contract: Contract, now: Instant
) -> Notice:
    """The notice of a violation as it stands at ``now``; ``others`` are moves beside it."""
    clock = clock_of(move, contract, now)
    ids = tuple(VIOLATION.clauses(contract))
    clauses = tuple(clause for clause in contract.clauses if clause.id in ids)
    return Notice(
        contract=contract,
        number=f"{contract.id} {move.ref}",
        subject=say(
            "Violation of {level}: {category}",
            level=LEVELS[move.facts["level"]],
            category=CATEGORIES[move.facts["category"]],
        ),
        asks=tuple(_asks(move, clock, clauses, contract)),
        facts=tuple(_violation_facts(move, tuple(others), clock, contract, now)),
        clauses=clauses,
        day=str(local(move.acts[-1].at, contract.zone).date()),
    )


def _asks(
    move: Move, clock: Rectification, clauses: tuple[Clause, ...], contract: Contract
) -> Iterator[Said]:
    due = second_shown(clock.due_at, contract.zone) if clock.due_at is not None else ""
    if clock.state is ClockState.RUNNING:
        yield say("Put it right and reply in writing by {due}.", due=due)
    elif clock.state is ClockState.OVERDUE:
        yield say("The time for a written rectification ended at {due}; none is accepted.", due=due)
    elif clock.state is ClockState.LATE:
        yield say("The written rectification came after the time ended at {due}.", due=due)
    elif clock.state is None:
        yield say("The contract sets no hours for it: reply in writing without delay.")
    if any(clause.remedy for clause in clauses):
        yield say("The purchaser may use the remedies that the contract allows, named below.")


def _violation_facts(
    move: Move, others: tuple[Move, ...], clock: Rectification, contract: Contract, now: Instant
) -> Iterator[Fact]:
    zone, record = contract.zone, clock.violation
    yield Fact(say("What was found"), verbatim(move.facts["what"]), outside=True)
    if move.opened.text:
        yield Fact(say("Reason"), verbatim(move.opened.text), outside=True)
    for other in others:
        if other.number == move.about and other.kind == "complaint":
            about = say("{ref}, call {call}", ref=other.ref, call=other.facts["call_id"])
            yield Fact(say("Complaint"), about, outside=True)
    yield Fact(say("Received"), verbatim(second_shown(record.received_at, zone)))
    if clock.due_at is not None and clock.state is not None:
        yield Fact(say("Due"), verbatim(second_shown(clock.due_at, zone)))
        yield Fact(say("State"), STATES[clock.state])
    if record.rectified_at is not None:
        yield Fact(say("Put right"), verbatim(second_shown(record.rectified_at, zone)))
    for said in VIOLATION.remarks(move, others, contract, now):
        yield Fact(say("Note"), said)
    yield Fact(say("Time zone"), verbatim(str(zone)))


def notice_of_limit(assessment: Assessment, limit: LimitResult, simulated: bool) -> Notice:
    """The notice of a limit that was not kept in an assessed month."""
    contract, month = assessment.contract, assessment.month
    clause = contract.clause(limit.clause)
    return Notice(
        contract=contract,
        number=f"{contract.id} {month} {limit.clause}",
        subject=say("{month}: {title} was not kept", month=month, title=clause.title),
        asks=(
            say("Say in writing what led to it and what is done that it does not come again."),
            *_remedy(clause),
        ),
        facts=(
            Fact(say("Month"), verbatim(str(month))),
            *(Fact(say("Finding"), finding) for finding in limit.findings),
            Fact(say("Why"), limit.why),
        ),
        clauses=(clause,),
        day=str(month.plus(1).first_day - timedelta(days=1)),
        simulated=simulated,
    )


def _remedy(clause: Clause) -> Iterator[Said]:
    if clause.remedy:
        yield say("The purchaser may use the remedies that the contract allows, named below.")
