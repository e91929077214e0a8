"""Kinds of calls: every way a call can end that some figure tells from another, as one example."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from jieting.domain.calls.call import OFFERED, Call, Outcome, Rating
from jieting.domain.figures.examples import example_call

QUICK_S, LATE_S = 3, 90
"""A wait within every threshold that a service level may have, and one beyond them all."""

SERVED_SHARE = 0.15
"""Of all calls those that a self-service answer ends."""
MISSED = {
    (Outcome.ABANDONED_IN_IVR, QUICK_S): 0.015,
    (Outcome.ABANDONED, QUICK_S): 0.01,
    (Outcome.ABANDONED, LATE_S): 0.06,
    (Outcome.OVERFLOWED, LATE_S): 0.01,
    (Outcome.REJECTED, QUICK_S): 0.005,
}
"""Of all calls those that nobody served, by how they ended; scaled to each quality assumed."""
LATE_SHARE = 0.2
RECORDED_SHARE = 0.98
RATED_SHARE = 0.3
LEVELS = {
    Rating.VERY_SATISFIED: 0.75,
    Rating.BASICALLY_SATISFIED: 0.2,
    Rating.SATISFIED: 0.02,
    Rating.DISSATISFIED: 0.02,
    Rating.VERY_DISSATISFIED: 0.01,
}
"""Of the ratings given those of each level."""


@dataclass(frozen=True, slots=True)
class CallClass:
    """Calls that are counted alike: an example of them, and their share of all calls."""

    call: Call
    share: float

    @property
    def name(self) -> str:
        """The id of the example call."""
        return self.call.call_id


@cache
def call_classes(queued_only: bool = False) -> tuple[CallClass, ...]:
    """All classes; ``queued_only`` for a contract that looks at the calls of one queue."""
    found = [*_unanswered(), *_answered()]
    if queued_only:
        found = [c for c in found if c.call.outcome in OFFERED]
    total = sum(c.share for c in found)
    return tuple(replace(c, share=c.share / total) for c in found)


def class_name(outcome: Outcome, wait_s: int, rating: Rating | None, recorded: bool) -> str:
    """The name of a class; calls without rating or recording say so by nothing."""
    parts = [outcome.value, "quick" if wait_s == QUICK_S else "late"]
    parts += [rating.value] if rating else []
    parts += ["recorded"] if recorded else []
    return " ".join(parts)


def _unanswered() -> Iterator[CallClass]:
    yield _class(Outcome.SERVED_BY_IVR, QUICK_S, SERVED_SHARE)
    for (outcome, wait_s), share in MISSED.items():
        yield _class(outcome, wait_s, share)


def _answered() -> Iterator[CallClass]:
    answered = 1 - SERVED_SHARE - sum(MISSED.values())
    ratings: dict[Rating | None, float] = {k: v * RATED_SHARE for k, v in LEVELS.items()}
    ratings[None] = 1 - RATED_SHARE
    for wait_s, of_wait in ((QUICK_S, 1 - LATE_SHARE), (LATE_S, LATE_SHARE)):
        for rating, of_rating in ratings.items():
            for recorded, of_recorded in ((True, RECORDED_SHARE), (False, 1 - RECORDED_SHARE)):
                share = answered * of_wait * of_rating * of_recorded
                yield _class(Outcome.ANSWERED, wait_s, share, rating, recorded)


def _class(
    outcome: Outcome,
    wait_s: int,
    share: float,
    rating: Rating | None = None,
    recorded: bool = False,
) -> CallClass:
    call = example_call(1, outcome, wait_s, rating, talk_s=120)
    name = class_name(outcome, wait_s, rating, recorded)
    return CallClass(replace(call, call_id=name, recording="y" if recorded else ""), share)
