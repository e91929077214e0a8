"""A month as the board looks at it: what was assessed, all records, and the moment of the look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from jieting.domain.contracts.assess import Assessment, facts_of
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.contracts.rule import Facts
from jieting.domain.periods import DAY, Instant, Month, Period, local

SOON = 3 * DAY
"""What is due within this time and not there is at risk."""


@dataclass(frozen=True, slots=True)
class ScoreSoFar:
    """The month's score: ``now`` as assessed, None while a row waits; what can still be reached.

    ``secured`` is what the rows earned that do not wait.
    """

    now: Fraction | None
    secured: Fraction
    reachable: Fraction


@dataclass(frozen=True, slots=True)
class Look:
    """The month at ``now``; ``records`` are of all months, those in ``facts`` of this one.

    ``score`` is there once every row of points has been looked at, and where there are any.
    """

    assessment: Assessment
    facts: Facts
    records: Records
    now: Instant
    score: ScoreSoFar | None = None

    @property
    def contract(self) -> Contract:
        """The contract in force."""
        return self.assessment.contract

    @property
    def month(self) -> Month:
        """The month looked at."""
        return self.assessment.month

    @property
    def period(self) -> Period:
        """The month in the contract's time zone."""
        return self.month.period(self.contract.zone)

    @property
    def is_over(self) -> bool:
        """True from the first instant of the next month on."""
        return self.now >= self.period.end

    @property
    def end_is_near(self) -> bool:
        """True in the last days of the month: what it still lacks is due soon."""
        return not self.is_over and self.is_soon(self.period.end)

    @property
    def today(self) -> date:
        """The local day of the look."""
        return local(self.now, self.contract.zone).date()

    @property
    def last_day(self) -> str:
        """The last day of the month, as written."""
        return (self.month.plus(1).first_day - timedelta(days=1)).isoformat()

    @property
    def days_left(self) -> int:
        """Days of the month still to come, today included; 0 once it is over."""
        first = max(self.today, self.month.first_day)
        return max(0, (self.month.plus(1).first_day - first).days)

    def is_soon(self, due_at: Instant) -> bool:
        """True where ``due_at`` is at most SOON away, or past."""
        return due_at - self.now <= SOON

    def clock(self, at: Instant) -> str:
        """A local time as written: 2026-11-05 18:00."""
        return f"{local(at, self.contract.zone):%Y-%m-%d %H:%M}"


def look_at(assessment: Assessment, records: Records, now: Instant) -> Look:
    """The month of ``assessment`` at ``now``, with the records of all months."""
    contract, month = assessment.contract, assessment.month
    return Look(assessment, facts_of(contract, month, assessment.counted, records), records, now)
