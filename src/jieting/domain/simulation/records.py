"""The records of a simulated month: what both parties would have written down beside the calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from typing import TypeVar
from zoneinfo import ZoneInfo

import numpy as np

from jieting.domain.calls.call import Call, Direction, Outcome
from jieting.domain.contracts.records import (
    Complaint,
    Evaluation,
    Exclusion,
    Records,
    Report,
    SelfAssessment,
    SpotCheck,
    Training,
    Violation,
)
from jieting.domain.periods import DAY, SECOND, Instant, Month
from jieting.domain.quantities import started_steps
from jieting.domain.simulation.disturbances import Disturbance
from jieting.domain.simulation.profile import Consent, Paperwork, Profile
from jieting.domain.simulation.slots import clock_instant

HOUR: Instant = 3_600 * SECOND
COMPLAINT_WITHIN_DAYS = 2
T = TypeVar("T")
LOWEST_MARK, HIGHEST_MARK = 78, 100
REPORT_DUE_DAY = 5


def simulate_records(
    profile: Profile,
    month: Month,
    zone: ZoneInfo,
    calls: Sequence[Call],
    disturbances: tuple[Disturbance, ...],
    rng: np.random.Generator,
) -> Records:
    """Records that fit ``calls`` and the ``disturbances`` that shaped them.

    Draws, in this order: complaints, trainings, evaluations, spot checks, submissions, violations.
    """
    paper = profile.paperwork
    answered = [c for c in calls if c.outcome is Outcome.ANSWERED]
    inbound = [c for c in answered if c.direction is Direction.INBOUND]
    complaints = _complaints(paper, month, zone, inbound, rng)
    trainings = _trainings(paper, month, profile.team.agents, rng)
    evaluations = _evaluations(paper, [c for c in answered if c.recording], rng)
    return Records(
        exclusion=_exclusions(disturbances),
        complaint=complaints,
        training=trainings,
        evaluation=evaluations,
        spot_check=_spot_checks(paper, month, evaluations, rng),
        report=_reports(paper, month, zone, rng),
        self_assessment=_self_assessments(paper, month, zone, rng),
        violation=_violations(paper, month, zone, rng),
    )


def _exclusions(disturbances: tuple[Disturbance, ...]) -> tuple[Exclusion, ...]:
    """One for each disturbance that was asked to be left out; whole days by their date."""
    found = []
    for disturbance in disturbances:
        plan = disturbance.planned
        if plan.consent is not Consent.NOT_ASKED:
            agreed = plan.consent is Consent.AGREED
            day = disturbance.days[0] if plan.days == 1 else None
            found.append(
                Exclusion(period=disturbance.period, day=day, reason=plan.reason, agreed=agreed)
            )
    return tuple(found)


def _complaints(
    paper: Paperwork, month: Month, zone: ZoneInfo, calls: list[Call], rng: np.random.Generator
) -> tuple[Complaint, ...]:
    """One for each verdict, about a call that ended early enough to complain within the month."""
    latest = month.period(zone).end - (COMPLAINT_WITHIN_DAYS + 1) * DAY
    early = [call for call in calls if call.ended_at < latest]
    about = _drawn(early, len(paper.complaints), rng)
    delays = rng.random(len(paper.complaints)).tolist()
    found = [
        Complaint(call_id=call.call_id, received_at=_later(call.ended_at, delay), verdict=verdict)
        for call, delay, verdict in zip(about, delays, paper.complaints, strict=False)
    ]
    return tuple(sorted(found, key=lambda c: c.received_at))


def _later(at: Instant, u: float) -> Instant:
    """A whole minute from one hour to two days after ``at``."""
    minutes = 60 + int(u * (COMPLAINT_WITHIN_DAYS * 1_440 - 60))
    return (at // (60 * SECOND) + minutes) * 60 * SECOND


def _trainings(
    paper: Paperwork, month: Month, agents: tuple[str, ...], rng: np.random.Generator
) -> tuple[Training, ...]:
    """Special trainings spread evenly over the month; at most one agent is away from each."""
    count = len(paper.trainings)
    draws = rng.random((count, 2)).tolist()
    days = list(month.days())
    found = []
    for place, (signed_in, (u_day, u_away)) in enumerate(zip(paper.trainings, draws, strict=True)):
        first, last = place * len(days) // count, (place + 1) * len(days) // count
        day = days[first + int(u_day * (last - first))]
        found.append(
            Training(date=day, kind="special", attendees=_present(agents, signed_in, u_away))
        )
    return tuple(found)


def _present(agents: tuple[str, ...], signed_in: bool, u: float) -> tuple[str, ...]:
    """All agents, or all but one; none where nobody signed in."""
    away = int(u * (len(agents) + 1))
    return tuple(name for i, name in enumerate(agents) if i != away) if signed_in else ()


def _evaluations(
    paper: Paperwork, recorded: list[Call], rng: np.random.Generator
) -> tuple[Evaluation, ...]:
    """A random sample of the recorded answered calls, in order of the calls, with whole marks."""
    if not paper.sample_share:
        return ()
    wanted = started_steps(Fraction(len(recorded)) * Fraction(paper.sample_share), Fraction(1))
    span = paper.most_extra - paper.fewest_extra + 1
    count = max(0, wanted + paper.fewest_extra + int(rng.random() * span))
    sample = sorted(_drawn(recorded, count, rng), key=lambda c: (c.arrived_at, c.call_id))
    marks = rng.random(len(sample)).tolist()
    return tuple(
        Evaluation(call_id=call.call_id, sampled=True, score=Fraction(_mark(u)))
        for call, u in zip(sample, marks, strict=True)
    )


def _mark(u: float) -> int:
    """A mark that leans to the upper end: the square root pulls up."""
    return LOWEST_MARK + int(u**0.5 * (HIGHEST_MARK - LOWEST_MARK + 1))


def _spot_checks(
    paper: Paperwork, month: Month, evaluations: tuple[Evaluation, ...], rng: np.random.Generator
) -> tuple[SpotCheck, ...]:
    """Spot checks of some evaluations on the month's last day, with or without a scoring error."""
    last = month.plus(1).first_day - timedelta(days=1)
    chosen = _drawn(list(evaluations), len(paper.spot_check_errors), rng)
    return tuple(
        SpotCheck(call_id=evaluation.call_id, scoring_error=error, date=last)
        for evaluation, error in zip(chosen, paper.spot_check_errors, strict=False)
    )


