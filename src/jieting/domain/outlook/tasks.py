"""What a line still needs beside its calls: samples, trainings, reports, and nothing bad."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np

from jieting.domain.contracts.assess import assess
from jieting.domain.contracts.board.kinds.streak import live_run
from jieting.domain.contracts.board.look import look_at
from jieting.domain.contracts.clauses.duty import Duty, done_at
from jieting.domain.contracts.clauses.minimum_count import MinimumCount
from jieting.domain.contracts.clauses.per_event import PerEvent
from jieting.domain.contracts.clauses.sample import Sample
from jieting.domain.contracts.clauses.streak import Streak
from jieting.domain.contracts.clauses.words import array_words
from jieting.domain.contracts.model import Clause
from jieting.domain.outlook.events import REPORTED, bad_events, is_still_to_come
from jieting.domain.outlook.looked import Months
from jieting.domain.outlook.needed import Reach
from jieting.domain.outlook.still_open import trainings_held, with_due
from jieting.domain.periods import Instant
from jieting.domain.said import Said


class Kind(StrEnum):
    """What is to be done, or to be avoided."""

    SAMPLE = "sample"
    TRAINING = "training"
    SUBMIT = "submit"
    PUT_RIGHT = "put_right"
    NO_MORE = "no_more"
    NO_RUN = "no_run"


@dataclass(frozen=True, slots=True)
class Task:
    """``number`` of ``what`` are still needed by ``due_at``; for what to avoid, how many came.

    ``of`` is how many there must be in all, ``points`` what one of them costs (None: a breach),
    ``received_at`` when a violation was received. A run's number is of days in a row that would
    break the clause.
    """

    clause: str
    kind: Kind
    reach: Reach
    number: int
    due_at: Instant | None = None
    what: Said | None = None
    of: int = 0
    points: Fraction | None = None
    received_at: Instant | None = None


def tasks(months: Months) -> Iterator[Task]:
    """What every rule that looks at records or at days needs, in the contract's order."""
    for clause in months.known.contract.clauses:
        for rule in clause.rules:
            if isinstance(rule, Sample):
                yield _sample(months, clause, rule)
            elif isinstance(rule, MinimumCount):
                yield _trainings(months, clause, rule)
            elif isinstance(rule, Duty):
                yield from _duties(months, clause, rule)
            elif isinstance(rule, PerEvent):
                yield _events(months, clause, rule)
            elif isinstance(rule, Streak):
                yield _run(months, clause, rule)


def _sample(months: Months, clause: Clause, rule: Sample) -> Task:
    """As many as the expected base asks for; an evaluation may still be made after the month."""
    known = months.known
    grown = int(np.rint(months.drawn.sample_base.mean())) if months.drawn.replications else 0
    rounding = known.contract.reading("qa_round", clause.id)
    required = rule.required(known.counted.sample_base + grown, rounding)
    short = max(0, required - known.counted.sampled)
    reach = Reach.OPEN if short else Reach.SAFE
    return Task(clause.id, Kind.SAMPLE, reach, short, known.period.end, of=required)


def _trainings(months: Months, clause: Clause, rule: MinimumCount) -> Task:
    known = months.known
    held = trainings_held(known.contract, clause, known.facts.records)
    missing = max(0, rule.minimum - held)
    reach = Reach.SAFE if not missing else Reach.LOST if known.is_over else Reach.OPEN
    return Task(
        clause.id, Kind.TRAINING, reach, missing, known.period.end, None, rule.minimum, rule.points
    )


def _duties(months: Months, clause: Clause, rule: Duty) -> Iterator[Task]:
    """One task for each thing that is due and not done."""
    known = months.known
    what = array_words(rule.events.array, "", rule.events.when)
    kind = Kind.SUBMIT if rule.events.array in REPORTED else Kind.PUT_RIGHT
    for event in rule.events.of(with_due(known, known.facts.records)):
        if done_at(event) is None:
            due = rule.deadline(event)
            reach = Reach.LOST if due < known.now else Reach.OPEN
            received = getattr(event, "received_at", None)
            yield Task(clause.id, kind, reach, 1, due, what, 1, rule.points, received)


def _events(months: Months, clause: Clause, rule: PerEvent) -> Task:
    """Nothing more of it; safe once the report that could lack something is there."""
    known = months.known
    records = known.facts.records
    came = bad_events(rule, records)
    may_come = not known.is_over
    if rule.events.array in REPORTED:
        may_come = is_still_to_come(rule, with_due(known, records))
    what = array_words(rule.events.array, rule.count, rule.events.when)
    lost = bool(came) and rule.points is None
    reach = Reach.LOST if lost else Reach.OPEN if may_come else Reach.SAFE
    return Task(clause.id, Kind.NO_MORE, reach, came, None, what, 0, rule.points)


def _run(months: Months, clause: Clause, rule: Streak) -> Task:
    """So many bad days in a row from now on would break the clause."""
    known = months.known
    so_far = assess(known.contract, known.month, known.counted, known.records)
    left = rule.days - len(live_run(look_at(so_far, known.records, known.now), rule))
    broken = rule.judge(clause, known.facts).met is False
    reach = Reach.LOST if broken else Reach.SAFE if known.is_over else Reach.OPEN
    return Task(clause.id, Kind.NO_RUN, reach, max(left, 1), known.period.end, of=rule.days)
