"""The rectification clock: a violation must be put right within its hours of being received."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jieting.domain.contracts.clauses.duty import Duty
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records, Violation
from jieting.domain.periods import Instant


class ClockState(StrEnum):
    """Where a rectification clock stands."""

    IN_TIME = "in_time"
    LATE = "late"
    RUNNING = "running"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Rectification:
    """One violation with its clock; ``due_at`` is None where the contract sets no hours for it."""

    clause: str
    violation: Violation
    due_at: Instant | None
    state: ClockState | None


def rectifications(contract: Contract, records: Records, now: Instant) -> tuple[Rectification, ...]:
    """Every violation with the state of its clock at ``now``, oldest first."""
    found = []
    for violation in sorted(records.violation, key=lambda v: v.received_at):
        clause, due_at = _deadline(contract, violation)
        state = None if due_at is None else clock_state(violation, due_at, now)
        found.append(Rectification(clause, violation, due_at, state))
    return tuple(found)


def _deadline(contract: Contract, violation: Violation) -> tuple[str, Instant | None]:
    """The clause whose clock runs for a violation, and when it must be put right."""
    for clause in contract.clauses:
        for rule in clause.rules:
            if isinstance(rule, Duty) and rule.events.of(Records(violation=(violation,))):
                return clause.id, rule.deadline(violation)
    return "", None


def clock_state(violation: Violation, due_at: Instant, now: Instant) -> ClockState:
    """In time or late once rectified; running or overdue before. The deadline itself is in time."""
    if violation.rectified_at is not None:
        return ClockState.IN_TIME if violation.rectified_at <= due_at else ClockState.LATE
    return ClockState.RUNNING if now <= due_at else ClockState.OVERDUE