def _reports(
    paper: Paperwork, month: Month, zone: ZoneInfo, rng: np.random.Generator
) -> tuple[Report, ...]:
    """The operations and the personnel report, both in time."""
    if not paper.reports:
        return ()
    due, (first, second) = _due(month, zone), _submissions(month, zone, 2, rng)
    return (
        Report(
            kind="operations", due_at=due, submitted_at=first, missing=paper.missing, month=month
        ),
        Report(kind="personnel", due_at=due, submitted_at=second, missing=(), month=month),
    )


def _self_assessments(
    paper: Paperwork, month: Month, zone: ZoneInfo, rng: np.random.Generator
) -> tuple[SelfAssessment, ...]:
    """The self-assessment, in time and true."""
    if not paper.reports:
        return ()
    (at,) = _submissions(month, zone, 1, rng)
    return (
        SelfAssessment(due_at=_due(month, zone), submitted_at=at, untrue_items=(), month=month),
    )


def _due(month: Month, zone: ZoneInfo) -> Instant:
    """18:00 on the fifth of the next month."""
    return clock_instant(month.plus(1).first_day + timedelta(days=REPORT_DUE_DAY - 1), 36, zone)


def _submissions(
    month: Month, zone: ZoneInfo, count: int, rng: np.random.Generator
) -> list[Instant]:
    """Whole minutes between 9:00 and 17:00 on the second to the fourth of the next month."""
    found = []
    for u_day, u_time in rng.random((count, 2)).tolist():
        day = month.plus(1).first_day + timedelta(days=1 + int(u_day * 3))
        found.append(clock_instant(day, 18, zone) + int(u_time * 480) * 60 * SECOND)
    return found


def _violations(
    paper: Paperwork, month: Month, zone: ZoneInfo, rng: np.random.Generator
) -> tuple[Violation, ...]:
    """Level-2 violations spread over the month, each put right after its hours."""
    days, count = list(month.days()), len(paper.rectified_h)
    draws = rng.random((count, 2)).tolist()
    found = []
    for place, (hours, (u_day, u_time)) in enumerate(zip(paper.rectified_h, draws, strict=True)):
        first, last = place * len(days) // count, (place + 1) * len(days) // count - 2
        day = days[first + int(u_day * (last - first))]
        at = clock_instant(day, 18, zone) + int(u_time * 480) * 60 * SECOND
        found.append(Violation(level=2, received_at=at, rectified_at=at + hours * HOUR))
    return tuple(found)


def _drawn(items: Sequence[T], count: int, rng: np.random.Generator) -> list[T]:
    """``count`` different items, or all: those with the smallest of one random number each."""
    order = np.argsort(rng.random(len(items)), kind="stable")
    return [items[place] for place in order[:count].tolist()]
