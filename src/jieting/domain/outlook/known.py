"""What is known at the moment of an outlook: counts so far, records so far, and past experience."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from jieting.domain.contracts.assess import Counted, facts_of
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records, Report, SelfAssessment, Violation
from jieting.domain.contracts.rule import Facts
from jieting.domain.periods import DAY, Instant, Month, Period, local
from jieting.domain.simulation.centre.distribution import Quantiles


@dataclass(frozen=True, slots=True)
class History:
    """What past calls taught, up to the moment of the outlook.

    ``counts`` has every measure of the contract by name over ``span``; ``handle`` and ``patience``
    are the distributions found in stored calls, None where they tell none.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    span: Period = Period(0, 0)  # noqa: RUF009 - frozen, so it may be shared
    handle: Quantiles | None = None
    patience: Quantiles | None = None

    def of(self, measure: str) -> int:
        """How many calls the measure of that name counted."""
        return self.counts.get(measure, 0)

    @property
    def days(self) -> float:
        """Length of the span in days."""
        return self.span.length / DAY


@dataclass(frozen=True, slots=True)
class Known:
    """A month at ``now``: ``counted`` and ``records`` hold nothing that came later.

    ``records`` may be of several months; ``facts`` is the month as the clauses see it.
    """

    contract: Contract
    month: Month
    now: Instant
    counted: Counted
    records: Records
    history: History

    @property
    def facts(self) -> Facts:
        """The month so far, as the rules see it."""
        return facts_of(self.contract, self.month, self.counted, self.records)

    @property
    def period(self) -> Period:
        """The month in the contract's time zone."""
        return self.month.period(self.contract.zone)

    @property
    def is_over(self) -> bool:
        """True once nothing of the month is left."""
        return self.now >= self.period.end

    @property
    def ahead(self) -> Period:
        """What is left of the month; of a month still to come, all of it."""
        return Period(min(max(self.now, self.period.start), self.period.end), self.period.end)

    @property
    def today(self) -> date:
        """The local day of ``now``."""
        return local(self.now, self.contract.zone).date()

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return self.month.plus(1).first_day - timedelta(days=1)


def records_until(records: Records, now: Instant, contract: Contract) -> Records:
    """The records as they stood at ``now``: what is dated later is taken out, or not done yet.

    Edge: evaluations, verdicts and exclusions bear no date of entry and stay as they are.
    """
    today = local(now, contract.zone).date()
    return replace(
        records,
        complaint=tuple(c for c in records.complaint if c.received_at <= now),
        training=tuple(t for t in records.training if t.date <= today),
        spot_check=tuple(s for s in records.spot_check if s.date is None or s.date <= today),
        report=tuple(_report(report, now) for report in records.report),
        self_assessment=tuple(_self_assessment(one, now) for one in records.self_assessment),
        confidentiality_finding=tuple(
            f for f in records.confidentiality_finding if f.date <= today
        ),
        violation=tuple(_violation(v, now) for v in records.violation if v.received_at <= now),
    )


def _report(report: Report, now: Instant) -> Report:
    if report.submitted_at is None or report.submitted_at <= now:
        return report
    return replace(report, submitted_at=None, missing=())


def _self_assessment(one: SelfAssessment, now: Instant) -> SelfAssessment:
    if one.submitted_at is None or one.submitted_at <= now:
        return one
    return replace(one, submitted_at=None, untrue_items=())


def _violation(violation: Violation, now: Instant) -> Violation:
    if violation.rectified_at is None or violation.rectified_at <= now:
        return violation
    return replace(violation, rectified_at=None)
