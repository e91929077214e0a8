"""Things that may still happen: how often each rule's bad events came, and records of more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from jieting.domain.contracts.clauses.duty import Duty, done_at
from jieting.domain.contracts.clauses.per_event import PerEvent
from jieting.domain.contracts.records import (
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
from jieting.domain.periods import Instant

REPORTED = ("report", "self_assessment")
"""Arrays whose records are due once a month, instead of happening at any time."""

PRIOR_DAYS = 365.0
"""An event that was never seen is taken to come half a time a year."""
PRIOR_REPORTS = 12.0
"""An item never missing from a report is taken to be missing half a time a year."""

EventRule = PerEvent | Duty

_MADE: Mapping[str, Callable[[Mapping[str, Any], Instant, date], Record]] = {
    "complaint": lambda when, at, day: Complaint(
        call_id="", received_at=at, verdict=when.get("verdict", "justified")
    ),
    "training": lambda when, at, day: Training(date=day, kind=when.get("kind", ""), attendees=()),
    "evaluation": lambda when, at, day: Evaluation(
        call_id="", sampled=when.get("sampled", True), score=None
    ),
    "spot_check": lambda when, at, day: SpotCheck(
        call_id="", scoring_error=when.get("scoring_error", True), date=day
    ),
    "confidentiality_finding": lambda when, at, day: ConfidentialityFinding(
        date=day, consequence=when.get("consequence", "none")
    ),
    "violation": lambda when, at, day: Violation(
        level=when.get("level", 1), received_at=at, rectified_at=None
    ),
}


def bad_events(rule: EventRule, records: Records) -> int:
    """How many of ``records`` the rule takes points or a breach for: events, items, lateness."""
    events = rule.events.of(records)
    if isinstance(rule, PerEvent):
        return sum(len(getattr(e, rule.count)) if rule.count else 1 for e in events)
    return sum(_was_late(rule, event) for event in events)


def _was_late(rule: Duty, event: Record) -> bool:
    done = done_at(event)
    return done is not None and done > rule.deadline(event)


def reports_made(rule: EventRule, records: Records) -> int:
    """How many reports the rule looks at were handed in."""
    return sum(done_at(event) is not None for event in rule.events.of(records))


def with_more(records: Records, rule: EventRule, number: int, at: Instant, day: date) -> Records:
    """The records with so many more events that the rule counts as bad, at ``at`` on ``day``.

    Items of reports are put into a report that is there; where there is none nothing is added.
    """
    array = rule.events.array
    if number == 0:
        return records
    if array in REPORTED:
        return _with_items(records, rule, number)
    more = (_MADE[array](dict(rule.events.when), at, day),) * number
    return _replaced(records, array, (*getattr(records, array), *more))


def _with_items(records: Records, rule: EventRule, number: int) -> Records:
    """``number`` more items in the last of the reports that the rule looks at."""
    ours = rule.events.of(records)
    count = rule.count if isinstance(rule, PerEvent) else ""
    if not ours or not count:
        return records
    last = ours[-1]
    changes: dict[str, Any] = {count: (*getattr(last, count), *("-",) * number)}
    wider = replace(last, **changes)
    every: tuple[Record, ...] = getattr(records, rule.events.array)
    changed = tuple(wider if each is last else each for each in every)
    return _replaced(records, rule.events.array, changed)


def _replaced(records: Records, array: str, now: tuple[Record, ...]) -> Records:
    changes: dict[str, Any] = {array: now}
    return replace(records, **changes)


def is_still_to_come(rule: EventRule, records: Records) -> bool:
    """True where a report that the rule looks at is not there, or not handed in yet."""
    ours = rule.events.of(records)
    return not ours or any(
        isinstance(event, Report | SelfAssessment) and event.submitted_at is None for event in ours
    )
