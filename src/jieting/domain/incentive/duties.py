"""Records of trial months: with everything done, with a duty omitted, with events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from jieting.domain.contracts.clauses.duty import Duty
from jieting.domain.contracts.clauses.events import Events
from jieting.domain.contracts.clauses.minimum_count import SPECIAL, MinimumCount
from jieting.domain.contracts.clauses.per_event import PerEvent
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import (
    REPORT_KINDS,
    Complaint,
    ConfidentialityFinding,
    Evaluation,
    Record,
    Records,
    Report,
    SelfAssessment,
    SpotCheck,
    Training,
    Violation,
)
from jieting.domain.periods import HALF_HOUR, Month

ONCE_A_MONTH = ("report", "self_assessment")
"""Records that there is one of in a month."""


def month_of(contract: Contract) -> Month:
    """The month that is tried: the contract's first."""
    return Month.of(contract.effective_from)


def dutiful(contract: Contract) -> Records:
    """The records of a month in which everything was done and nothing happened."""
    month = month_of(contract)
    end = month.period(contract.zone).end
    trainings = max((r.minimum for r in _rules(contract, MinimumCount)), default=0)
    return Records(
        training=(Training(date=month.first_day, kind=SPECIAL, attendees=("1",)),) * trainings,
        report=tuple(
            Report(kind=kind, due_at=end, submitted_at=end, missing=(), month=month)
            for kind in REPORT_KINDS
        ),
        self_assessment=(
            SelfAssessment(due_at=end, submitted_at=end, untrue_items=(), month=month),
        ),
    )


def omitted(records: Records, rule: Duty | MinimumCount) -> Records:
    """The same month without doing what ``rule`` asks at all."""
    if isinstance(rule, MinimumCount):
        return replace(records, training=())
    dropped = {id(record) for record in rule.events.of(records)}
    return replace(
        records,
        report=tuple(
            replace(r, submitted_at=None) if id(r) in dropped else r for r in records.report
        ),
        self_assessment=tuple(
            replace(r, submitted_at=None) if id(r) in dropped else r
            for r in records.self_assessment
        ),
    )


def with_events(contract: Contract, records: Records, rule: PerEvent, number: int) -> Records:
    """The same month in which what ``rule`` counts happened ``number`` times."""
    array = rule.events.array
    if not rule.count:
        return _with(
            records, array, (_changed(_event(contract, array), rule.events.when),) * number
        )
    ours = rule.events.of(records)[:1]
    others = tuple(r for r in getattr(records, array) if r not in ours)
    items = ((rule.count, ("1",) * number),)
    return _with(records, array, (*(_changed(r, items) for r in ours), *others))


def _with(records: Records, array: str, found: tuple[Record, ...]) -> Records:
    changes: dict[str, Any] = {array: found}  # Any: each array has a type of its own
    return replace(records, **changes)


def _changed(record: Record, fields: Iterable[tuple[str, object]]) -> Record:
    changes: dict[str, Any] = dict(fields)  # Any: the rule names the fields
    return replace(record, **changes)


def _event(contract: Contract, array: str) -> Record:
    month = month_of(contract)
    at = month.period(contract.zone).start + HALF_HOUR
    events: dict[str, Record] = {
        "complaint": Complaint(call_id="1", received_at=at, verdict="justified"),
        "training": Training(date=month.first_day, kind=SPECIAL, attendees=("1",)),
        "evaluation": Evaluation(call_id="1", sampled=True, score=None),
        "spot_check": SpotCheck(call_id="1", scoring_error=True, date=month.first_day),
        "report": Report(kind="operations", due_at=at, submitted_at=at, missing=(), month=month),
        "self_assessment": SelfAssessment(due_at=at, submitted_at=at, untrue_items=(), month=month),
        "confidentiality_finding": ConfidentialityFinding(date=month.first_day, consequence="none"),
        "violation": Violation(level=2, received_at=at, rectified_at=at),
    }
    return events[array]


def _rules(contract: Contract, kind: type[MinimumCount]) -> list[MinimumCount]:
    return [rule for c in contract.clauses for rule in c.rules if isinstance(rule, kind)]


def may_be_same(one: Events, other: Events) -> bool:
    """True where one record can meet the conditions of both."""
    conditions = dict(one.when)
    return one.array == other.array and all(
        conditions.get(name, value) == value for name, value in other.when
    )
