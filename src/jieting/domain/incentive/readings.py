"""Readings that matter: how much the score moves under each other answer to an open point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from jieting.domain.contracts.assess import is_limit
from jieting.domain.contracts.choices import Choice
from jieting.domain.incentive.flaw import Flaw, Gravity, Kind
from jieting.domain.incentive.judge import Judge
from jieting.domain.incentive.weights import Counts
from jieting.domain.incentive.world import World, case_of
from jieting.domain.said import Said, say

MONTHS = 40
"""Months drawn for each volume and quality; every reading is asked of the same months."""
TRIED = (0.8, 1.25)
MATTERS, MUCH = 0.5, 5.0
"""Points of a month from which a reading is reported, and from which it is severe."""
OFTEN = 0.05
"""A limit that a reading breaks so much more or less often is reported."""
NOT_TRIED = (
    "period_of_call",
    "exclusion_scope",
    "outside_service_hours",
    "streak_gap",
    "undefined_rate",
    "training_counts",
)
"""Readings on which nothing hangs in the assumed months: no outages, gaps, or missing records."""


OF_QUARTERS = "quarter_score"
"""The reading that moves no month; its effect is one of money (see ``quarters``)."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another answer to an open point, where it moves most: points of the month, limits kept."""

    choice: Choice
    value: str
    calls: int
    quality: float
    points: float
    kept: float


Key = tuple[int, float]
"""Calls a month and quality."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month drawn: its calls by class, its complaints, and how many calls were sampled."""

    counts: Counts
    complaints: int
    sampled: int


@dataclass(frozen=True, slots=True)
class Trial:
    """The same drawn months, to be judged under one reading after the other."""

    world: World
    judge: Judge
    months: Mapping[Key, tuple[Month, ...]]

    def judged(self, judge: Judge, key: Key) -> tuple[float, float]:
        """The mean score, and the share of months in which every limit is kept.

        The quality sample is what the contract's own reading wants, whatever this one says.
        """
        contract = judge.contract
        limits = [c for c in contract.clauses if is_limit(c) and any(r.figure for r in c.rules)]
        scores, kept = [], []
        for month in self.months[key]:
            case = case_of(judge, self.world.weights, month.counts, month.complaints)
            case = replace(case, sampled=month.sampled)
            scores.append(judge.score(case) if judge.scored else Fraction(0))
            kept.append(all(judge.is_kept(c, case) for c in limits))
        return float(np.mean([float(s) for s in scores])), float(np.mean(kept))


def _months(world: World, judge: Judge) -> dict[Key, tuple[Month, ...]]:
    return {
        (calls, quality): tuple(
            Month(counts, complaints, case_of(judge, world.weights, counts, complaints).sampled)
            for counts, complaints in world.months(calls, quality, MONTHS)
        )
        for calls in world.volumes
        for quality in TRIED
    }


def readings(world: World, judge: Judge) -> Iterator[Flaw]:
    """One flaw for each open point that matters and that the parties have not agreed on."""
    trial = Trial(world, judge, _months(world, judge))
    base = {key: trial.judged(judge, key) for key in trial.months}
    for choice in world.contract.choices:
        if choice.agreed or choice.name in (*NOT_TRIED, OF_QUARTERS):
            continue
        found = [
            _other(trial, choice, value, base)
            for value in choice.question.values
            if value != choice.value
        ]
        matter = [o for o in found if abs(o.points) >= MATTERS or abs(o.kept) >= OFTEN]
        if matter:
            yield _flaw(choice, matter)


def _other(
    trial: Trial, choice: Choice, value: str, base: Mapping[Key, tuple[float, float]]
) -> Other:
    """The place among volumes and qualities at which the other value moves most."""
    judge = Judge(trial.world.contract.with_reading(choice, value), like=trial.judge)
    found = []
    for key, (before, kept_before) in base.items():
        points, kept = trial.judged(judge, key)
        found.append(Other(choice, value, *key, points - before, kept - kept_before))
    return max(found, key=lambda o: (abs(o.points), abs(o.kept)))


def _flaw(choice: Choice, found: Sequence[Other]) -> Flaw:
    worst = max(abs(o.points) for o in found)
    return Flaw(
        "reading_matters",
        Kind.READING,
        Gravity.SEVERE if worst >= MUCH else Gravity.MODERATE,
        (choice.clause,) if choice.clause else (),
        say(
            "Much hangs on how this is read: {asks} The file says: {value}.",
            asks=choice.question.asks,
            value=choice.question.values[choice.value],
        ),
        tuple(_words(o) for o in found),
        say("Have both parties confirm {choice} and write agreed = true.", choice=choice.name),
        None,
        tuple(
            {
                "choice": choice.name,
                "value": o.value,
                "calls": o.calls,
                "quality": o.quality,
                "points": round(o.points, 2),
                "kept": round(o.kept, 3),
            }
            for o in found
        ),
    )


def _words(other: Other) -> Said:
    fields = {
        "value": other.choice.question.values[other.value],
        "calls": other.calls,
        "quality": other.quality,
    }
    if abs(other.kept) >= OFTEN and abs(other.points) < MATTERS:
        return say(
            "{value}: limits are kept in {percent} per cent more of the months, at {calls} calls "
            "a month and {quality} times the allowed misses",
            percent=f"{100 * other.kept:+.0f}",
            **fields,
        )
    return say(
        "{value}: {points} points a month, at {calls} calls a month and {quality} times the "
        "allowed misses",
        points=f"{other.points:+.2f}",
        **fields,
    )
