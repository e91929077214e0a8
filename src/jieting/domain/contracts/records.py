"""Records: what happened in a month beside the calls, as both parties wrote it down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar
from zoneinfo import ZoneInfo

from jieting.domain.periods import Instant, Month, Period, local, within

Day = date
"""The type under a name that a field called date does not hide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What all records share: their line in their file, and the move that they came from.

    ``ref`` names the move, as ``M-17``; empty for a record that was written by hand.
    """

    line: int | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion(Record):
    """A span of time proposed to be left out, for a cause outside the supplier."""

    period: Period
    day: date | None
    reason: str
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint(Record):
    """A complaint about the service in a call, and whether the hotline was at fault."""

    call_id: str
    received_at: Instant
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Training(Record):
    """A training that was held; attendees are those who signed in."""

    date: date
    kind: str
    attendees: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation(Record):
    """A quality assessment of a recording; ``sampled`` if it was drawn at random."""

    call_id: str
    sampled: bool
    score: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotCheck(Record):
    """The purchaser's check of an evaluation; without a date it counts in every month assessed."""

    call_id: str
    scoring_error: bool
    date: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Record):
    """A report that is due; never submitted where ``submitted_at`` is None."""

    kind: str
    due_at: Instant
    submitted_at: Instant | None
    missing: tuple[str, ...]
    month: Month | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfAssessment(Record):
    """The supplier's assessment of itself, and what the purchaser found untrue in it."""

    due_at: Instant
    submitted_at: Instant | None
    untrue_items: tuple[str, ...]
    month: Month | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidentialityFinding(Record):
    """A breach of confidentiality: measures missing (none), or with bad consequences (harm)."""

    date: date
    consequence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation(Record):
    """A violation of level 1 or 2; not yet rectified where ``rectified_at`` is None."""

    level: int
    received_at: Instant
    rectified_at: Instant | None


VERDICTS = ("justified", "unjustified", "open")
CONSEQUENCES = ("none", "harm")
REPORT_KINDS = ("operations", "personnel")


@dataclass(frozen=True, slots=True)
class Records:
    """All records of a file, or of a month."""

    exclusion: tuple[Exclusion, ...] = ()
    complaint: tuple[Complaint, ...] = ()
    training: tuple[Training, ...] = ()
    evaluation: tuple[Evaluation, ...] = ()
    spot_check: tuple[SpotCheck, ...] = ()
    report: tuple[Report, ...] = ()
    self_assessment: tuple[SelfAssessment, ...] = ()
    confidentiality_finding: tuple[ConfidentialityFinding, ...] = ()
    violation: tuple[Violation, ...] = ()
    file: str = ""

    def of_month(self, month: Month, zone: ZoneInfo) -> Records:
        """The records that belong to ``month``.

        Complaints and violations belong to the month in which they were received, trainings and
        confidentiality findings to that of their day, so do dated spot checks; reports and
        self-assessments to the month they report on; evaluations name their call.
        """
        whole = month.period(zone)
        return Records(
            exclusion=tuple(e for e in self.exclusion if e.period.intersection(whole)),
            complaint=tuple(c for c in self.complaint if c.received_at in whole),
            training=tuple(t for t in self.training if Month.of(t.date) == month),
            evaluation=self.evaluation,
            spot_check=tuple(
                s for s in self.spot_check if s.date is None or Month.of(s.date) == month
            ),
            report=_each_kind(month, zone, self.report),
            self_assessment=_reporting_on(month, zone, self.self_assessment),
            confidentiality_finding=tuple(
                f for f in self.confidentiality_finding if Month.of(f.date) == month
            ),
            violation=tuple(v for v in self.violation if v.received_at in whole),
            file=self.file,
        )

    def agreed_exclusions(self, month: Month, zone: ZoneInfo) -> tuple[Period, ...]:
        """The agreed exclusions as disjoint periods within the month: each instant once."""
        return within((e.period for e in self.exclusion if e.agreed), month.period(zone))

    def agreed_days(self) -> frozenset[date]:
        """The days that are left out whole."""
        return frozenset(e.day for e in self.exclusion if e.agreed and e.day is not None)


EARLY_DAYS = 20
"""A deadline up to this day of a month is taken for one that looks back at the month before."""

Due = TypeVar("Due", Report, SelfAssessment)


def _reporting_on(month: Month, zone: ZoneInfo, reports: tuple[Due, ...]) -> tuple[Due, ...]:
    """The reports about ``month``: those that name it; without any, the likeliest by deadline.

    A deadline early in the next month comes first, then one in the month itself, then one late in
    the next month. A report that names another month is never taken.
    """
    named = tuple(r for r in reports if r.month == month)
    if named:
        return named
    for wanted in (_due_early_next, _due_in_month, _due_late_next):
        found = tuple(r for r in reports if r.month is None and wanted(r.due_at, month, zone))
        if found:
            return found
    return ()


def _each_kind(month: Month, zone: ZoneInfo, reports: tuple[Report, ...]) -> tuple[Report, ...]:
    """The reports about ``month``, kind by kind: a deadline of one kind says nothing of another."""
    kinds = {report.kind: tuple(r for r in reports if r.kind == report.kind) for report in reports}
    found = {id(r) for ours in kinds.values() for r in _reporting_on(month, zone, ours)}
    return tuple(report for report in reports if id(report) in found)


def _due_in_month(due_at: Instant, month: Month, zone: ZoneInfo) -> bool:
    return due_at in month.period(zone)


def _due_early_next(due_at: Instant, month: Month, zone: ZoneInfo) -> bool:
    return _due_in_month(due_at, month.plus(1), zone) and local(due_at, zone).day <= EARLY_DAYS


def _due_late_next(due_at: Instant, month: Month, zone: ZoneInfo) -> bool:
    return _due_in_month(due_at, month.plus(1), zone) and local(due_at, zone).day > EARLY_DAYS
