"""What is open in the records, settled one way: everything done in time, or nothing more done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from jieting.domain.contracts.clauses.duty import Duty
from jieting.domain.contracts.clauses.events import MUST_EXIST, Events
from jieting.domain.contracts.clauses.minimum_count import READING, SPECIAL, MinimumCount, counts
from jieting.domain.contracts.clauses.per_event import PerEvent
from jieting.domain.contracts.deliverables import OPERATIONS, SELF_ASSESSMENT
from jieting.domain.contracts.model import Clause, Contract
from jieting.domain.contracts.records import Records, Report, SelfAssessment, Training, Violation
from jieting.domain.contracts.rule import Facts
from jieting.domain.outlook.known import Known
from jieting.domain.periods import Instant


class Open(StrEnum):
    """How the outlook takes what is due, not done, and still possible."""

    DONE = "done"
    """Done in time: reports handed in, trainings held, recordings sampled, violations put right."""
    MISSED = "missed"
    """Never done."""


def settled(known: Known, way: Open) -> Facts:
    """The month as the rules see it once everything open came out ``way``; calls as they are."""
    facts = known.facts
    records = with_due(known, facts.records)
    if way is Open.DONE:
        records = _done(known, records)
    return replace(facts, records=records)


def with_due(known: Known, records: Records) -> Records:
    """The month's records with those reports that its rules wait for and nobody wrote down yet."""
    for events in _awaited(known.contract):
        if not events.is_waiting(records):
            continue
        kind = dict(events.when).get("kind", OPERATIONS)
        is_report = events.array == "report"
        due = due_at(known, str(kind) if is_report else SELF_ASSESSMENT)
        if is_report:
            report = Report(
                kind=str(kind), due_at=due, submitted_at=None, missing=(), month=known.month
            )
            records = replace(records, report=(*records.report, report))
        else:
            one = SelfAssessment(due_at=due, submitted_at=None, untrue_items=(), month=known.month)
            records = replace(records, self_assessment=(*records.self_assessment, one))
    return records


def _awaited(contract: Contract) -> Iterator[Events]:
    for clause in contract.clauses:
        for rule in clause.rules:
            if isinstance(rule, Duty | PerEvent) and rule.events.array in MUST_EXIST:
                yield rule.events


def due_at(known: Known, kind: str) -> Instant:
    """When the month's deliverable of ``kind`` is due; the month's end where no contract says."""
    for deliverable in known.contract.deliverables:
        if deliverable.kind == kind:
            return deliverable.due_at(known.month, known.contract.zone)
    return known.period.end


def _done(known: Known, records: Records) -> Records:
    return replace(
        records,
        report=tuple(_handed_in(known, one) for one in records.report),
        self_assessment=tuple(_self_assessed(known, one) for one in records.self_assessment),
        violation=tuple(_put_right(known, one) for one in records.violation),
        training=(*records.training, *_trainings(known, records)),
    )


def _handed_in(known: Known, one: Report) -> Report:
    """Handed in on the last instant that is in time, or now where that has passed."""
    if one.submitted_at is not None:
        return one
    return replace(one, submitted_at=max(one.due_at, known.now))


def _self_assessed(known: Known, one: SelfAssessment) -> SelfAssessment:
    if one.submitted_at is not None:
        return one
    return replace(one, submitted_at=max(one.due_at, known.now))


def _put_right(known: Known, violation: Violation) -> Violation:
    if violation.rectified_at is not None:
        return violation
    return replace(violation, rectified_at=max(violation.received_at, known.now))


def _trainings(known: Known, records: Records) -> Iterator[Training]:
    """The trainings still missing; none once the month is over."""
    if known.is_over:
        return
    for clause, rule in minimum_counts(known.contract):
        for _ in range(max(0, rule.minimum - trainings_held(known.contract, clause, records))):
            yield Training(date=known.last_day, kind=SPECIAL, attendees=("-",))


def minimum_counts(contract: Contract) -> Iterator[tuple[Clause, MinimumCount]]:
    """The rules that ask for trainings, with their clauses."""
    for clause in contract.clauses:
        for rule in clause.rules:
            if isinstance(rule, MinimumCount):
                yield clause, rule


def trainings_held(contract: Contract, clause: Clause, records: Records) -> int:
    """Trainings of the month that count under the clause's reading."""
    reading = contract.reading(READING, clause.id)
    return sum(counts(training, reading) for training in records.training)
